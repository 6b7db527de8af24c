"""Today's calls: whom, why, what to ask; each answer one tap, and what follows from it."""

from __future__ import annotations

from datetime import timedelta

from ekc import clock
from ekc.calls.models import Attempt
from ekc.db import db
from ekc.invitations.models import Invitation
from ekc.notifications.models import Message
from ekc.people.models import Person
from ekc.polls import asking
from ekc.polls import service as polls
from ekc.polls.models import DatePoll, PollVoter
from ekc.polls.rules import Proposal
from ekc.referrals.models import Referral
from tests.agenda.trajects import add, make_conference, make_traject
from tests.apart.pairs import keep
from tests.calls.tapping import tap
from tests.client import text
from tests.polls.stories import board, make_circle, make_poll, times, voters
from tests.world import DAY


def test_a_family_is_called_first_and_its_clock_is_said(world, client_of):
    traject = make_traject(world, spoken=False)
    cor = client_of(world.cor)
    page = text(cor.get("/bellen"))
    assert "1 telefoontje nu" in page
    assert "Fam Jansen en de familie" in page
    assert "uiterlijk" in page
    assert 'href="tel:+31611111111"' in page
    assert "Veilig moment om te bellen: na vijf uur. Spreekt Nederlands." in page
    answer = cor.post(f"/bellen/familie/{traject.referral.id}", data={"tap": "spoken"}, follow_redirects=True)
    assert "Je hoeft nu niemand te bellen" in text(answer)
    assert traject.assignment.first_contact_on == clock.today()


def test_who_was_not_spoken_is_on_the_list_and_goes_by_one_tap(world, traject, client_of, outbox):
    add(traject, "Oma", world.cor.actor, spoken=False, phone="+31644444444")
    add(traject, "Buur", world.cor.actor, "neighbour", spoken=False)
    cor = client_of(world.cor)
    page = text(cor.get("/bellen"))
    assert page.index("Oma") < page.index("Buur")
    assert "wie er nog mist" in page
    before = outbox()
    assert "Oma: gesproken. Er gaat geen bericht uit." in text(
        cor.post(f"/bellen/{traject.members['Oma'].id}", data={"tap": "spoken"}, follow_redirects=True)
    )
    assert tap(cor, traject.members["Buur"], "comes").status_code == 303
    assert "Je hoeft nu niemand te bellen" in text(cor.get("/bellen"))
    assert traject.members["Buur"].stand == "comes"
    assert outbox() == before


def test_without_mail_somebody_is_called_and_never_not_answered(world, traject, client_of):
    make_conference(world, traject)
    cor = client_of(world.cor)
    page = text(cor.get("/bellen"))
    assert "Krijgt geen mail: dit hoort bij bellen." in page
    assert "Vraag: kom je op vrijdag 20 november 2026" in page
    assert "Oma" not in page  # her mail left a moment ago
    assert "geen antwoord" not in page
    buur = traject.members["Buur"]
    answer = cor.post(f"/bellen/{buur.id}", data={"tap": "comes"}, follow_redirects=True)
    assert "Buur: komt. Het antwoord staat bij de dag. Er gaat geen bericht uit." in text(answer)
    invitation = db.session.query(Invitation).filter_by(person_id=buur.person_id).one()
    assert (invitation.answer, invitation.answered_by) == ("yes", "phone")
    assert tap(cor, buur, "no").status_code == 303
    invitation = db.session.query(Invitation).filter_by(person_id=buur.person_id).one()
    assert invitation.answer == "no"


def test_a_mail_that_bounced_or_stays_without_answer_lands_here(world, traject, client_of):
    make_conference(world, traject)
    cor = client_of(world.cor)
    with clock.at(clock.now() + timedelta(days=3)):
        assert "Kreeg een bericht en zei nog niets." in text(cor.get("/bellen"))
    for message in db.session.query(Message).filter_by(about_kind="invitation"):
        message.state = "failed"
    db.commit()
    assert "Het bericht kwam niet aan." in text(cor.get("/bellen"))


def test_who_is_spoken_while_a_day_stands_is_invited_by_the_same_tap(world, traject, client_of, outbox):
    add(traject, "Oma", world.cor.actor, mail="oma@post.example")
    make_conference(world, traject)
    for name, told in (
        ("Neef", {"mail": "neef@post.example"}),
        ("Nicht", {"phone": "+31644444444"}),
        ("Oom", {}),
    ):
        add(traject, name, world.cor.actor, spoken=False, **told)
    cor, kring = client_of(world.cor), traject.members

    def said(name, what):
        return text(cor.post(f"/bellen/{kring[name].id}", data={"tap": what}, follow_redirects=True))

    page = said("Neef", "comes")
    assert "Neef: komt. Het antwoord staat bij de dag. Neef krijgt een uitnodiging." in page
    assert outbox().count(("invitation", "neef@post.example")) == 1
    page = said("Nicht", "spoken")
    assert "Nicht: gesproken. Er gaat geen bericht uit." in page
    assert "Nicht" in page.partition("<h1>")[2]  # she gets no mail: the day is asked by voice
    assert "Oom: komt niet. Er gaat geen bericht uit." in said("Oom", "no")
    invited = {kring[name].person_id: name for name in ("Neef", "Nicht", "Oom")}
    rows = db.session.query(Invitation).filter(Invitation.person_id.in_(invited)).all()
    assert {invited[one.person_id]: one.answer for one in rows} == {"Neef": "yes", "Nicht": None}


def test_who_would_meet_somebody_they_must_not_is_spoken_and_not_invited(world, traject, client_of):
    add(traject, "Oma", world.cor.actor, mail="oma@post.example")
    add(traject, "Buur", world.cor.actor, "neighbour", mail="buur@post.example")
    make_conference(world, traject)
    for name in ("Henk", "Wim"):
        add(traject, name, world.cor.actor, spoken=False, mail=f"{name.lower()}@post.example")
    kring = traject.members
    keep(world, traject)
    keep(world, traject, "Oma", "Buur")  # both are invited: Wim changes nothing about that
    answer = client_of(world.cor).post(
        f"/bellen/{kring['Wim'].id}", data={"tap": "comes"}, follow_redirects=True
    )
    assert "Wim krijgt een uitnodiging." in text(answer)
    answer = client_of(world.cor).post(
        f"/bellen/{kring['Henk'].id}", data={"tap": "comes"}, follow_redirects=True
    )
    assert "Er gaat geen bericht uit. Henk is nog niet uitgenodigd. Oma en Henk mogen niet" in text(answer)
    assert traject.members["Henk"].spoken_at is not None
    assert db.session.query(Invitation).filter_by(person_id=kring["Henk"].person_id).count() == 0


def test_who_asks_to_be_called_later_comes_back_then(world, traject, client_of):
    oma = add(traject, "Oma", world.cor.actor, spoken=False)
    cor = client_of(world.cor)
    answer = cor.post(f"/bellen/{oma.id}", data={"tap": "evening"}, follow_redirects=True)
    page = text(answer)
    assert "weer op de lijst" in page
    assert "Je hoeft nu niemand te bellen" in page
    assert "<h2>Later</h2>" in page
    with clock.at(clock.now() + timedelta(hours=6)):
        assert "1 telefoontje nu" in text(cor.get("/bellen"))
    assert traject.members["Oma"].spoken_at is None


def test_after_so_many_times_without_luck_who_asked_for_it_hears_once(world, client_of, outbox):
    traject = make_traject(world, spoken=False)
    cor = client_of(world.cor)
    before, told = outbox(), []
    for _ in range(4):
        answer = cor.post(f"/bellen/familie/{traject.referral.id}", data={"tap": "not_reached"})
        assert answer.status_code == 303
        told.append([one for one in outbox() if one not in before])
    assert told == [
        [],
        [],
        [("traject_unreached", "team@demo.example")],
        [("traject_unreached", "team@demo.example")],
    ]
    with clock.at(clock.now() + timedelta(days=2)):
        page = text(cor.get("/bellen"))
    assert "4 keer niet bereikt" in page
    assert "Probeer het anders" in page
    letter = db.session.query(Message).filter_by(kind="traject_unreached").one()
    assert "Jansen" not in letter.subject + letter.body_text


def test_the_team_hears_nothing_about_the_others(world, traject, client_of, outbox):
    oma, cor = add(traject, "Oma", world.cor.actor, spoken=False), client_of(world.cor)
    before = outbox()
    for _ in range(5):
        assert tap(cor, oma, "not_reached").status_code == 303
    assert outbox() == before


def test_the_bureau_reads_by_coordinator_and_never_how_the_kring_is_reached(world, traject, client_of):
    told = {"phone": "+31644444444", "mail": "oma@post.example", "safe_moment": "na vijf uur"}
    oma = add(traject, "Oma", world.cor.actor, spoken=False, **told)
    petra = client_of(world.petra)
    page = text(petra.get("/bellen"))
    assert "<h2>Cor Kuiper</h2>" in page
    assert "Oma" in page
    for secret in ("44444444", "44 44 44", "post.example", "na vijf uur"):
        assert secret not in page
    assert tap(petra, oma, "comes").status_code == 303
    assert db.session.query(Attempt).one().actor_id == world.petra.account.id


def test_who_is_reached_by_way_of_another_is_called_there(world, traject, client_of):
    oma = add(traject, "Oma", world.cor.actor, phone="+31644444444")
    add(traject, "Opa", world.cor.actor, spoken=False, through_person_id=oma.person_id)
    page = text(client_of(world.cor).get("/bellen"))
    assert "Te bereiken via Oma." in page
    assert 'href="tel:+31644444444"' in page
    page = text(client_of(world.petra).get("/bellen"))
    assert "Opa" in page
    assert "Te bereiken" not in page


def test_the_bureau_calls_about_a_day_that_nobody_told_of(world, traject, client_of):
    conference = make_conference(world, traject)
    with clock.at(conference.ends_at + timedelta(hours=12)):
        assert f'href="/bijeenkomsten/{conference.id}/uitkomst"' in text(
            client_of(world.petra).get("/bellen")
        )
        assert "Je hoeft nu niemand te bellen" in text(client_of(world.cor).get("/bellen"))


def test_who_is_asked_for_a_day_by_voice_is_on_the_list_until_it_is_filled_in(world, client_of):
    traject = make_circle(world)
    poll = make_poll(world, traject)
    all_days = {day.id: "yes" for day in board(poll).days}  # what another says of them changes nothing
    asking.answer(voters(poll)["Oma"], all_days, "link", referral_state="preparation", by=world.cor.actor)
    db.commit()
    cor = client_of(world.cor)
    tap(cor, traject.members["Neef"], "spoken")
    page = text(cor.get("/bellen"))
    assert "Vraag welke dagen passen" in page
    assert page.count("Kreeg nog geen bericht over de dagen.") == 3  # Fam, Buur, and Neef who reads mail
    assert "Krijgt geen mail" not in page
    assert "Buur" in page
    assert "Tante" not in page  # a mail is on its way to her
    with clock.at(clock.now() + timedelta(days=3)):
        assert "Tante" in text(cor.get("/bellen"))


def test_who_answered_only_some_days_is_called_at_the_end_and_by_voice_about_a_new_day(world, client_of):
    poll = make_poll(world, make_circle(world))
    referral = db.session.get_one(Referral, poll.referral_id)
    told, cor = voters(poll), client_of(world.cor)
    first, *_ = [one.id for one in board(poll).days]
    for name in ("Buur", "Tante"):
        told[name] = db.session.get_one(PollVoter, told[name].id)
        asking.answer(told[name], {first: "yes"}, "phone", referral_state="preparation", by=world.cor.actor)
    db.commit()
    assert "Buur" not in text(cor.get("/bellen"))
    with clock.at(clock.now() + timedelta(days=3)):
        page = text(cor.get("/bellen"))
        assert "Zei nog niet van elke dag of die past" in page
        assert "Vraag ook naar de andere dagen" in page
        assert "Buur" in page
        assert "Tante" in page
    with clock.at(clock.now() + timedelta(hours=1)):
        more = Proposal((times(DAY + timedelta(days=8)),), clock.today() + timedelta(days=5))
        db.session.get_one(Person, told["Oma"].person_id).prefers = "call"  # since the first question
        db.commit()
        assert "Oma" not in text(cor.get("/bellen"))
        referral = db.session.get_one(Referral, referral.id)
        polls.add_days(db.session.get_one(DatePoll, poll.id), referral, more, by=world.cor.actor)
        db.commit()
        page = text(cor.get("/bellen"))
        assert "Buur" in page  # by voice: nobody else tells of the new day
        assert "Oma" in page
        assert "zei nog niets" not in page
        assert "Tante" not in page
        said = {one.id: "no" for one in board(poll).days}
        buur = db.session.get_one(PollVoter, told["Buur"].id)
        asking.answer(buur, said, "phone", referral_state="preparation", by=world.cor.actor)
        db.commit()
    with clock.at(clock.now() + timedelta(days=3, hours=2)):
        page = text(cor.get("/bellen"))
        assert "Buur" not in page  # said it of every day
