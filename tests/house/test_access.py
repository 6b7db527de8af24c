"""The whole matrix: who, which thing, which verb. What is not yours is not there: the same page as for a
thing that never was, to the byte and at the same number of questions to the database, however it is asked
for.
"""

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
from ekc.invitations.models import Invitation
from ekc.matching.models import Offer
from ekc.nearby import service as nearby
from ekc.nearby.rules import Told as Amenity
from ekc.notifications import inbox, stacks
from ekc.notifications.outbox import Draft, enqueue
from ekc.notifications.rules import by_voice
from ekc.people.service import Particulars
from ekc.polls.models import DatePoll
from ekc.referrals import service as referrals
from ekc.referrals.queries import focus_persons
from ekc.thanks.models import KindWord
from ekc.tonight import service as tonight
from ekc.training import service as training_service
from ekc.training.models import Attendance
from ekc.visits import service as visits
from ekc.voice import service as voice
from tests.agenda.trajects import make_conference, make_room, make_traject, make_venue, noon
from tests.duty.watches import asked, make_shift
from tests.exchange.files import bring, csv_of, make_brought
from tests.expenses.claims import hand_over, make_claim
from tests.matching import stories
from tests.notifications.posting import put
from tests.polls.stories import board, make_poll
from tests.safety.evenings import make_worry
from tests.training.evenings import make_gathering

__all__ = ["noon"]  # a fixture: it is noon in all tests below

NEVER_WAS = 1 << 61
COLUMNS = ("sanne", "tess", "petra", "cor", "tom", "noor", "gea", "bea")

# Which thing stands under an address, and who of the cast may look at it or do something with it.
TEAM, BUREAU, HERS = {"sanne", "tess"}, {"petra"}, {"cor"}
MAY = {
    "/aanmeldingen/<int:id>": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/formulier": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/concept": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/indiening": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/instemming": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/ouders": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/verantwoordelijken": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/stap": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/kandidaten": ("referral", BUREAU),
    "/aanmeldingen/<int:id>/aanbod": ("referral", BUREAU),
    "/aanmeldingen/<int:id>/naamgenoot": ("namesake", BUREAU),
    "/aanmeldingen/<int:id>/liever-niet": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/liever-niet/weg": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/liever-niet/bekeken": ("referral", BUREAU),
    "/aanmeldingen/<int:id>/eisen": ("referral", BUREAU),
    "/aanmeldingen/<int:id>/eisen/los": ("referral", BUREAU),
    "/aanmeldingen/<int:id>/eisen/dagdelen": ("referral", BUREAU),
    "/aanmeldingen/<int:id>/voorwaarden": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/voorwaarden/geen": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/voorwaarden/weg": ("referral", TEAM | BUREAU),
    "/trajecten/<int:id>/voorwaarden": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/voorwaarden/delen": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/voorwaarden/verteld": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/voorwaarden/toets-delen": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/voorwaarden/toets": ("referral", BUREAU | HERS),
    "/aanmeldingen/<int:id>/volgenden": ("referral", BUREAU),
    "/aanmeldingen/<int:id>/keuze": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/keuzelinks": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/kaartjes": ("referral", TEAM | BUREAU),
    "/keuzebrieven/<int:id>": ("ballot", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/verder": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/toestemming": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/toestemming-terug": ("referral", TEAM | BUREAU),
    "/bedankjes/<int:id>/samenwerking": ("kind_word", BUREAU | {"noor"}),
    "/ideeen/<int:id>": ("suggestion", BUREAU),
    "/samenwerking/<int:id>/gelezen": ("team_word", BUREAU),
    "/mededelingen/<int:id>/weg": ("announcement", BUREAU),
    "/pool/<int:id>/idee": ("coordinator", BUREAU),
    "/bedankjes/<int:id>/gedaan": ("kind_word", BUREAU),
    "/aanmeldingen/<int:id>/ander": ("referral", TEAM | BUREAU),
    "/keuze/<int:id>": ("ballot", set()),  # its own link only
    "/mijn-bijeenkomst/<int:id>": ("family_page", set()),  # its own link only
    "/mijn-bijeenkomst/<int:id>/in-de-buurt": ("family_page", set()),
    "/in-de-buurt/<int:id>": ("amenity", BUREAU),
    "/in-de-buurt/<int:id>/weg": ("amenity", BUREAU),
    "/mijn-bijeenkomst/<int:id>/pauze": ("family_page", set()),
    "/mijn-bijeenkomst/<int:id>/verder": ("family_page", set()),
    "/mijn-bijeenkomst/<int:id>/ander": ("family_page", set()),
    "/eigen-pagina/<int:id>/papier": ("family_page", BUREAU | HERS),
    "/trajecten/<int:id>/eigen-pagina": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/eigen-pagina/link": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/eigen-pagina/papier": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/kennismaking": ("referral", BUREAU | HERS),
    "/keuze/<int:id>/antwoord": ("ballot", set()),
    "/keuze/<int:id>/ander": ("ballot", set()),
    "/aanbod/<int:id>": ("offer", BUREAU | {"noor"}),
    "/aanbod/<int:id>/antwoord": ("offer", BUREAU | {"noor"}),
    "/aanbod/<int:id>/grenzen": ("offer", BUREAU | {"noor"}),
    "/aanbod/<int:id>/reserve": ("offer", BUREAU | {"noor"}),
    "/aanbod/<int:id>/maatje": ("offer", BUREAU),
    "/aanmeldingen/<int:id>/beroepskracht": ("referral", BUREAU),
    "/trajecten/<int:id>/vervanging": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/vertrek": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/eerste-contact": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/teruggave": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/mensen": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/bijeenkomst": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/plan": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/plan-zonder-bijeenkomst": ("referral", BUREAU | HERS),
    "/mensen/<int:id>": ("member", BUREAU | HERS),
    "/mensen/<int:id>/gesprek": ("member", BUREAU | HERS),
    "/mensen/<int:id>/kennismaking": ("member", BUREAU | HERS),
    "/kennismaking/<int:id>": ("member", set()),  # its own link only
    "/mensen/<int:id>/vertrek": ("member", BUREAU | HERS),
    "/bellen/<int:id>": ("member", BUREAU | HERS),
    "/bellen/<int:id>/brief": ("member", BUREAU | HERS),
    "/bellen/afgezegd/<int:id>": ("alone", BUREAU),
    "/bellen/bericht/<int:id>": ("to_tell", BUREAU),
    "/bellen/dag/<int:id>": ("conference", BUREAU | HERS),
    "/bellen/familie/<int:id>": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/bezoeken": ("referral", BUREAU | HERS),
    "/bezoeken/<int:id>": ("visit", BUREAU | HERS),
    "/bezoeken/<int:id>/afzegging": ("visit", BUREAU | HERS),
    "/bezoeken/<int:id>/afloop": ("visit", BUREAU | HERS),
    "/mensen/<int:id>/stand": ("member", BUREAU | HERS),
    "/mensen/<int:id>/wie-mist-er-nog": ("member", BUREAU | HERS),
    "/bijeenkomsten/<int:id>": ("conference", BUREAU | HERS),
    "/bijeenkomsten/<int:id>/uit-elkaar": ("conference", BUREAU | HERS),
    "/aanmeldingen/<int:id>/adres": ("referral", TEAM | BUREAU | HERS),
    "/aanmeldingen/<int:id>/uit-elkaar": ("referral", TEAM | BUREAU | HERS),
    "/aanmeldingen/<int:id>/uit-elkaar/wie": ("referral", TEAM | BUREAU | HERS),
    "/aanmeldingen/<int:id>/uit-elkaar/weg": ("referral", TEAM | BUREAU | HERS),
    "/aanmeldingen/<int:id>/uit-elkaar/niemand": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/uit-elkaar/toch": ("referral", BUREAU),
    "/bijeenkomsten/<int:id>/dagvel": ("conference", HERS),
    "/bijeenkomsten/<int:id>/verplaatsing": ("conference", BUREAU | HERS),
    "/bijeenkomsten/<int:id>/afzegging": ("conference", BUREAU | HERS),
    "/bijeenkomsten/<int:id>/uitnodigingen": ("conference", BUREAU | HERS),
    "/bijeenkomsten/<int:id>/uitkomst": ("conference", BUREAU | HERS),
    "/trajecten/<int:id>/datumprikker": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/datumprikker/plek": ("referral", BUREAU | HERS),
    "/datumprikkers/<int:id>": ("poll", BUREAU | HERS),
    "/datumprikkers/<int:id>/dagen": ("poll", BUREAU | HERS),
    "/datumprikkers/<int:id>/mensen": ("poll", BUREAU | HERS),
    "/datumprikkers/<int:id>/onmisbaar": ("poll", BUREAU | HERS),
    "/datumprikkers/<int:id>/sluiting": ("poll", BUREAU | HERS),
    "/datumprikkers/<int:id>/papier": ("poll", BUREAU | HERS),
    "/datumdagen/<int:id>/keuze": ("poll_day", BUREAU | HERS),
    "/datumdagen/<int:id>/intrekking": ("poll_day", BUREAU | HERS),
    "/datumvragen/<int:id>/antwoorden": ("poll_voter", BUREAU | HERS),
    "/datumvraag/<int:id>": ("poll_voter", set()),  # its own link only
    "/datumvraag/<int:id>/antwoord": ("poll_voter", set()),
    "/datumvraag/<int:id>/herinnering": ("poll_voter", set()),
    "/datumvraag/<int:id>/onmisbaar": ("poll_voter", set()),
    "/uitnodiging/<int:id>": ("invitation", set()),  # its own link only
    "/uitnodiging/<int:id>/antwoord": ("invitation", set()),
    "/uitnodiging/<int:id>/herinnering": ("invitation", set()),
    "/uitnodiging/<int:id>/mondeling": ("invitation", BUREAU | HERS),
    "/scholingen/<int:id>": ("gathering", BUREAU),
    "/scholingen/<int:id>/wijziging": ("gathering", BUREAU),
    "/scholingen/<int:id>/afzegging": ("gathering", BUREAU),
    "/scholingen/<int:id>/uitnodigingen": ("gathering", BUREAU),
    "/scholingen/<int:id>/aanwezigheid": ("gathering", BUREAU),
    "/scholingen/<int:id>/datum-in-de-pool": ("gathering", BUREAU),
    "/scholingen/<int:id>/bewijzen": ("training", BUREAU),
    "/bewijzen/<int:id>": ("attendance", BUREAU | {"noor"}),
    "/jaar/<int:id>": ("coordinator", BUREAU | {"noor"}),
    "/jaar/<int:id>/overzicht.pdf": ("coordinator", BUREAU | {"noor"}),
    "/jaar/<int:id>/bewijs.pdf": ("coordinator", BUREAU | {"noor"}),
    "/scholing/<int:id>/antwoord": ("gathering", {"noor"}),  # who is asked to it
    "/pool/<int:id>": ("coordinator", BUREAU),
    "/pool/<int:id>/gegevens": ("coordinator", BUREAU),
    "/pool/<int:id>/grenzen": ("coordinator", BUREAU),
    "/pool/<int:id>/pad": ("coordinator", BUREAU),
    "/pool/<int:id>/notities": ("coordinator", BUREAU),
    "/pool/<int:id>/herkomst": ("coordinator", BUREAU),
    "/pool/<int:id>/gedragscode": ("coordinator", BUREAU),
    "/pool/<int:id>/agenda": ("coordinator", BUREAU),
    "/pool/<int:id>/agenda/koppeling": ("coordinator", BUREAU),
    "/pool/<int:id>/agenda/koppeling/weg": ("coordinator", BUREAU),
    "/pool/<int:id>/nieuw-agenda-adres": ("coordinator", BUREAU),
    "/vergoedingen/<int:id>": ("coordinator", BUREAU | {"noor"}),
    "/vergoedingen/<int:id>/kilometers": ("coordinator", BUREAU | {"noor"}),
    "/vergoedingen/<int:id>/bonnetje": ("coordinator", BUREAU | {"noor"}),
    "/vergoedingen/<int:id>/uren": ("coordinator", BUREAU | {"noor"}),
    "/vergoedingen/<int:id>/keuze": ("coordinator", BUREAU | {"noor"}),
    "/vergoedingen/<int:id>/elders": ("coordinator", BUREAU | {"noor"}),
    "/vergoeding/<int:id>": ("expense", BUREAU | {"noor"}),
    "/vergoeding/<int:id>/weg": ("expense", BUREAU | {"noor"}),
    "/vergoeding/<int:id>/vraag": ("expense", BUREAU),
    "/waarneming/<int:id>/einde": ("cover", BUREAU | TEAM),  # who is away, who covers, the bureau
    "/waarneming/<int:id>/begin": ("cover", BUREAU | TEAM),
    "/bijeenkomsten/<int:id>/dag": ("conference", BUREAU | HERS),
    "/bijeenkomsten/<int:id>/dag/alles": ("conference", BUREAU | HERS),
    "/bijeenkomsten/<int:id>/bereikbaar": ("conference", BUREAU | HERS),
    "/bijeenkomsten/<int:id>/achterwacht": ("conference", BUREAU | HERS),
    "/bijeenkomsten/<int:id>/toch-doorgaan": ("conference", BUREAU | HERS),
    "/bereikbaarheid/<int:id>": ("shift", BUREAU),
    "/bereikbaarheid/<int:id>/weg": ("shift", BUREAU),
    "/zorgen/<int:id>": ("carer", BUREAU | {"noor"}),
    "/zorgen/<int:id>/melding": ("carer", BUREAU | {"noor"}),
    "/zorgen/<int:id>/voorval": ("carer", BUREAU | {"noor"}),
    "/zorgen/<int:id>/bezoek": ("carer", BUREAU | {"noor"}),
    "/zorgen/<int:id>/klaar": ("carer", BUREAU | {"noor"}),
    "/zorgen/<int:id>/langer": ("carer", BUREAU | {"noor"}),
    "/zorgen/<int:id>/link": ("carer", BUREAU | {"noor"}),
    "/aanbod/<int:id>/zorgen": ("offer", BUREAU | {"noor"}),
    "/meldingen/<int:id>": ("signal", BUREAU),
    "/meldingen/<int:id>/stap": ("signal", BUREAU),
    "/kleine-kring/<int:id>": ("small_circle", TEAM | BUREAU),
    "/kleine-kring/<int:id>/mensen": ("small_circle", TEAM | BUREAU),
    "/kleine-kring/<int:id>/bereikt": ("small_circle", TEAM | BUREAU),
    "/kleine-kring/<int:id>/overleg": ("small_circle", TEAM | BUREAU),
    "/kleine-kring/<int:id>/plek": ("small_circle", TEAM | BUREAU),
    "/kleine-kring/<int:id>/verder": ("small_circle", TEAM | BUREAU),
    "/kleine-kring/<int:id>/einde": ("small_circle", TEAM | BUREAU),
    "/bereikbaar/<int:id>": ("reach", set()),  # its own link only
    "/bereikbaar/<int:id>/antwoord": ("reach", set()),
    "/pool/vergoedingen/doorgegeven/<int:id>": ("delivery", BUREAU),
    "/pool/vergoedingen/doorgegeven/<int:id>/xlsx": ("delivery", BUREAU),
    "/pool/vergoedingen/doorgegeven/<int:id>/csv": ("delivery", BUREAU),
    "/aanmeldingen/<int:id>/hoofdpersoon": ("brought", TEAM | BUREAU),
    "/in-en-uit/<int:id>": ("upload", BUREAU),
    "/in-en-uit/<int:id>/overname": ("upload", BUREAU),
    "/in-en-uit/<int:id>/weg": ("upload", BUREAU),
    "/in-en-uit/<int:id>/bestand": ("upload", BUREAU),
    "/accounts/<int:id>": ("account", BUREAU | {"bea"}),
    "/accounts/<int:id>/rollen": ("account", BUREAU | {"bea"}),
    "/accounts/<int:id>/rol-weg": ("account", BUREAU | {"bea"}),
    "/accounts/<int:id>/link": ("account", BUREAU | {"bea"}),
    "/accounts/<int:id>/adres": ("account", BUREAU | {"bea"}),
    "/accounts/<int:id>/einde": ("account", BUREAU | {"bea"}),
    "/accounts/<int:id>/opnieuw": ("account", BUREAU | {"bea"}),
    "/wachtwoord/<int:id>": ("account", set()),  # its own link only
    "/pool/<int:id>/toegang": ("coordinator", BUREAU),
    "/bijeenkomsten/<int:id>/rond": ("conference", BUREAU | HERS),
    "/bijeenkomsten/<int:id>/rond/regel": ("conference", BUREAU | HERS),
    "/bijeenkomsten/<int:id>/rond/toch-verder": ("conference", BUREAU | HERS),
    "/locaties/<int:id>": ("venue", BUREAU | {"cor", "noor"}),
    "/locaties/<int:id>/wijziging": ("venue", BUREAU),
    "/locaties/<int:id>/sluiting": ("venue", BUREAU),
    "/locaties/<int:id>/opening": ("venue", BUREAU),
    "/locaties/<int:id>/ruimtes": ("venue", BUREAU),
    "/ruimtes/<int:id>": ("room", BUREAU),
    "/teams/<int:id>": ("team", BUREAU),
    "/teams/<int:id>/einde": ("team", BUREAU),
    "/teams/<int:id>/doorgaan": ("team", BUREAU),
    "/dorpen/<int:id>": ("locality", BUREAU),
    "/dorpen/<int:id>/weg": ("locality", BUREAU),
    "/dorpen/<int:id>/intrekking": ("beginning", BUREAU),
    "/post-die-wacht/<int:id>": ("mail", HERS),
    "/brieven/<int:id>": ("letters", BUREAU),
    "/brieven/<int:id>/brieven.pdf": ("letters", BUREAU),
    "/brieven/<int:id>/gepost": ("letters", BUREAU),
    "/post/<int:id>": ("message", set()),  # the demo's post: not there outside the demo
    "/post/<int:id>/afspraak.ics": ("message", set()),
}


@pytest.fixture
def things(world):
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


def numbered(app):
    """(address, verb) of everything that takes an id."""
    return [
        (rule.rule, verb)
        for rule in app.url_map.iter_rules()
        if "id" in rule.arguments
        for verb in sorted(rule.methods - {"OPTIONS"})
    ]


def test_the_matrix_names_every_address(app):
    assert {address for address, _ in numbered(app)} == set(MAY)


@pytest.mark.parametrize("name", COLUMNS)
def test_what_is_not_yours_was_never_there(app, world, things, client_of, queries, name):
    client = client_of(getattr(world, name))
    for address, verb in numbered(app):
        thing, allowed = MAY[address]
        if name in allowed:
            continue
        seen = []
        for number in (things[thing], NEVER_WAS):
            queries.clear()
            response = client.open(address.replace("<int:id>", str(number)), method=verb)
            seen.append((response.status_code, response.get_data(), len(queries)))
        assert seen[0] == seen[1], f"{name}: {verb} {address} tells that the thing is there"
        assert seen[0][0] in {404, 303}, f"{name}: {verb} {address}"
        assert seen[0][0] == 404 or b"Fam" not in seen[0][1]


@pytest.mark.parametrize("name", COLUMNS)
def test_what_is_yours_opens(app, world, things, client_of, name):
    client = client_of(getattr(world, name))
    for address, verb in numbered(app):
        thing, allowed = MAY[address]
        if name in allowed and verb == "GET":
            response = client.get(address.replace("<int:id>", str(things[thing])))
            assert response.status_code in {200, 303}, f"{name}: {address} gave {response.status_code}"


TRICKS = (
    {"headers": {"X-HTTP-Method-Override": "GET"}},
    {"headers": {"X-Forwarded-User": "bureau@demo.example", "X-Original-URL": "/pool"}},
    {"data": {"municipality_id": "1", "account_id": "1", "role": "bureau", "team_id": "1"}},
    {"query_string": {"role": "bureau", "as": "bureau@demo.example", "_method": "GET"}},
    {"data": {"_method": "DELETE", "csrf_token": "x"}},
)


@pytest.mark.parametrize("trick", TRICKS, ids=str)
@pytest.mark.parametrize("name", ["tom", "noor", "gea"])
def test_no_trick_opens_a_door(app, world, things, client_of, name, trick):
    client = client_of(getattr(world, name))
    for address, verb in numbered(app):
        if verb == "POST" and name not in MAY[address][1]:
            given = dict(trick)
            response = client.post(address.replace("<int:id>", str(things[MAY[address][0]])), **given)
            assert response.status_code in {404, 303}, f"{name}: {address}"


def test_a_link_opens_its_own_thing_and_no_other(app, world, things, client_of):
    client = client_of(None)
    invitation = db.session.get_one(Invitation, things["invitation"])
    with client.session_transaction() as session:
        session["links"] = [[invitation.link_id, 1, "invitation", invitation.id]]
    assert client.get(f"/uitnodiging/{invitation.id}").status_code == 200
    for address, verb in numbered(app):
        if not address.startswith("/uitnodiging/<int:id>") or address.endswith("mondeling"):
            response = client.open(address.replace("<int:id>", str(things[MAY[address][0]])), method=verb)
            assert response.status_code in {303, 404}, f"{verb} {address}"
            assert response.status_code == 404 or response.location.startswith(("/inloggen", "/link-openen"))


def test_after_giving_it_back_nothing_is_there(app, world, things, client_of):
    client = client_of(world.cor)
    assert client.get(f"/trajecten/{things['referral']}").status_code == 200

    seeking = db.session.get_one(DatePoll, things["poll"]).referral_id
    for traject in (things["referral"], seeking):
        client.post(f"/trajecten/{traject}/teruggave", data={"reason": "know_them"})

    for address, verb in numbered(app):
        thing, allowed = MAY[address]
        if "cor" in allowed and thing != "venue":  # a place to meet is there for whoever plans
            response = client.open(address.replace("<int:id>", str(things[thing])), method=verb)
            assert response.status_code == 404, f"{verb} {address}"
    assert db.session.query(Offer).count() == 1
