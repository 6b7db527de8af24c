"""One of each thing that an address is about, for the matrix of who may what."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock, processes
from ekc.accounts import covering
from ekc.agenda import telling
from ekc.agenda.queries import sessions
from ekc.areas import queries as areas_queries
from ekc.areas import service as areas
from ekc.choice import service as choice
from ekc.circle import queries as circle
from ekc.db import db
from ekc.duty import asking
from ekc.errors import TooLateError
from ekc.family import service as family
from ekc.invitations import queries as invitations
from ekc.nearby import service as nearby
from ekc.nearby.rules import Told as Amenity
from ekc.notifications import inbox, stacks
from ekc.notifications.outbox import Draft, enqueue
from ekc.notifications.rules import by_voice
from ekc.people.service import Particulars
from ekc.referrals import service as referrals
from ekc.referrals.queries import focus_persons
from ekc.thanks.models import KindWord
from ekc.tonight import service as tonight
from ekc.training import service as training_service
from ekc.training.models import Attendance
from ekc.visits import service as visits
from ekc.voice import service as voice
from tests.agenda.trajects import make_conference, make_room, make_traject, make_venue
from tests.duty.watches import asked, make_shift
from tests.exchange.files import bring, csv_of, make_brought
from tests.expenses.claims import hand_over, make_claim
from tests.matching import stories
from tests.notifications.posting import put
from tests.polls.stories import board, make_poll
from tests.safety.evenings import make_worry
from tests.training.evenings import make_gathering
from tests.world import World


def make_things(world: World) -> dict[str, int]:
    """One of each thing: of Sanne's team, Cor's traject, and a question to Noor."""
    traject = make_traject(world)
    conference = make_conference(world, traject)
    member = traject.members["Oma"]
    invitation = invitations.of_appointment(conference_appointment(conference))[0]
    asked = stories.make_referral(world)
    (offer,) = stories.open_round(world, asked, world.noor)
    db.commit()
    namesake = make_namesake(world)
    poll = make_poll(world, make_traject(world, surname="Pot"))
    return {
        "poll": poll.id,
        "poll_day": board(poll).days[0].id,
        "poll_voter": board(poll).voters[0].id,
        "alone": make_alone(world),
        "referral": traject.referral.id,
        "namesake": namesake.id,
        "member": member.id,
        "visit": make_visit(world, traject).id,
        "conference": conference.id,
        "invitation": invitation.id,
        "offer": offer.id,
        "ballot": make_ballot(world),
        "family_page": make_family_page(world, traject.referral),
        "coordinator": world.noor.coordinator.id,
        "expense": make_claim(world.noor),
        **make_voices(world, make_kind_word(world, traject.referral, world.noor)),
        "gathering": make_gathering(world, world.noor).id,
        "shift": make_shift(world, "19:00", "23:00").id,
        "reach": make_reach(conference),
        **make_attendance(world),
        "delivery": hand_over(world.petra).id,
        "brought": make_brought(world).id,
        "upload": bring(
            world.petra, csv_of(["Voornaam", "Achternaam", "Postcode"], ["An", "Bos", "9601"])
        ).id,
        "account": world.sanne.account.id,
        "team": world.other_team.id,
        **make_place(world),
        "beginning": make_beginning(world),
        "locality": areas_queries.places(world.municipality.id, clock.today())[1].id,
        "carer": world.noor.person.id,
        "signal": make_worry(world.noor).id,
        "message": 1,
        "mail": make_mail(world, invitation),
        "cover": make_cover(world),
        "small_circle": make_small_circle(world),
        "amenity": make_amenity(world),
        "letters": make_letters(world),
        "to_tell": make_word(world),
    }


def make_alone(world):
    """A neighbour said by telephone that they come; day and coordinator are off."""
    left = make_traject(world, surname="Alleen")
    make_conference(world, left, days=40)
    telling.tell(left.members["Buur"], "comes", by=world.cor.actor)
    referral, assignment = circle.traject(world.cor.actor, left.referral_id)
    processes.hand_back(referral, assignment, "illness", by=world.cor.actor)
    db.commit()
    return left.members["Buur"].id


def make_word(world):
    """Something that the bureau tells Noor by telephone."""
    told = {"name": "Noor", "phone": "0598 12 34 56"}
    address, about = by_voice(world.noor.person.id), ("suggestion", 1)
    return enqueue(Draft(world.municipality.id, "idea_answered", address, about, "told", told)).id


def make_place(world):
    """A place to meet with a room: for everyone who plans."""
    venue = make_venue(world)
    return {"venue": venue.id, "room": make_room(world, venue).id}


def make_visit(world, traject):
    """Cor goes to Oma tomorrow."""
    oma, tomorrow = traject.members["Oma"], clock.now() + timedelta(days=1)
    made = visits.plan(traject.referral, oma.person_id, tomorrow, 60, in_calendar=False, by=world.cor.actor)
    db.commit()
    return made


def make_amenity(world):
    """Something in the neighbourhood."""
    made = nearby.add(Amenity("De Pan", "samen eten", phone="+31598111111"), by=world.petra.actor)
    db.commit()
    return made.id


def make_letters(world):
    """One letter, printed."""
    put("Fam\nDorpsstraat 1", municipality_id=world.municipality.id)
    stack, _ = stacks.take(world.municipality.id, None, clock.now())
    db.commit()
    return stack.id


def make_small_circle(world):
    """Sanne's, that runs."""
    made = tonight.start(world.team.id, world.sanne.person.id, ("Fam", "Vos"), by=world.sanne.actor)
    db.commit()
    return made.id


def make_mail(world, invitation):
    """Somebody who was invited wrote back."""
    made = inbox.store(
        b"From: oma@post.example",
        "words",
        world.municipality.id,
        ("invitation", invitation.id),
        waits=True,
    )
    db.commit()
    return made.id


def make_cover(world):
    """Tess is away next week, and Sanne does her work then."""
    first = clock.today() + timedelta(days=7)
    made = covering.arrange(world.tess.person.id, world.sanne.person.id, first, first, by=world.petra.actor)
    db.commit()
    return made.id


def make_reach(conference):
    """The achterwacht of Cor's day was asked."""
    asking.tick(clock.now())
    db.commit()
    return asked(conference)[0].id


def make_attendance(world):
    """A training of last week that Noor was at."""
    with clock.at(clock.now() - timedelta(days=8)):
        training = make_gathering(world, kind="block1", days=-36)
    training_service.note_attendance(training, [world.noor.coordinator.id], by=world.petra.actor)
    db.commit()
    return {"training": training.id, "attendance": db.session.query(Attendance.id).scalar()}


def make_ballot(world):
    """A hoofdpersoon with mail who may choose."""
    told = {"focus": (Particulars("Mia", "Mulder", mail="mia@post.example"),)}
    (ballot,) = choice.put_forward(stories.make_referral(world, waived=False, **told), by=world.petra.actor)
    db.commit()
    return ballot.id


def make_family_page(world, referral):
    """The own page of the hoofdpersoon, on paper."""
    (person_id,) = {one.id for one in focus_persons(referral)}
    made = family.print_out(referral, person_id, by=world.cor.actor)
    db.commit()
    return made.id


def make_beginning(world):
    """A dorp that goes to another team today."""
    place = areas_queries.places(world.municipality.id, clock.today())[0]
    areas.cover(world.other_team, [place.id], by=world.petra.actor)
    db.commit()
    return areas_queries.places(world.municipality.id, clock.today())[0].history[0].id


def make_kind_word(world, referral, somebody):
    """Thanks that `somebody` had for a conference."""
    word = KindWord(
        municipality_id=world.municipality.id,
        key="thanks:0:0",
        kind="thanks",
        referral_id=referral.id,
        coordinator_id=somebody.coordinator.id,
        person_id=somebody.person.id,
        day=clock.today(),
        at=clock.now(),
        way="call",
    )
    db.session.add(word)
    db.session.commit()
    return word


def make_voices(world, word):
    """What Noor said, and what the bureau tells everybody."""
    made = {
        "kind_word": word,
        "suggestion": voice.suggest(world.noor.coordinator, "Koffie", named=False, by=world.noor.actor),
        "team_word": voice.say_about_team(word, "good", None, by=world.noor.actor),
        "announcement": voice.announce("Zalen", "Er is een nieuwe zaal.", None, by=world.petra.actor),
    }
    db.session.commit()
    return {name: one.id for name, one in made.items()}


def make_namesake(world):
    """Tom's draft about somebody of a name that is open already: the bureau is to look."""
    draft = referrals.start(world.other_team.id, by=world.tom.actor)
    with pytest.raises(TooLateError):
        referrals.submit(draft, stories.usual(world), by=world.tom.actor)
    db.commit()
    return draft


def conference_appointment(conference):
    """The appointment of the whole conference."""
    return next(iter(sessions(conference).values()))[1]
