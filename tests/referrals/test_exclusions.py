"""Whom they would rather not have: who may say it, what follows, and that it stays unseen."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from ekc import choosing, clock, create_app
from ekc.accounts.models import PersonalLink
from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.errors import DomainError, NotFoundError, TooLateError
from ekc.handover import service as handover
from ekc.matching import service as matching
from ekc.matching.models import Offer
from ekc.notifications.models import Message
from ekc.people.service import Particulars
from ekc.pool import service as pool
from ekc.referrals import excluding
from ekc.referrals import service as referrals
from ekc.referrals.models import Assignment, Exclusion
from tests.matching.stories import again, deliver_all, logged, make_referral, open_round
from tests.world import empty_database, make_coordinator, make_settings, make_world

MAY_NOT = ("tom", "cor", "noor", "gea", "bea")
WEEKS = (timedelta(weeks=6), timedelta(weeks=10))


def exclude(world, referral, who, said_by="family", words=None):
    made = choosing.exclude(referral, who and who.coordinator, words, said_by, by=world.petra.actor)
    db.commit()
    return made


def able(world, referral) -> set[int]:
    return {one.volunteer.id for one in matching.candidates(referral, by=world.petra.actor)[0]}


def post(client, referral, path="", **data: object):
    return client.post(f"/aanmeldingen/{referral.id}/liever-niet{path}", data=data)


def read(client, referral) -> str:
    response = client.get(f"/aanmeldingen/{referral.id}/liever-niet")
    assert response.status_code == 200
    return response.get_data(as_text=True)


class TestVerb:
    def test_who_is_left_out_is_no_candidate_and_cannot_be_asked(self, world):
        referral = make_referral(world)
        made = exclude(world, referral, world.cor)
        assert world.cor.coordinator.id not in able(world, referral)
        today = clock.today()
        with pytest.raises(DomainError, match="kan nu niet gevraagd worden: de familie wil"):
            matching.open_round(
                referral,
                [world.cor.coordinator],
                today + WEEKS[0],
                today + WEEKS[1],
                by=world.petra.actor,
            )
        excluding.include(made, by=world.petra.actor)
        db.commit()
        assert world.cor.coordinator.id in able(world, referral)

    def test_a_name_of_the_pool_in_the_aanmelding_leaves_her_out(self, world):
        referral = make_referral(world, avoid="cor kuiper")
        assert able(world, referral) == {world.noor.coordinator.id}
        (line,) = db.session.query(Exclusion).all()
        assert (line.words, line.said_by, line.account_id) == ("cor kuiper", "family", world.sanne.account.id)

    def test_words_in_the_aanmelding_are_looked_at_before_anybody_is_asked(self, world, client_of):
        referral = make_referral(world, avoid="iemand van de kerk")
        client, path = client_of(world.petra), f"/aanmeldingen/{referral.id}"
        assert "iemand liever niet" in client.get("/").get_data(as_text=True)
        page = client.get(f"{path}/kandidaten").get_data(as_text=True)
        assert "kijk eerst wie ze liever niet willen" in page
        week = clock.today() + WEEKS[0]
        week -= timedelta(days=week.weekday())
        asked = {"chosen": world.cor.coordinator.id, "week_from": week, "week_until": week}
        response = client.post(f"{path}/aanbod", data=asked)
        assert response.status_code == 422
        assert "Kijk eerst wie ze hier liever niet willen" in response.get_data(as_text=True)
        assert db.session.query(Offer).count() == 0
        post(client, referral, "/bekeken", line=db.session.query(Exclusion).one().id, who="")
        assert "kijk eerst" not in client.get(f"{path}/kandidaten").get_data(as_text=True)
        assert client.post(f"{path}/aanbod", data=asked).status_code == 303

    def test_what_was_written_again_in_a_corrected_aanmelding_stands_once(self, world):
        referral = make_referral(world, avoid="iemand van de kerk")
        for words in ("iemand van de kerk", "Cor Kuiper", "cor kuiper", None):
            excluding.take_over(referral, words, by=world.sanne.actor)
        assert [one.words for one in db.session.query(Exclusion).order_by(Exclusion.id)] == [
            "iemand van de kerk",
            "Cor Kuiper",
        ]

    def test_for_another_referral_nothing_changes(self, world):
        other = make_referral(world, focus=(Particulars("Bo", "Bos"),))
        exclude(world, make_referral(world), world.cor)
        assert world.cor.coordinator.id in able(world, other)

    def test_a_question_that_is_open_is_over_in_kind_words_and_the_bureau_hears_it(self, world, outbox):
        referral = make_referral(world, waived=False)
        cor, noor = open_round(world, referral, world.cor, world.noor)
        deliver_all()
        choosing.exclude(referral, world.cor.coordinator, None, "team", by=world.sanne.actor)
        db.commit()
        assert (again(cor).state, again(noor).state) == ("withdrawn", "open")
        assert outbox() == [
            ("offer_withdrawn", world.cor.account.email),
            ("asked_set_aside", world.petra.account.email),
        ]
        assert ("close_offer", "withdrawn", None) in logged("offer", cor.id)
        assert logged("referral", referral.id)[-1] == ("exclude", "team", None)
        assert not any("excl" in line[0] for line in logged("offer", cor.id))

    def test_who_could_is_thanked_and_the_family_chooses_from_the_others(self, world, outbox):
        referral = make_referral(world, waived=False, focus=(Particulars("Mia", "Mol", mail="m@p.example"),))
        cor, noor = open_round(world, referral, world.cor, world.noor)
        for who, offer in ((world.cor, cor), (world.noor, noor)):
            matching.say_yes(offer, by=who.actor)
        db.commit()
        deliver_all()
        exclude(world, referral, world.cor)
        kinds = {kind for kind, _ in outbox()}
        assert {"offer_thanks", "choice"} <= kinds
        assert [one.id for one in matching.ready(referral)] == [noor.id]

    def test_she_cannot_stand_by_for_it_and_who_counted_on_her_as_a_buddy_needs_another(
        self, world, client_of
    ):
        referral = make_referral(world)
        new = make_coordinator(
            world.municipality, "Nel Nieuw", "nel@p.example", block2_on=None, stage="training"
        )
        cor, nel = open_round(world, referral, world.cor, new)
        cor.state = "filled"
        matching.say_yes(nel, by=new.actor)
        nel.buddy_id = world.cor.coordinator.id
        db.commit()
        exclude(world, referral, world.cor)
        assert again(nel).buddy_id is None
        page = client_of(world.cor).get(f"/aanbod/{cor.id}").get_data(as_text=True)
        assert "klaarstaan" not in page
        assert "niet meer nodig" in page

    def test_nor_can_she_be_the_buddy_or_take_over(self, world):
        referral = make_referral(world)
        (noor,) = open_round(world, referral, world.noor)
        matching.say_yes(noor, by=world.noor.actor)
        exclude(world, referral, world.cor)
        with pytest.raises(DomainError, match="past hier niet als maatje"):
            handover.pair(referral, noor, world.cor.coordinator, by=world.petra.actor)
        referrals.assign(referral, world.noor.coordinator, by=world.by)
        with pytest.raises(DomainError, match="niet onafhankelijk genoeg"):
            handover.substitute(referral, world.cor.coordinator, "no_room", None, by=world.petra.actor)

    def test_who_stands_by_stands_down(self, world):
        referral = make_referral(world)
        referrals.assign(referral, world.noor.coordinator, by=world.petra.actor)
        second = referrals.add_second(referral, world.cor.coordinator, "backup", by=world.petra.actor)
        exclude(world, referral, world.cor)
        assert (again(second).ended_at is not None, again(second).end_reason) == (True, "no_click")

    @pytest.mark.parametrize("kind", ["lead", "buddy"])
    def test_who_is_on_it_is_replaced_first(self, world, kind):
        referral = make_referral(world)
        referrals.assign(referral, (world.cor if kind == "lead" else world.noor).coordinator, by=world.by)
        if kind == "buddy":
            referrals.add_second(referral, world.cor.coordinator, "buddy", by=world.by)
        with pytest.raises(DomainError, match="hier nu"):
            exclude(world, referral, world.cor)
        assert db.session.query(Exclusion).count() == 0

    def test_twice_is_told_and_what_is_closed_needs_none(self, world):
        referral = make_referral(world)
        exclude(world, referral, world.cor)
        with pytest.raises(TooLateError, match="stond er al"):
            exclude(world, referral, world.cor, "team")
        referrals.move(referral, "stop", reason="not_needed", by=world.petra.actor)
        assert db.session.query(Exclusion).count() == 0, "what was said is forgotten when it ends"
        with pytest.raises(DomainError, match="afgesloten"):
            exclude(world, referral, world.noor)

    @pytest.mark.parametrize(
        ("said_by", "words", "sentence"),
        [("neighbour", "Jan", "wie dit zei"), ("family", None, "Schrijf op"), ("team", "111222333", "BSN")],
    )
    def test_what_cannot_be_kept(self, world, said_by, words, sentence):
        with pytest.raises(DomainError, match=sentence):
            exclude(world, make_referral(world), None, said_by, words)

    def test_nobody_else_finds_a_line(self, world):
        referral = make_referral(world)
        made = exclude(world, make_referral(world, focus=(Particulars("Bo", "Bos"),)), world.cor)
        with pytest.raises(NotFoundError):
            excluding.one(referral, made.id)


class TestPage:
    def test_the_team_writes_a_name_and_cannot_tell_whether_it_is_of_the_pool(self, world, client_of):
        referral = make_referral(world)
        client = client_of(world.sanne)
        for words in ("cor  KUIPER", "Karel de Grote"):
            response = post(client, referral, said_by="family", words=words)
            assert response.status_code == 303
            assert "Het bureau houdt hier rekening mee" in client.get(response.location).get_data(
                as_text=True
            )
        page = read(client, referral)
        assert page.count("Dit zei de familie, op") == 2
        assert page.count("Sanne schreef het op") == 2
        assert "kijk wie dit is" not in page
        assert "cor KUIPER" in page
        assert "Noor" not in page, "no list of the pool for a team"
        assert world.cor.coordinator.id not in able(world, referral)

    def test_the_bureau_sees_it_today_and_says_who_is_meant(self, world, client_of):
        referral = make_referral(world)
        post(client_of(world.sanne), referral, said_by="team", words="iemand die bij de kerk hoort")
        client = client_of(world.petra)
        assert "iemand liever niet" in client.get("/").get_data(as_text=True)
        page = read(client, referral)
        assert "kijk wie dit is" in page
        assert "Noor Nijland" in page
        line = db.session.query(Exclusion).one()
        response = post(client, referral, "/bekeken", line=line.id, who=world.noor.coordinator.id)
        assert response.status_code == 303
        assert able(world, referral) == {world.cor.coordinator.id}
        assert "iemand liever niet" not in client.get("/").get_data(as_text=True)
        assert "bekeken" in read(client, referral)

    def test_the_bureau_may_find_that_it_is_nobody(self, world, client_of):
        referral = make_referral(world)
        exclude(world, referral, None, "team", "iemand die er niet is")
        client = client_of(world.petra)
        post(client, referral, "/bekeken", line=db.session.query(Exclusion).one().id, who="")
        assert len(able(world, referral)) == 2
        assert "iemand liever niet" not in client.get("/").get_data(as_text=True)

    def test_what_is_meant_may_be_left_out_already(self, world, client_of):
        referral = make_referral(world)
        exclude(world, referral, world.noor)
        line = exclude(world, referral, None, "team", "die ene")
        response = post(
            client_of(world.petra), referral, "/bekeken", line=line.id, who=world.noor.coordinator.id
        )
        assert response.status_code == 303
        assert again(line).judged_at is not None

    def test_it_can_be_taken_away(self, world, client_of):
        referral = make_referral(world)
        line = exclude(world, referral, world.cor)
        assert post(client_of(world.sanne), referral, "/weg", line=line.id).status_code == 303
        assert db.session.query(Exclusion).count() == 0
        assert logged("referral", referral.id)[-1] == ("include", "family", None)

    @pytest.mark.parametrize("who", MAY_NOT)
    def test_nobody_else_sees_or_says_anything(self, world, client_of, who):
        referral = make_referral(world)
        line = exclude(world, referral, world.cor)
        client = client_of(getattr(world, who))
        assert client.get(f"/aanmeldingen/{referral.id}/liever-niet").status_code == 404
        for path, data in (("", {"said_by": "team", "words": "Noor Nijland"}), ("/weg", {"line": line.id})):
            assert post(client, referral, path, **data).status_code == 404
        assert db.session.query(Exclusion).count() == 1

    @pytest.mark.parametrize("line", ["", "x", "12", str(1 << 70), "\x00", "１２"])
    def test_a_line_that_is_not_there(self, world, client_of, line):
        referral = make_referral(world)
        for path in ("/weg", "/bekeken"):
            assert post(client_of(world.petra), referral, path, line=line).status_code == 404

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            ({"words": "Cor Kuiper"}, "Kies wie dit zei"),
            ({"said_by": "family"}, "Schrijf op wie"),
            ({"said_by": "family", "words": "x" * 301}, "te lang"),
            ({"said_by": "family", "who": "999"}, "Kies een van de mogelijkheden"),
            ({"said_by": "\x00", "words": "\x00"}, "Kies een van de mogelijkheden"),
        ],
    )
    def test_what_is_missing_is_told_and_nothing_is_lost(self, world, client_of, data, sentence):
        response = post(client_of(world.petra), make_referral(world), **data)
        page = response.get_data(as_text=True)
        assert response.status_code == 422
        assert sentence in page
        assert db.session.query(Exclusion).count() == 0
        if data.get("words") == "Cor Kuiper":
            assert 'value="Cor Kuiper"' in page

    def test_as_many_queries_for_one_as_for_thirty(self, world, client_of, queries):
        referral = make_referral(world)
        client = client_of(world.petra)
        exclude(world, referral, world.cor)

        def reads() -> int:
            queries.clear()
            read(client, referral)
            return sum(one.startswith("SELECT") for one in queries)

        few = reads()
        for number in range(30):
            one = make_coordinator(world.municipality, f"V{number} Veen", f"v{number}@p.example")
            exclude(world, referral, one if number % 2 else None, "team", None if number % 2 else "iemand")
        assert reads() == few <= 6

    def test_who_is_left_out_never_reads_it_anywhere(self, world, client_of):
        referral = make_referral(world)
        (cor,) = open_round(world, referral, world.cor)
        deliver_all()
        exclude(world, referral, world.cor, "family", "Cor, die te veel praat")
        client = client_of(world.cor)
        told = [client.get(path).get_data(as_text=True) for path in ("/", f"/aanbod/{cor.id}")]
        told += [row.body_text for row in db.session.query(Message) if not row.kind.startswith("asked_")]
        for page in told:
            assert "liever niet" not in page.lower()
            assert "praat" not in page
        lines = db.session.query(LogEntry).filter(LogEntry.object_id == world.cor.coordinator.id)
        assert "exclude" not in {line.action for line in lines}


def kept_link(offer: Offer) -> list[object]:
    """The link that stands in the mail, as a browser keeps it."""
    link = db.session.query(PersonalLink).filter_by(about_kind="offer", about_id=offer.id).one()
    return [link.id, link.version, "offer", offer.id]


def at_once(settings, world) -> list[tuple[str, str]]:
    """Six times: the family says 'not her' while she says yes; (what became of her, of the exclusion)."""
    found = []
    first, app = db.engine, create_app(settings)
    first.dispose()
    app.config.update(WTF_CSRF_ENABLED=False)
    pool.change_limits(again(world.cor.coordinator), 24, 1, None, by=world.petra.actor)
    db.commit()
    for number in range(6):
        referral = make_referral(world, focus=(Particulars("Yara", f"Huis{number}"),))
        (offer,) = open_round(world, referral, world.cor)
        link = kept_link(offer)
        referral_id, offer_id = referral.id, offer.id
        db.remove()

        def says_yes(link=link, offer_id=offer_id):
            client = app.test_client()
            with client.session_transaction() as session:
                session["links"] = [link]
            return client.post(f"/aanbod/{offer_id}/antwoord", data={"answer": "yes"}).status_code

        def says_not_her(referral_id=referral_id):
            client = app.test_client()
            with client.session_transaction() as session:
                session["_user_id"] = world.petra.session_id
            told = {"said_by": "family", "who": str(world.cor.coordinator.id)}
            return client.post(f"/aanmeldingen/{referral_id}/liever-niet", data=told).status_code

        with ThreadPoolExecutor(2) as both:
            verbs = (says_yes, says_not_her) if number % 2 else (says_not_her, says_yes)
            statuses = {verb: both.submit(verb) for verb in verbs}
        codes = tuple(statuses[verb].result() for verb in (says_yes, says_not_her))
        leads = db.session.query(Assignment).filter(Assignment.referral_id == referral_id).count()
        out = db.session.query(Exclusion).filter(Exclusion.referral_id == referral_id).count()
        state = db.session.get_one(Offer, offer_id).state
        assert (codes, leads, out, state) in {
            ((303, 422), 1, 0, "yes"),  # she was first: whoever says 'not her' reads how to replace her
            ((409, 303), 0, 1, "withdrawn"),  # they were: she reads that it is not needed any more
        }
        found.append(codes)
        referrals.move(
            db.session.get_one(type(referral), referral_id), "stop", reason="not_needed", by=world.petra.actor
        )
        db.commit()
    return found


def test_at_the_same_moment_there_is_one_outcome_on_sqlite(tmp_path):
    settings = make_settings(tmp_path)
    empty_database(settings)
    assert len(at_once(settings, make_world())) == 6
    db.engine.dispose()


def test_at_the_same_moment_there_is_one_outcome_on_postgresql(tmp_path, postgres_kept):
    settings = make_settings(tmp_path, postgres_kept)
    empty_database(settings)
    assert len(at_once(settings, make_world())) == 6
    db.engine.dispose()
