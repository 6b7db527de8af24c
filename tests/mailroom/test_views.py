"""Who reads what waits, and what a tap does; who may not read it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from ekc import clock
from ekc.accounts.rules import FOR_PEOPLE
from ekc.circle import queries as circle
from ekc.db import db
from ekc.family import cards
from ekc.invitations import incoming, service
from ekc.invitations.models import Invitation
from ekc.invitations.takeover import hand_over
from ekc.mailroom import queries as mails
from ekc.mailroom import service as mailroom
from ekc.mailroom import whose
from ekc.notifications.models import IncomingMail, Message
from ekc.people import queries as people
from tests.agenda.trajects import add, make_traject
from tests.both import at_once
from tests.invitations.asking import ENDS, NOW, answers, fresh, leave, logged, make_appointment, make_guests
from tests.invitations.letters import reply, words
from tests.world import make_person

pytestmark = pytest.mark.usefixtures("day")
A = "anna@post.example"


@pytest.fixture
def asked(day, world):
    """Cor asked Anna; the invitation left, and it is an hour later."""
    appointment = make_appointment(world)
    (anna,) = service.invite(appointment, make_guests(world, "Anna"), by=world.cor.actor)
    leave()
    with clock.at(NOW + timedelta(hours=1)):
        yield appointment, anna


def came(raw) -> int:
    """Take a mail in, as the worker does; gives its id."""
    mail = incoming.take_mail(raw if isinstance(raw, bytes) else raw.as_bytes())
    mailroom.place(mail)
    db.commit()
    return mail.id


def answered(invitation, text="Ik kom wat later.", sender=A) -> int:
    """Somebody wrote back to the invitation."""
    sent = db.session.scalars(select(Message.id).where(Message.about_id == invitation.id)).first()
    return came(words(sender, text, In_Reply_To=f"<{sent:x}@localhost>"))


def of(mail_id) -> IncomingMail:
    """As it stands in the database."""
    db.session.expire_all()
    return db.session.get_one(IncomingMail, mail_id)


def answer_of(invitation_id) -> tuple[str | None, str | None]:
    """What stands as somebody's answer, and how it came."""
    db.session.expire_all()
    found = db.session.get_one(Invitation, invitation_id)
    return found.answer, found.answered_by


class TestReading:
    def test_the_coordinator_finds_it_on_her_first_page_and_reads_it(self, asked, world, client_of):
        mail = answered(asked[1])
        cor = client_of(world.cor)
        assert "1 mail om te lezen" in cor.get("/").text
        assert "Schreef iets terug." in cor.get("/post-die-wacht").text
        page = cor.get(f"/post-die-wacht/{mail}").text
        assert "Ik kom wat later." in page
        assert f"Van: {A}" in page
        seen = logged("see")
        assert ("mail", mail) in [(line.object_kind, line.object_id) for line in seen]

    def test_what_answers_anything_that_people_at_home_get_by_link_is_for_the_coordinator(self):
        assert set(whose.FAMILYS) >= FOR_PEOPLE

    def test_the_bureau_sees_that_something_came_and_not_from_whom(self, asked, world, client_of):
        mail = answered(asked[1])
        petra = client_of(world.petra)
        assert "Bij coördinatoren wacht 1 mail." in petra.get("/").text
        assert "Er wacht geen post op je." in petra.get("/post-die-wacht").text
        assert petra.get(f"/post-die-wacht/{mail}").status_code == 404

    def test_another_coordinator_and_a_colleague_do_not_get_it(self, asked, world, client_of):
        mail = answered(asked[1])
        assert client_of(world.noor).get(f"/post-die-wacht/{mail}").status_code == 404
        assert client_of(world.noor).post(f"/post-die-wacht/{mail}", data={"said": "seen"}).status_code == 404
        assert client_of(world.sanne).get("/post-die-wacht").status_code == 404
        assert of(mail).waits

    @pytest.mark.usefixtures("asked")
    def test_nothing_that_hides_in_a_mail_reaches_the_page(self, world, client_of):
        raw = b"""From: %b
In-Reply-To: <%x@localhost>
Subject: =?utf-8?b?PHNjcmlwdD4=?= hoi
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/html

<style>p{}</style><script>alert(1)</script><p>Ik <b>kom</b><img src="https://evil.example/x.png"></p>
<a href="https://evil.example/login">klik</a> &lt;script&gt;
--b
Content-Type: image/png
Content-Disposition: attachment; filename="../../etc/passwd"

x
--b--
""" % (A.encode(), db.session.scalars(select(Message.id)).first())
        page = client_of(world.cor).get(f"/post-die-wacht/{came(raw)}").text
        assert "Ik kom" in page
        assert "Er zat een bijlage bij" in page
        for hidden in ("alert(1)", "evil.example/x.png", 'href="https://evil', "passwd", "<script>hoi"):
            assert hidden not in page

    def test_what_was_typed_in_a_calendar_and_who_comes_instead_are_shown(self, asked, world, client_of):
        typed = reply(asked[0], A, more="COMMENT:Ik neem <b>taart\\, mee\n")
        passed = reply(asked[0], A, answer='DELEGATED;DELEGATED-TO="mailto:piet@post.example"')
        cor = client_of(world.cor)
        pages = [cor.get(f"/post-die-wacht/{came(one)}").text for one in (typed, passed)]
        assert "<p>Ik neem &lt;b&gt;taart, mee</p>" in pages[0]
        assert "<p>Ik kom.</p>" in pages[0]
        assert "In de plaats komt: piet@post.example. Wij nodigen niemand uit" in pages[1]
        assert [row[0] for row in db.session.execute(select(Message.address))] == [A]

    def test_a_wish_for_another_moment_shows_the_moment(self, asked, world, client_of):
        mail = came(reply(asked[0], A, method="COUNTER"))
        page = client_of(world.cor).get(f"/post-die-wacht/{mail}").text
        assert "Vraagt om een ander moment." in page
        assert "vrijdag 12 februari 2027, 19.30 – 22.00 uur" in page
        assert answers() == []

    def test_thirty_cost_no_question_more_than_one(self, asked, world, client_of, queries):
        counts = []
        for many in (1, 29):
            for number in range(many):
                answered(asked[1], f"{many} {number}")
            cor = client_of(world.cor)
            queries.clear()
            cor.get("/post-die-wacht")
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_the_list_has_pages(self, asked, world, client_of):
        for number in range(31):
            answered(asked[1], f"bericht {number}")
        cor = client_of(world.cor)
        assert cor.get("/post-die-wacht").text.count("Schreef iets terug.") == 30
        assert cor.get("/post-die-wacht?p=2").text.count("Schreef iets terug.") == 1
        assert "31 mails om te lezen" in cor.get("/").text


class TestDone:
    @pytest.mark.parametrize("said", ["yes", "no", "call_me"])
    def test_one_tap_is_the_answer_and_the_mail_is_done(self, asked, world, client_of, said):
        mail, anna = answered(asked[1]), asked[1].id
        given = {"said": said, "guest": str(anna)}
        done = client_of(world.cor).post(f"/post-die-wacht/{mail}", data=given)
        assert done.status_code == 303
        assert answer_of(anna) == (said, "mail")
        assert not of(mail).waits
        (line,) = logged("deal_with_mail")
        assert (line.object_id, line.reason, line.actor_id) == (mail, said, world.cor.actor.account_id)
        assert leave() == []

    def test_seen_changes_no_answer(self, asked, world, client_of):
        mail, anna = answered(asked[1]), asked[1].id
        cor = client_of(world.cor)
        assert cor.post(f"/post-die-wacht/{mail}", data={"said": "seen"}).status_code == 303
        assert answer_of(anna) == (None, None)
        assert "mail om te lezen" not in cor.get("/").text
        assert "Deze mail is afgehandeld." in cor.get(f"/post-die-wacht/{mail}").text

    def test_a_second_tap_is_told_that_it_was_done(self, asked, world, client_of):
        mail = answered(asked[1])
        cor = client_of(world.cor)
        cor.post(f"/post-die-wacht/{mail}", data={"said": "seen"})
        again = cor.post(f"/post-die-wacht/{mail}", data={"said": "yes", "guest": str(asked[1].id)})
        assert again.status_code == 409
        assert "Dit is net al gedaan." in again.text
        assert answers() == []

    @pytest.mark.parametrize(
        "given",
        [
            {},
            {"said": "maybe"},
            {"said": "yes"},
            {"said": "yes", "guest": "1"},
            {"said": "yes", "guest": "9" * 19},
            {"said": "yes", "guest": "-1"},
            {"said": "no", "guest": "²"},
            {"said": "yes\x00", "guest": "\x00"},
        ],
    )
    def test_what_is_no_answer_of_somebody_of_this_mail_comes_back(self, asked, world, client_of, given):
        mail = answered(asked[1])
        assert client_of(world.cor).post(f"/post-die-wacht/{mail}", data=given).status_code == 422
        assert (of(mail).waits, answers()) == (True, [])

    def test_an_answer_to_what_is_over_can_only_be_seen(self, asked, world, client_of):
        mail = answered(asked[1])
        cor = client_of(world.cor)
        with clock.at(ENDS):
            page = cor.get(f"/post-die-wacht/{mail}").text
            late = cor.post(f"/post-die-wacht/{mail}", data={"said": "yes", "guest": str(asked[1].id)})
        assert 'value="yes"' not in page
        assert 'value="seen"' in page
        assert (late.status_code, "al geweest" in late.text) == (409, True)

    def test_two_people_with_one_mailbox_each_have_their_answer(self, world, client_of):
        appointment = make_appointment(world)
        couple = [make_person(world.municipality, name, mail=A) for name in ("Piet", "Mies")]
        piet, mies = (one.id for one in service.invite(appointment, couple, by=world.cor.actor))
        leave()
        with clock.at(NOW + timedelta(hours=1)):
            mail = came(reply(appointment, A))
            cor = client_of(world.cor)
            page = cor.get(f"/post-die-wacht/{mail}").text
            assert "Piet" in page
            assert "Mies" in page
            cor.post(f"/post-die-wacht/{mail}", data={"said": "yes", "guest": str(piet)})
            assert of(mail).waits
            cor.post(f"/post-die-wacht/{mail}", data={"said": "no", "guest": str(mies)})
            cor.post(f"/post-die-wacht/{mail}", data={"said": "seen"})
        assert (answer_of(piet)[0], answer_of(mies)[0], of(mail).waits) == ("yes", "no", False)

    def test_two_taps_at_the_same_moment_count_once(self, asked, world):
        mail, anna, actor = answered(asked[1]), asked[1].id, world.cor.actor

        def tap(said):
            return lambda: mailroom.deal_with(mails.get_for(actor, mail), said, anna, by=actor)

        assert sorted(at_once([tap("yes"), tap("no")], NOW + timedelta(hours=2)))[1] == "done"
        assert len(answers()) == 1

    def test_after_a_handover_the_mail_is_hers_who_organises_now(self, asked, world, client_of):
        mail = answered(asked[1])
        hand_over(fresh(asked[0]), "Afspraak met Noor", world.noor.person.id, by=world.petra.actor)
        assert client_of(world.noor).get(f"/post-die-wacht/{mail}").status_code == 200
        assert client_of(world.cor).get(f"/post-die-wacht/{mail}").status_code == 404


class TestPlacing:
    @pytest.mark.usefixtures("asked")
    def test_who_writes_a_new_mail_is_known_by_the_address(self, world, client_of):
        mail = came(words(A, "Ik ben er vrijdag bij"))
        assert "vrijdag bij" in client_of(world.cor).get(f"/post-die-wacht/{mail}").text

    def test_what_may_be_for_two_coordinators_is_for_neither(self, asked, world, client_of):
        anna = people.by_ids(world.municipality.id, [asked[1].person_id])[asked[1].person_id]
        other = service.make(
            ("session", 2),
            world.noor.person.id,
            "Afspraak met Noor",
            ENDS,
            ENDS + timedelta(hours=1),
            None,
            by=world.noor.actor,
        )
        service.invite(other, [anna], by=world.noor.actor)
        leave()
        mail = came(words(A, "Ik kom niet"))
        assert of(mail).about_id is None
        for somebody in (world.cor, world.noor, world.petra):
            assert client_of(somebody).get(f"/post-die-wacht/{mail}").status_code == 404

    def test_what_comes_back_on_the_card_is_for_the_coordinator_alone(self, world, client_of):
        traject = make_traject(world)
        oma = add(traject, "Oma", world.cor.actor, mail="oma@post.example")
        cards.send(*circle.get_for(world.cor.actor, oma.id), traject.referral, by=world.cor.actor)
        leave()
        sent = db.session.scalars(select(Message.id).where(Message.kind == "card")).one()
        heads = ({"In_Reply_To": f"<{sent:x}@localhost>"}, {})
        for number, head in enumerate(heads):
            mail = came(words("oma@post.example", f"Mijn dochter drinkt. {number}", **head))
            page = client_of(world.cor).get(f"/post-die-wacht/{mail}").text
            assert "Mijn dochter drinkt." in page
            assert "Oma" in page
            for other in (world.petra, world.noor):
                assert client_of(other).get(f"/post-die-wacht/{mail}").status_code == 404

    @pytest.mark.usefixtures("asked")
    def test_after_a_long_silence_nobody_is_answered(self):
        with clock.at(NOW + timedelta(days=61)):
            assert of(came(words(A))).about_id is None

    def test_an_answer_passed_on_by_an_uninvited_guest_is_for_the_coordinator(self, asked, world, client_of):
        mail = came(reply(asked[0], "eve@evil.example"))
        page = client_of(world.cor).get(f"/post-die-wacht/{mail}").text
        assert "Kwam van een ander mailadres" in page
        assert 'value="yes"' not in page


class TestNobodys:
    @pytest.mark.usefixtures("asked")
    def test_nobody_reads_it_until_the_keeper_lets_the_bureau(self, world, client_of):
        mail = came(words("eve@evil.example", "Wie zijn jullie?"))
        petra, bea = client_of(world.petra), client_of(world.bea)
        assert petra.get(f"/post-die-wacht/{mail}").status_code == 404
        assert "mail om te lezen" not in petra.get("/").text
        assert "Post die bij niemand hoort" in bea.get("/beheer").text
        assert bea.post("/beheer/post", data={"mag": "ja"}).status_code == 303
        assert "1 mail om te lezen" in petra.get("/").text
        assert "Wie zijn jullie?" in petra.get(f"/post-die-wacht/{mail}").text
        assert client_of(world.cor).get(f"/post-die-wacht/{mail}").status_code == 404
        bea.post("/beheer/post", data={"mag": "nee"})
        assert petra.get(f"/post-die-wacht/{mail}").status_code == 404
        assert [line.reason for line in logged("bureau_reads_mail")] == ["yes", "no"]

    def test_the_bureau_cannot_open_it_itself(self, world, client_of):
        assert client_of(world.petra).post("/beheer/post", data={"mag": "ja"}).status_code == 404


class TestForgetting:
    def test_what_was_dealt_with_goes_after_a_month_and_the_rest_after_three(self, asked, world, client_of):
        done, waits = answered(asked[1], "een"), answered(asked[1], "twee")
        client_of(world.cor).post(f"/post-die-wacht/{done}", data={"said": "seen"})
        for days, left in ((29, [done, waits]), (31, [waits]), (89, [waits]), (91, [])):
            mailroom.forget(NOW + timedelta(days=days))
            assert list(db.session.scalars(select(IncomingMail.id).order_by(IncomingMail.id))) == left
