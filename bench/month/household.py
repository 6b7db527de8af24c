"""The way of one household through the month, as a story: what happens, and who must hear of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from bench.month import around, turns
from bench.month.finding import found, link_actor
from bench.month.ledger import CALL, LETTER
from ekc import clock, processes, seed_polls
from ekc.agenda import coming
from ekc.agenda import service as days
from ekc.agenda.best_days import YES
from ekc.agenda.models import Conference
from ekc.circle import queries as circle
from ekc.circle import service as circle_service
from ekc.db import db
from ekc.errors import BusyError, DomainError
from ekc.family import service as family
from ekc.family.models import FamilyPage
from ekc.handover import queries as successors
from ekc.handover import service as handover
from ekc.polls import asking, boards
from ekc.polls import queries as polls
from ekc.pool import queries as pool
from ekc.referrals.models import Referral
from ekc.seed_stories import later
from ekc.seed_verbs import Case, instant
from ekc.visits import service as visits

if TYPE_CHECKING:
    from bench.month.ledger import Ledger
    from ekc.circle.models import CircleMember
    from ekc.invitations.models import Invitation

Story = Iterator[datetime]
AHEAD = 10  # days from fixing a day to the day
POST = 6  # days in which a letter is there, also when it waits over a weekend
POLLED, MOVED, OFF, ILL, ALREADY = 2, 4, 7, 9, 11  # every second is asked which day suits, and so on


@dataclass
class Month:
    """What all stories share: the ledger, and how the people of the municipality are reached."""

    ledger: Ledger
    ways: dict[int, tuple[str, ...]]  # of coordinators and achterwachten, by person id
    bureau: str
    guests: int
    booked: set[tuple[int, date]] = field(default_factory=set)
    held: int = 0
    without: int = 0  # plans that need no conference
    stopped: int = 0


@dataclass
class Home(Case):
    """A household with who is around it."""

    number: int = field(kw_only=True)
    month: Month = field(kw_only=True)
    known: dict[int, tuple[str, ...]] = field(default_factory=dict, init=False)  # ways by person id
    ids: dict[type, int] = field(default_factory=dict, init=False)  # of what it keeps between two moments
    told: int = field(default=0, init=False)  # how often its day was told

    @property
    def referral(self) -> Referral:  # type: ignore[override] # -- read anew: the worker was there since
        """The aanmelding as it is now."""
        return db.session.get_one(Referral, self.ids[Referral])

    @referral.setter
    def referral(self, made: Referral) -> None:
        self.ids[Referral] = made.id

    @property
    def conference(self) -> Conference:  # type: ignore[override] # -- the same
        """The day as it is now."""
        return db.session.get_one(Conference, self.ids[Conference])

    @conference.setter
    def conference(self, made: Conference) -> None:
        self.ids[Conference] = made.id

    def settle(self, post: int | None = None, living: str | None = None) -> None:
        """One who is asked about, and no conditions of an agency."""
        super().settle(post, living)
        self.her = around.hoofdpersoon(self.number)
        told = replace(self.home.told, focus=(self.her.told,), parents=(), parents_in_focus=(), children=0)
        self.home.told = replace(told, household="alone", authority="unknown", conditions="none")

    def turn(self, every: int) -> bool:
        """Whether it happens to this household."""
        return self.number % every == every - 1

    def plan(self, day: date) -> None:
        """Fix this day, or the first after it on which there is room; nobody is asked for a day any more."""
        day_and_room = self._hours(*self._free(day))
        self.conference = processes.fix_day(self.referral, day_and_room, by=self.lead)

    def _answer(self, invitation: Invitation, value: str) -> None:
        """Who is told by telephone answers then, not by itself; who has a letter to read is called too."""
        if invitation.address_key is not None and "\n" not in (invitation.address or ""):
            super()._answer(invitation, value)

    def owe(self, person_id: int, kind: str, *, about: str = "") -> None:
        """Somebody must hear this."""
        ways = self.known.get(person_id) or self.month.ways.get(person_id, ())
        named = f"{self.number} {self.told} {about}"
        call = f"{CALL}{person_id}"
        if any(way.startswith(LETTER) for way in ways):  # who calls first, tells it first
            self.month.ledger.owe((*ways, call), kind, named, clock.now(), days=POST)
        else:
            self.month.ledger.owe(ways or (call,), kind, named, clock.now())

    def owe_guests(self, kind: str, *, said: bool = False) -> None:
        """All who are invited must hear this; by telephone only who counted on it, where `said`."""
        self.told += 1
        counted_on = {one.person_id for one in self._invited() if one.answer == "yes"}
        for member in self.members:
            person_id = member.person_id
            if member.spoken_at and (self.known[person_id] or not said or person_id in counted_on):
                self.owe(person_id, kind)

    @property
    def members(self) -> list[CircleMember]:
        """Who is around it now."""
        return [member for member, _ in circle.of_referral(self.referral)]

    @property
    def her_id(self) -> int:
        """The hoofdpersoon."""
        return circle.focus_ids(self.referral)[0]

    @property
    def backstop(self) -> int:
        """Who can be called while the coordinator is there."""
        return self.referral.backstop_person_id or 0


def way(home: Home, day: date) -> Story:
    """All of it, from the aanmelding on."""
    yield instant(day, time(9, 30))
    agreed = home.turn(2)
    home.ask(agreed=agreed)
    home.known[home.her_id] = home.her.ways
    if not agreed:
        yield later(home, 1, 1)
        home.everyone_says("yes")
    yield from found(home)
    if not hasattr(home, "lead"):
        home.month.stopped += 1
        return
    if home.turn(ALREADY):
        yield from turns.already(home)
    else:
        yield from _held(home)
    yield from turns.evaluated(home)


def _held(home: Home) -> Story:
    yield from _met(home)
    if home.turn(POLLED):
        yield from _polled(home)
    yield from _planned(home)
    yield home.conference.ends_at + timedelta(hours=1)
    home.report()
    home.month.held += 1


def _met(home: Home) -> Story:
    """The first contact, the own page, the people around it one after the other, and a visit."""
    yield later(home, 1, 3)
    circle_service.first_contact(home.referral, home.assignment, clock.today(), by=home.lead)
    if home.her.ways:
        home.ids[FamilyPage] = family.send(home.referral, home.her_id, by=home.lead).id
        home.owe(home.her_id, "family_page")
    for who, relation in around.guests(home.number, home.month.guests):
        member = circle_service.add(home.referral, who.told, relation, by=home.lead)
        home.known[member.person_id] = who.ways
    yield later(home, 1, 2)
    visits.plan(
        home.referral,
        home.her_id,
        instant(clock.today() + timedelta(days=2), time(16)),
        60,
        in_calendar=True,
        by=home.lead,
    )
    home.owe(home.lead.person_id or 0, "organiser_on", about="visit")
    yield later(home, 3, 3)
    first = next(one for one in home.members if one.person_id != home.her_id)
    for member in home.members:
        if member is not first:  # who is spoken when the day stands already
            circle_service.spoken(member, by=home.lead)


def _polled(home: Home) -> Story:
    """Who was spoken is asked which day suits; some say so, some hear it once more."""
    yield later(home, 1, 1)
    seed_polls.propose(home)
    for member in home.members:
        if member.spoken_at and not member.is_guest:
            home.owe(member.person_id, "poll")
    yield later(home, 1, 1)
    _say_days(home)
    yield later(home, 3, 4)


def _say_days(home: Home) -> None:
    """Two of three who got a link say that all days suit; who has none is called for it."""
    poll = polls.open_of(home.town.municipality.id, home.referral.id)
    if poll is None:
        return
    board = boards.board_of(poll, clock.now())
    said = {day.id: YES for day in board.days}
    for turn, voter in enumerate(board.voters):
        if voter.row.link_id is not None and turn % 3:
            by = link_actor(home, voter.person.id, voter.row.link_id, (polls.ABOUT, voter.id))
            asking.answer(voter.row, said, "link", referral_state=home.referral.state, by=by)


def _planned(home: Home) -> Story:
    """The day is fixed, somebody is added, somebody taken off; it moves, is off, or another organises it."""
    yield later(home, 1, 1)
    _fix(home)
    yield later(home, 1, 1)
    _add_one(home)
    home.answers()
    yield later(home, 1, 1)
    _take_one_off(home)
    if home.turn(MOVED):
        yield later(home, 1, 2)
        home.move(home.day + timedelta(days=2))
        _owe_day(home, "invitation_moved")
    elif home.turn(OFF):
        yield later(home, 1, 2)
        yield from _again(home)
    elif home.turn(ILL):
        yield later(home, 1, 2)
        yield from _taken_over(home)
    yield later(home, 1, 1)
    home.answers()


def _fix(home: Home) -> None:
    home.plan(clock.today() + timedelta(days=AHEAD))
    _owe_day(home, "invitation")


def _owe_day(home: Home, kind: str) -> None:
    home.owe_guests(kind)
    home.owe(home.backstop, "reach_question")


def _add_one(home: Home) -> None:
    for member in home.members:
        if member.spoken_at is None:
            circle_service.spoken(member, by=home.lead)
            home.owe(member.person_id, "invitation", about="added")
    coming.invite_spoken(home.conference, by=home.lead)


def _take_one_off(home: Home) -> None:
    off = [one for one in home.members if not one.is_guest and home.known[one.person_id]]
    if len(off) > 2:  # noqa: PLR2004 -- somebody stays
        home.owe(off[-1].person_id, "invitation_removed")
        processes.leave_circle(off[-1], by=home.lead)


def _again(home: Home) -> Story:
    """It is off for everybody, for want of a room or as the family rests; later there is another day."""
    home.owe_guests("invitation_cancelled", said=True)
    home.owe(home.backstop, "reach_off")
    if home.number % 2:
        days.cancel(home.conference, "no_room", by=home.lead)
        yield later(home, 2, 3)
    else:
        yield from turns.rested(home)
    _fix(home)


def _taken_over(home: Home) -> Story:
    """The coordinator falls ill, and somebody else takes over: the day stays."""
    handover.cannot_go_on(home.referral, home.assignment, "illness", None, by=home.lead)
    yield later(home, 1, 1)
    names = successors.successors(home.referral, home.assignment, by=home.town.bureau).names
    for one in pool.by_ids(home.town.municipality.id, list(names)).values():
        with suppress(BusyError, DomainError):
            handover.substitute(home.referral, one, "illness", None, by=home.town.bureau)
            home.owe(home.lead.person_id or 0, "organiser_off")
            home.lead = home.town.coordinators[one.id]
            home.owe(one.person_id, "handover")
            home.owe(one.person_id, "organiser_on")
            home.owe_guests("invitation_changed", said=True)
            return
