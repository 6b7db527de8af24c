"""Every byte that leaves in a whole story, searched for what may not: the secret address, another guest, the
case.

From aanmelding to outcome, with two who must not meet, a poll, the family's own page, a letter, a feed, lists
and logs in every detail; mail through a real mail server.
"""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from ekc import afterwards, clock, processes, settings
from ekc.agenda import queries as agenda_queries
from ekc.agenda import service as agenda
from ekc.agenda.rules import Own
from ekc.apart import hiding
from ekc.apart import service as apart
from ekc.arranging import service as arranging
from ekc.db import db
from ekc.duty import asking as duty
from ekc.family import service as family
from ekc.invitations import feeds
from ekc.invitations import service as invitations
from ekc.invitations.models import Appointment, Invitation
from ekc.notifications import delivery
from ekc.notifications.delivery import Postman
from ekc.notifications.models import Way
from ekc.notifications.texting import open_texts
from ekc.outcomes.rules import Told as Outcome
from ekc.people.service import Particulars
from ekc.polls import asking
from ekc.polls import service as polls
from ekc.polls.models import PollVoter
from ekc.visits import service as visits
from tests.agenda.trajects import NOON, Traject, a_plan, add, make_room, make_traject, make_venue
from tests.matching import stories
from tests.notifications.posting import make_worker
from tests.polls.stories import board, make_poll
from tests.tools.scan import Left
from tests.world import make_settings

STREET = "Geheimstraat 17"
FAMILY = ("Wietske", "Vredeveld")
CASE = (
    "weer samen eten aan tafel",
    "er is thuis veel ruzie",
    "mijn moeder drinkt te veel",
    "wij bellen nu elke dag",
    "schuldhulp via Kredietbank",
    "mogen elkaar niet ontmoeten",
    "straatverbod",
    "wijkagent Ritsema",
    "niet tegelijk",
    "schuldsanering",
)
GUESTS = {
    "Geertruida": ("geertruida@post.example", "+31644440001"),
    "Hindrik": ("hindrik@post.example", "+31644440002"),
    "Folkert": ("folkert@post.example", "+31644440003"),
    "Aaltsje": (None, "+31644440004"),
}
WIETSKE = ("wietske@post.example", "+31644440005")


def contacts(name: str) -> set[str]:
    """Everything by which somebody can be reached, as it is kept and as it is shown."""
    mail, phone = {**GUESTS, "Wietske": WIETSKE}[name]
    digits = phone.removeprefix("+31")
    return {one for one in (mail, phone, digits, f"0{digits}", f"06-{digits[1:]}") if one}


PEOPLE = (*GUESTS, "Wietske")
ABOUT_PEOPLE = {*GUESTS, *FAMILY, *(each for name in PEOPLE for each in contacts(name))}
NOWHERE = {STREET, "Geheimstraat", *CASE}


@dataclass
class Story:
    """The traject, and what left so far."""

    world: object
    traject: Traject
    client_of: object
    server: object
    left: Left = field(default_factory=Left)
    mails: int = 0
    texts: set[Path] = field(default_factory=set)

    def post(self) -> None:
        """The worker's round: what is due leaves through the mail server."""
        db.commit()
        postman = make_worker(self.server.url)
        try:
            while delivery.deliver(postman):
                pass
        finally:
            postman.transport.close()
        for mail in self.server.mails[self.mails :]:
            self.left.mail(mail)
        self.mails = len(self.server.mails)
        self.text()

    def text(self) -> None:
        """What is due as a text message, through the folder in the place of a provider."""
        chosen = settings.current()
        sender = Postman(delivery.worker_name(), open_texts(chosen.sms_url, ""), chosen, Way.SMS)
        while delivery.deliver(sender):
            pass
        for file in set(Path(chosen.sms_url.removeprefix("folder:")).glob("*.txt")) - self.texts:
            self.texts.add(file)
            self.left.add("sms", file.read_text().partition("\n\n")[2])  # the head is the number it goes to

    def visit(self, where: str, client: object, path: str, data: dict[str, object] | None = None) -> None:
        """A page that somebody opens, or a form that they send; its address left too."""
        db.commit()
        response = client.post(path, data=data) if data is not None else client.get(path)
        assert response.status_code in {200, 303}, (path, response.status_code)
        self.left.add(where, response.get_data())
        self.left.add("address", f"{path} {response.location or ''} {dict(response.headers)}")
        db.reading(False)

    def by_link(self, kind: str, link_id: int, about_id: int) -> object:
        """The phone of a guest."""
        client = self.client_of(None)
        with client.session_transaction() as session:
            session["links"] = [[link_id, 1, kind, about_id]]
        return client

    def id_of(self, name: str) -> int:
        """The person id of somebody of the kring."""
        return int(self.traject.members[name].person_id)


@pytest.fixture
def logs():
    """Every line that anything logs, before the database is even opened."""
    lines = logging.StreamHandler(stream := io.StringIO())
    lines.addFilter(lambda line: not line.name.startswith(("mail", "asyncio")))  # the mail server of the test
    names = (None, "ekc", "sqlalchemy.engine", "sqlalchemy.pool", "sqlalchemy.orm", "werkzeug", "flask")
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    logging.getLogger().addHandler(lines)
    yield stream
    logging.getLogger().removeHandler(lines)
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def begin(world, client_of, server) -> Story:
    """Aanmelding, a coordinator, the people around, who must not meet, the secret address."""
    wat = {
        "goal": CASE[0],
        "going_on": CASE[1],
        "own_words": CASE[2],
        "already": CASE[3],
        "help_now": CASE[4],
        "themes": ("money",),
        "share_coordinator": True,
    }
    focus = (Particulars(*FAMILY, mail=WIETSKE[0], phone=WIETSKE[1]),)
    asked = stories.make_referral(world, focus=(Particulars("Wietske", "Anders"),), **wat)
    (offer,) = stories.open_round(world, asked, world.noor)
    processes.accept_offer(offer, by=world.noor.actor)
    told = Story(world, make_traject(world, focus=focus, **wat), client_of, server)
    for name, (mail, phone) in GUESTS.items():
        add(told.traject, name, world.cor.actor, mail=mail, phone=phone)
    wietske, referral = told.id_of("Wietske"), told.traject.referral
    hiding.keep(referral, wietske, {wietske}, f"{STREET}, Kolham", by=world.sanne.actor)
    processes.hide_address(referral, wietske, {wietske}, by=world.sanne.actor)
    apart.keep(
        referral,
        told.id_of("Geertruida"),
        told.id_of("Hindrik"),
        None,
        "ordered",
        heard_from="wijkagent Ritsema, straatverbod",
        by=world.sanne.actor,
    )
    told.post()
    return told


def choose(told: Story) -> None:
    """Which day: one answers by link, the others by telephone; the day chosen keeps two people apart."""
    world, traject = told.world, told.traject
    poll = make_poll(world, traject)
    told.post()
    asked = {one.person.given_name: one.row.id for one in board(poll).voters}
    for name in ("Geertruida", "Hindrik", "Wietske"):
        voter = db.session.get_one(PollVoter, asked[name])
        guest = told.by_link("poll", voter.link_id, voter.id)
        where = "family" if name == "Wietske" else f"page {name}"  # whose family it is, sees who can when
        told.visit(where, guest, f"/datumvraag/{voter.id}")
    days = {day.id: "yes" for day in board(poll).days}
    voter = db.session.get_one(PollVoter, asked["Folkert"])
    asking.answer(voter, days, "phone", referral_state="preparation", by=world.cor.actor)
    cor = told.client_of(world.cor)
    told.visit("organiser", cor, f"/datumprikkers/{poll.id}")
    told.visit("organiser", cor, f"/datumdagen/{board(poll).days[0].id}/keuze")
    first = board(poll).days[0]
    plan = a_plan(place="bij Wietske", own=(Own(told.id_of("Hindrik"), remote=True),))
    plan = type(plan)(
        first.starts_at,
        first.ends_at,
        place="bij Wietske",
        place_in_invitation=True,
        safety_checked=True,
        own=plan.own,
    )
    polls.choose(board(poll).poll, traject.referral, first.id, plan, by=world.cor.actor)
    told.post()


def prepare(told: Story) -> None:
    """Moved to a place with rooms, each their own hours; answers, letters, the family's page, visits."""
    world, traject = told.world, told.traject
    venue = make_venue(world)
    rooms = [make_room(world, venue, name) for name in ("zaal", "tuinkamer")]
    day = agenda_queries.planned_of(traject.referral)
    plan = a_plan(venue_id=venue.id, place=None)
    left = plan.starts + timedelta(hours=1)
    own = (
        Own(told.id_of("Geertruida"), plan.starts, left, rooms[0].id),
        Own(told.id_of("Hindrik"), left + timedelta(minutes=30), plan.ends, rooms[1].id),
    )
    agenda.move(day.conference, a_plan(venue_id=venue.id, place=None, own=own), by=world.cor.actor)
    told.post()
    duty.tick(clock.now())
    visits.plan(
        traject.referral,
        told.id_of("Aaltsje"),
        clock.now() + timedelta(days=1),
        60,
        in_calendar=True,
        by=world.cor.actor,
    )
    family.send(traject.referral, told.id_of("Wietske"), by=world.cor.actor)
    feeds.renew(by=world.cor.actor)
    told.post()
    for name in ("Geertruida", "Hindrik", "Folkert", "Wietske"):
        row = db.session.query(Invitation).filter_by(person_id=told.id_of(name)).one()
        guest = told.by_link("invitation", row.link_id, row.id)
        told.visit(f"page {name}", guest, f"/uitnodiging/{row.id}")
        answer = {"answer": "yes", "version": row.sequence}
        told.visit(f"page {name}", guest, f"/uitnodiging/{row.id}/antwoord", answer)
        told.visit(f"page {name}", guest, f"/uitnodiging/{row.id}")
    page, link = next(iter(family.queries.given(traject.referral).values()))
    told.visit("family", told.by_link("family", link.id, page.id), f"/mijn-bijeenkomst/{page.id}")
    cor = told.client_of(world.cor)
    told.visit("family", cor, f"/eigen-pagina/{page.id}/papier")
    for name in ("Geertruida", "Aaltsje"):
        told.visit(f"letter {name}", cor, f"/bellen/{traject.members[name].id}/brief")
    address = feeds.address(world.cor.actor)
    told.visit("feed", told.client_of(None), address[address.index("/agenda/") :])


def look(told: Story) -> None:
    """What coordinator, bureau, gemeente and another team see on a screen, on paper and in lists."""
    world, traject = told.world, told.traject
    conference = agenda_queries.planned_of(traject.referral).conference.id
    with clock.at(clock.now() + timedelta(days=29)):
        arranging.tick(clock.now())
        told.post()
    here, day = f"/trajecten/{traject.referral_id}", f"/bijeenkomsten/{conference}"
    for somebody in (world.cor, world.petra):
        client = told.client_of(somebody)
        for path in (
            "/", "/bellen", here, f"{here}/mensen", day, f"{day}/uit-elkaar", f"{day}/rond", f"{day}/dag",
            f"{day}/verplaatsing", f"/aanmeldingen/{traject.referral_id}/adres",
            f"/aanmeldingen/{traject.referral_id}/uit-elkaar", f"/mensen/{traject.members['Wietske'].id}",
        ):  # fmt: skip
            told.visit("organiser", client, path)
    told.visit("organiser", told.client_of(world.cor), f"{day}/dagvel")
    petra = told.client_of(world.petra)
    for name in ("pool", "trajecten", "locaties"):
        for ending in ("xlsx", "csv"):
            told.visit(f"list {name}", petra, f"/in-en-uit/bestanden/{name}.{ending}")
    for path in ("/cijfers/2026",):
        told.visit("gemeente", told.client_of(world.gea), path)


def end(told: Story) -> None:
    """It is called off for one guest, held, told, and closed."""
    world, traject = told.world, told.traject
    processes.leave_circle(traject.members["Folkert"], by=world.cor.actor)
    told.post()
    conference = agenda_queries.planned_of(traject.referral).conference
    with clock.at(conference.ends_at + timedelta(hours=12)):
        afterwards.report(
            conference, Outcome(True, own_time="yes", plan="yes", plan_kind="ekc_plan"), by=world.cor.actor
        )
        told.post()
    with clock.at(conference.ends_at + timedelta(days=29)):
        processes.close(traject.referral, by=world.cor.actor)
        told.post()


def wrong(told: Story) -> list[tuple[str, str]]:
    """What stands where it may not."""
    left = told.left
    own = {f"{kind} {name}": {name, *contacts(name)} for name in PEOPLE for kind in ("page", "letter")}
    known = {**GUESTS, "Wietske": WIETSKE}
    mails = {f"mail {known[name][0]}": {name, *contacts(name)} for name in PEOPLE if known[name][0]}
    found = left.found({STREET, "Geheimstraat"})
    for where in ("mail", "sms", "page", "letter", "feed", "list", "gemeente", "address", "log"):
        found += left.found({*CASE, *ABOUT_PEOPLE}, within=where, but=own | mails)
    found += left.found({*CASE, *(each for name in GUESTS for each in contacts(name))}, within="family")
    return found


@pytest.fixture(name="settings")
def with_texts(tmp_path):
    """Who has no mail gets a text, in a folder of this test."""
    return make_settings(tmp_path, sms_url=f"folder:{tmp_path}/sms")


def test_nothing_leaves_that_may_not(logs, world, app, client_of, mail_server):
    with clock.at(NOON):
        told = begin(world, client_of, mail_server)
        choose(told)
        prepare(told)
        look(told)
        end(told)
        told.left.add("log", logs.getvalue())
        kinds = {where.split()[0] for where in told.left.texts}
        assert kinds == {
            "mail",
            "sms",
            "page",
            "letter",
            "feed",
            "list",
            "address",
            "organiser",
            "family",
            "gemeente",
            "log",
        }
        assert len(mail_server.mails) > 15
        assert wrong(told) == []

        # And it would have been found: in a calendar, a log line, a page, an address.
        logging.getLogger("ekc.planted").debug("opened %s", STREET)
        told.left.add("log", logs.getvalue())
        assert {needle for where, needle in wrong(told) if where.startswith("log")} == {
            STREET,
            "Geheimstraat",
        }
        appointment = db.session.query(Appointment).filter_by(owner_kind="session").first()
        invited = db.session.query(Invitation).filter_by(person_id=told.id_of("Geertruida")).one()
        invitations.move(
            appointment,
            appointment.starts_at,
            appointment.ends_at,
            f"{STREET}, bij Hindrik",
            by=world.cor.actor,
        )
        told.post()
        folder = Path(settings.current().sms_url.removeprefix("folder:"))
        (folder / "planted.txt").write_text(f"Van: Afspraak\n\nAfspraak, {STREET}, bij Hindrik")
        told.text()
        assert {needle for where, needle in wrong(told) if where.startswith("sms")} >= {STREET, "Hindrik"}
        planted = {needle for where, needle in wrong(told) if where.startswith("mail geertruida")}
        assert planted >= {STREET, "Hindrik"}
        guest = told.by_link("invitation", invited.link_id, invited.id)
        told.visit("page Geertruida", guest, f"/uitnodiging/{invited.id}")
        told.left.add("address", "/zoek?straat=Geheimstraat%2017&wie=Hindrik")
        places = {where.split(" #")[0] for where, _ in wrong(told)}
        assert {"page Geertruida", "address"} <= places
