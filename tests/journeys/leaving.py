"""A whole story, of which every piece that leaves is kept: two who must not meet, a secret address, a poll,
the family's own page, letters, feeds, lists, hints on a telephone, and everything there is to click.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from ekc import afterwards, clock, processes, settings
from ekc.agenda import queries as agenda_queries
from ekc.agenda import service as agenda
from ekc.agenda import team_feed
from ekc.agenda.rules import Own
from ekc.apart import hiding
from ekc.apart import service as apart
from ekc.arranging import service as arranging
from ekc.circle import service as circle
from ekc.db import db
from ekc.duty import asking as duty
from ekc.family import service as family
from ekc.invitations import feeds
from ekc.invitations.models import Invitation
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
from tests.agenda.trajects import Traject, a_plan, add, make_room, make_venue
from tests.matching import stories
from tests.notifications.posting import make_worker
from tests.notifications.provider import Provider
from tests.notifications.test_push import Browser, pusher, telephone
from tests.polls.stories import board, make_poll
from tests.tools.scan import Left

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
    "Aaltsje": (None, "+31644440004"),  # would rather have letters
    "Jurjen": (None, "+31644440006"),  # gets texts
}
WIETSKE = ("wietske@post.example", "+31644440005")


def contacts(name: str) -> set[str]:
    """Everything by which somebody can be reached, as it is kept and as it is shown."""
    mail, phone = {**GUESTS, "Wietske": WIETSKE}[name]
    digits = phone.removeprefix("+31")
    return {one for one in (mail, phone, digits, f"0{digits}", f"06-{digits[1:]}") if one}


ONE_OF_MANY = re.compile(r"\d{6,}|\w+(?=-voorbeeld)")
NOT_OURS = tuple(  # files, and pages that know no household
    "/post /uitloggen /static /stijl /ekc. /berichten/ /instellingen/ /scholing /gedragscode /accounts "
    "/teams /pool/ /vergoedingen/ /jaar/ /mijn- /ideeen /locaties/ /in-de-buurt /bereikbaarheid/".split()
)
PEOPLE = (*GUESTS, "Wietske")
ABOUT_PEOPLE = {*GUESTS, *FAMILY, *(each for name in PEOPLE for each in contacts(name))}


@dataclass
class Story:
    """The traject, and what left so far."""

    world: object
    client_of: object
    server: object
    pushed: Provider
    traject: Traject | None = None
    left: Left = field(default_factory=Left)
    browser: Browser = field(default_factory=Browser)  # of Cor's telephone
    mails: int = 0
    texts: set[Path] = field(default_factory=set)
    hints: int = 0
    last: dict[str, tuple[str, object, str]] = field(default_factory=dict)  # of each kind of place

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
        self.push()

    def text(self) -> None:
        """What is due as a text message, through the folder in the place of a provider."""
        chosen = settings.current()
        sender = Postman(delivery.worker_name(), open_texts(chosen), chosen, Way.SMS)
        while delivery.deliver(sender):
            pass
        for file in set(Path(chosen.sms_url.removeprefix("folder:")).glob("*.txt")) - self.texts:
            self.texts.add(file)
            self.left.add("sms", file.read_text().partition("\n\n")[2])  # the head is the number it goes to

    def push(self) -> None:
        """The hints of what left, as the push service gets them, and what the browser makes of it."""
        sender = pusher()
        while delivery.deliver(sender):
            pass
        for path, headers, body in self.pushed.asked[self.hints :]:
            self.left.add("push", f"{path} {headers} {self.browser.reads(body).decode()}")
        self.hints = len(self.pushed.asked)

    def wander(self, where: str, somebody: object) -> None:
        """Everything that somebody can click to: one page of each kind."""
        client, seen, ahead = self.client_of(somebody), set(), ["/"]
        while ahead:
            path = html.unescape(ahead.pop(0))
            kind = ONE_OF_MANY.sub("<id>", path.partition("?")[0])
            if kind not in seen and not kind.startswith(NOT_OURS):
                seen.add(kind)
                channel = "list" if "/bestanden/" in kind else where
                ahead += re.findall(r'href="(/[^"#]*)"', self.visit(f"{channel} {kind}", client, path))

    def visit(self, where: str, client: object, path: str, data: dict[str, object] | None = None) -> str:
        """A page that somebody opens, or a form that they send; its address left too. Gives the page."""
        db.commit()
        response = client.post(path, data=data) if data is not None else client.get(path)
        assert response.status_code in {200, 303}, (path, response.status_code)
        self.left.add(where, response.get_data())
        self.left.add("address", f"{path} {response.location or ''} {dict(response.headers)}")
        db.reading(False)
        if data is None:
            self.last[where.partition(" ")[0]] = (where, client, path)
        return response.get_data().decode("utf-8", "replace")

    def by_link(self, kind: str, link_id: int, about_id: int) -> object:
        """The phone of a guest."""
        client = self.client_of(None)
        with client.session_transaction() as session:
            session["links"] = [[link_id, 1, kind, about_id]]
        return client

    def id_of(self, name: str) -> int:
        """The person id of somebody of the kring."""
        return int(self.traject.members[name].person_id)


def begin(told: Story) -> None:
    """Aanmelding, a coordinator who says yes, the people around, who must not meet, the secret address."""
    world = told.world
    referral = stories.make_referral(
        world,
        focus=(Particulars(*FAMILY, mail=WIETSKE[0], phone=WIETSKE[1]),),
        goal=CASE[0],
        going_on=CASE[1],
        own_words=CASE[2],
        already=CASE[3],
        help_now=CASE[4],
        themes=("money",),
        share_coordinator=True,
    )
    telephone(world, world.cor, told.browser, told.pushed.port)
    (offer,) = stories.open_round(world, referral, world.cor)
    told.post()
    for path in ("/", f"/aanbod/{offer.id}"):
        told.visit("asked", told.client_of(world.cor), path)
    assignment = processes.accept_offer(stories.again(offer), by=world.cor.actor)
    circle.first_contact(referral, assignment, clock.today(), by=world.cor.actor)
    told.traject = Traject(referral.id, assignment.id)
    for name, (mail, phone) in GUESTS.items():
        letters = {"post": "Kerkpad 3\n9618 TC Kolham", "prefers": "letter"} if name == "Aaltsje" else {}
        add(told.traject, name, world.cor.actor, mail=mail, phone=phone, **letters)
    wietske, referral = told.id_of("Wietske"), told.traject.referral
    hiding.keep(referral, wietske, {wietske}, f"{STREET}, Kolham", by=world.sanne.actor)
    processes.hide_address(referral, wietske, {wietske}, by=world.sanne.actor)
    one, other = told.id_of("Geertruida"), told.id_of("Hindrik")
    heard_from = "wijkagent Ritsema, straatverbod"
    apart.keep(referral, one, other, None, "ordered", heard_from=heard_from, by=world.sanne.actor)
    told.post()


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
    own = (Own(told.id_of("Hindrik"), remote=True),)
    plan = replace(a_plan(place="bij Wietske", own=own), starts=first.starts_at, ends=first.ends_at)
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
    tomorrow = clock.now() + timedelta(days=1)
    visits.plan(traject.referral, told.id_of("Aaltsje"), tomorrow, 60, in_calendar=True, by=world.cor.actor)
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
    cor = told.client_of(world.cor)
    told.visit("family", cor, f"/eigen-pagina/{page.id}/papier")
    told.visit("family", told.by_link("family", link.id, page.id), f"/mijn-bijeenkomst/{page.id}")
    for name in ("Geertruida", "Aaltsje"):
        told.visit(f"letter {name}", cor, f"/bellen/{traject.members[name].id}/brief")
    team_feed.renew(by=world.sanne.actor)
    for address in (feeds.address(world.cor.actor), team_feed.address(world.sanne.actor)):
        told.visit("feed", told.client_of(None), "/" + address.split("/", 3)[3])


def look(told: Story) -> None:
    """What each of the cast sees on a screen, on paper and in lists: everything there is to click."""
    world = told.world
    with clock.at(clock.now() + timedelta(days=29)):
        arranging.tick(clock.now())
        told.post()
    for somebody in (world.cor, world.petra):
        told.wander("organiser", somebody)
    told.wander("team", world.sanne)
    for somebody in (world.gea, world.tom):
        told.wander("gemeente", somebody)
    petra = told.client_of(world.petra)
    made = petra.post("/brieven")
    told.visit("letter Aaltsje", petra, f"{made.location}/brieven.pdf")


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
