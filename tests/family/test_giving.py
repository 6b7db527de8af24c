"""The link to the own page: to whom it goes, how, and what the message says."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from ekc import clock
from ekc.circle.queries import focus_ids
from ekc.db import db
from ekc.errors import DomainError, TooLateError
from ekc.family import service
from ekc.family.models import FamilyPage
from ekc.people.service import Particulars
from ekc.referrals import service as referrals
from tests.agenda.trajects import make_traject, noon
from tests.family.pages import MIA, opened, outbox, send, text, token
from tests.web.test_qr import code_of, code_on

__all__ = ["noon"]  # a fixture: it is noon in all tests below


@pytest.fixture
def traject(world):
    return make_traject(world, focus=(MIA,))


def test_who_reads_english_gets_the_link_in_english_first(world):
    send(world, make_traject(world, focus=(replace(MIA, language="eng"),)))
    (row,) = outbox("family_page")
    assert row.subject == "Your own page"
    first, _, dutch = row.body_text.partition("— Nederlands —")
    assert ("Open your own page: " in first, "Open je eigen pagina: " in dutch) == (True, True)


class TestGiving:
    def test_the_mail_says_nothing_about_the_case(self, world, traject):
        send(world, traject)
        (mail,) = outbox("family_page")
        assert mail.address == "mia@post.example"
        assert mail.subject == "Je eigen pagina"
        for word in ("Mulder", "Mia", traject.referral.number):
            assert word not in mail.subject + mail.body_text + mail.body_html

    def test_the_first_message_says_who_was_spoken_and_only_where_that_is_so(self, world, traject):
        traject.assignment.first_contact_on = None
        send(world, traject)
        assert "Je sprak" not in outbox("family_page")[0].body_text
        db.session.delete(outbox("family_page")[0])
        traject.assignment.first_contact_on = clock.today()
        send(world, traject)
        (message,) = outbox("family_page")
        assert "Je sprak met Cor." in message.body_text
        assert message.short.startswith("Je sprak met Cor. Je eigen pagina")

    def test_who_has_only_an_address_gets_a_letter_and_the_link_was_sent_once_it_is_posted(
        self, world, client_of
    ):
        bo = Particulars("Bo", "Mulder", post="Dorpsstraat 1\n9611 AB Sappemeer")
        traject = make_traject(world, focus=(MIA, bo), focus_answers=("yes", "yes"))
        mia, person = focus_ids(traject.referral)
        cor, petra = client_of(world.cor), client_of(world.petra)
        url = f"/trajecten/{traject.referral_id}/eigen-pagina"
        for one in (mia, person):
            assert cor.post(f"{url}/link", data={"person": one}).status_code == 303
        shown = text(cor, url)
        assert "De brief met de link ligt klaar." in shown
        assert shown.count("De link gaat als brief.") == shown.count("Kreeg de link op") == 1
        made = petra.post("/brieven").location
        assert text(cor, url).count("Kreeg de link op") == 1
        later = clock.now() + timedelta(days=1)
        with clock.at(later):
            petra.post(f"{made}/gepost")
        shown = text(cor, url)
        assert "De link gaat als brief." not in shown
        assert shown.count("Kreeg de link op") == 2
        assert db.session.query(FamilyPage).filter_by(person_id=person).one().sent_at == later

    def test_sending_again_keeps_the_paper_good(self, world, traject):
        first = token(send(world, traject))
        assert token(send(world, traject)) == first
        assert db.session.query(FamilyPage).count() == 1

    @pytest.mark.parametrize(
        ("told", "why"),
        [({}, "geen mailadres"), ({"mail": "a@b.example", "read_along": True}, "leest mee")],
    )
    def test_who_gets_no_link_gets_paper(self, world, client_of, told, why):
        traject = make_traject(world, focus=(Particulars("Mia", "Mulder", **told),))
        person = focus_ids(traject.referral)[0]
        with pytest.raises(DomainError, match=why):
            service.send(traject.referral, person, by=world.cor.actor)
        db.rollback()
        client = client_of(world.cor)
        shown = text(client, f"/trajecten/{traject.referral_id}/eigen-pagina")
        assert why in shown
        assert "Stuur de link" not in shown
        made = client.post(f"/trajecten/{traject.referral_id}/eigen-pagina/papier", data={"person": person})
        assert made.status_code == 303
        paper = text(client, made.location)
        page = db.session.query(FamilyPage).one()
        assert f"/k/{token(page)}" in paper
        assert code_on(paper) == code_of(re.search(r"https?://[^<]+/k/[^<]+", paper)[0])
        assert "Mulder" not in paper
        assert outbox("family_page") == []
        assert opened(client_of(None), page)

    @pytest.mark.parametrize("person", [0, "x", "\x00", 10**30, 1])
    def test_for_nobody_else(self, world, traject, client_of, person):
        client = client_of(world.cor)
        for path in ("link", "papier"):
            url = f"/trajecten/{traject.referral_id}/eigen-pagina/{path}"
            assert client.post(url, data={"person": person}).status_code == 404

    def test_not_once_it_ended(self, world, traject):
        referrals.move(traject.referral, "stop", reason="not_needed", by=world.petra.actor)
        with pytest.raises(TooLateError):
            send(world, traject)

    def test_the_card_tells_a_first_name_and_nothing_of_the_household(self, world, traject, client_of):
        for who in (world.cor, world.petra):
            page = text(client_of(who), f"/trajecten/{traject.referral_id}/kennismaking")
            assert "Cor regelt het met je" in page
            assert "Klopt dit bericht?" in page
            assert "Samen met" not in page
            for secret in ("Kuiper", "Mulder", "Mia", "612345678"):
                assert secret not in page
        assert client_of(world.noor).get(f"/trajecten/{traject.referral_id}/kennismaking").status_code == 404
