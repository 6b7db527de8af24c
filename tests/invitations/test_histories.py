"""Random histories of appointments, and after each step: does every calendar show what is so?

What should be so is kept beside it in plain values, without a look into the database. Messages may wait while
more happens, arrive in any order, and arrive twice after a worker that died; whatever was begun may be undone
before it was kept. The calendars are filled from the mails alone.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from ekc import clock
from ekc.db import db
from ekc.invitations import feeds, ics, incoming, queries, rewording, service, standing, takeover
from ekc.invitations.models import Appointment, Invitation
from ekc.notifications import delivery
from ekc.notifications.delivery import Postman
from ekc.notifications.transport import Transport, open_transport
from ekc.people import queries as people
from ekc.people import service as persons
from tests.invitations import asking, letters
from tests.invitations.receivers import Receiver
from tests.tools import libical
from tests.tools.proofs import Record
from tests.world import World, empty_database, make_person, make_settings, remembered_world

NAMES = ("Quirijn", "Wendelmoet", "Xaveria", "Ypkje", "Zwaantje")  # in no word of a message
SHARE, TOGETHER = NAMES[:2], "samen@post.example"
PLACES = ("Dorpshuis De Kern", "Bibliotheek; de zaal, boven", None)
ANSWERS = {"yes": "ACCEPTED", "no": "DECLINED", "maybe": "TENTATIVE"}


class Died(BaseException):
    """The worker is no more."""


@dataclass
class Dying:
    """A way out that hands over so many mails, and dies with the last one out of the house."""

    real: Transport
    left: int

    def close(self) -> None:
        self.real.close()

    def send(self, sender: str, recipient: str, data: bytes, key: str) -> None:
        self.real.send(sender, recipient, data, key)
        self.left -= 1
        if self.left == 0:
            raise Died


@dataclass
class Guest:
    """What should be so for one guest of one appointment."""

    address: str | None
    comes_in: bool = True  # not taken off
    answer: str | None = None
    told: bool = False  # of the newest version


@dataclass
class Truth:
    """What should be so for one appointment."""

    uid: str
    starts: datetime
    ends: datetime
    place: str | None
    title: str
    organiser: str = "Cor"
    off: bool = False
    guests: dict[str, Guest] = field(default_factory=dict)


class Histories(RuleBasedStateMachine):
    """One family, its evenings, and their calendars."""

    sound = False

    @initialize()
    def begin(self) -> None:
        self.folder = TemporaryDirectory(prefix="ekc-history-")
        made = make_settings(Path(self.folder.name))
        empty_database(made)
        self.now = asking.NOW
        with clock.at(self.now):
            self.world: World = remembered_world(made)
            self.ids = {name: make_person(self.world.municipality, name, "Wierda").id for name in NAMES}
            for name in NAMES:
                self._reach(name, TOGETHER if name in SHARE else f"{name.lower()}@post.example")
            db.commit()
        self.municipality, self.cor, self.noor = self.world.municipality.id, self.world.cor, self.world.noor
        self.organisers = {"Cor": self.cor.person.id, "Noor": self.noor.person.id}
        self.actor = self.cor.actor
        self.truths: list[tuple[int, Truth]] = []
        self.receivers: dict[str, Receiver] = defaultdict(Receiver)
        self.box_open = True
        self.seen: set[str] = set()
        self.last: dict[tuple[str, str], tuple[int, str, str]] = {}
        self.chance = random.Random(7)  # the order in which mails arrive
        self.postman = Postman(delivery.worker_name(), open_transport(made.mail_url), made)
        self.sound = True  # until something was not so
        self._make(asking.STARTS, PLACES[0])
        for name in NAMES[:4]:
            self._with(0, lambda row, truth, name=name: self._invite(row, truth, name))

    def teardown(self) -> None:
        try:
            self.box_open = True
            self.everything_is_so()
        finally:
            db.remove()
            db.engine.dispose()
            self.folder.cleanup()

    # What may happen

    @rule(name=st.sampled_from(NAMES), which=st.integers(0, 9), by_voice=st.booleans())
    def invite(self, name: str, which: int, by_voice: bool) -> None:
        self._with(which, lambda row, truth: self._invite(row, truth, name, by_voice=by_voice))

    @rule(
        which=st.integers(0, 9),
        days=st.integers(-20, 20),
        minutes=st.sampled_from((60, 150)),
        place=st.sampled_from(PLACES),
    )
    def move(self, which: int, days: int, minutes: int, place: str | None) -> None:
        def moved(row: Appointment, truth: Truth) -> None:
            starts = asking.STARTS + timedelta(days=60 + days)
            ends = starts + timedelta(minutes=minutes)
            service.move(row, starts, ends, place, by=self.actor)
            if (truth.starts, truth.ends, truth.place) != (starts, ends, place):
                truth.starts, truth.ends, truth.place = starts, ends, place
                for guest in truth.guests.values():
                    guest.answer, guest.told = None, False

        self._with(which, moved)

    @rule(which=st.integers(0, 9), title=st.sampled_from(("Afspraak met Cor", "Afspraak in het dorpshuis")))
    def rename(self, which: int, title: str) -> None:
        def renamed(row: Appointment, truth: Truth) -> None:
            rewording.reword(row, title=title, by=self.actor)
            truth.title = title

        self._with(which, renamed)

    @rule(which=st.integers(0, 9))
    def substitute(self, which: int) -> None:
        def handed(row: Appointment, truth: Truth) -> None:
            organiser = "Noor" if truth.organiser == "Cor" else "Cor"
            takeover.hand_over(row, f"Afspraak met {organiser}", self.organisers[organiser], by=self.actor)
            truth.organiser, truth.title = organiser, f"Afspraak met {organiser}"

        self._with(which, handed)

    @rule(which=st.integers(0, 9), who=st.integers(0, 9))
    def remove(self, which: int, who: int) -> None:
        def removed(row: Appointment, truth: Truth) -> None:
            coming = [name for name, guest in truth.guests.items() if guest.comes_in]
            if coming:
                name = coming[who % len(coming)]
                service.remove(row, self.ids[name], by=self.actor)
                truth.guests[name].comes_in = False

        self._with(which, removed)

    @rule(which=st.integers(0, 9), after_all=st.integers(0, 3))
    def call_off(self, which: int, after_all: int) -> None:
        if after_all:
            return  # most evenings are held

        def called(row: Appointment, truth: Truth) -> None:
            service.cancel(row, by=self.actor)
            truth.off = True

        self._with(which, called)

    @rule(which=st.integers(0, 9))
    @precondition(lambda self: len(self.truths) < 3)
    def restore(self, which: int) -> None:
        """What was called off is held after all: a new appointment, with whoever was asked before."""
        if not self.truths or not (old := self.truths[which % len(self.truths)][1]).off:
            return
        self._make(old.starts + timedelta(days=1), old.place)
        for name, guest in old.guests.items():
            if guest.comes_in:
                self._with(len(self.truths) - 1, lambda row, truth, name=name: self._invite(row, truth, name))

    @rule(which=st.integers(0, 9), name=st.sampled_from(NAMES), value=st.sampled_from(tuple(ANSWERS)))
    def answer_by_link(self, which: int, name: str, value: str) -> None:
        def answered(row: Appointment, truth: Truth) -> None:
            guest = truth.guests.get(name)
            if guest is not None and guest.comes_in:
                service.answer(self._invitation(row, name), value, "link", by=self.world.by)
                guest.answer = value

        self._with(which, answered)

    @rule(which=st.integers(0, 9), name=st.sampled_from(NAMES), value=st.sampled_from(tuple(ANSWERS)))
    def answer_by_mail(self, which: int, name: str, value: str) -> None:
        """Whatever stands in their calendar is answered, also where it is old or called off by now."""
        row, truth = self._row(which)
        guest = truth.guests.get(name)
        if guest is None or guest.address is None:
            return
        there = self.receivers[guest.address].kept.get(truth.uid)
        if there is None:
            return
        self.now += timedelta(minutes=2)
        with clock.at(self.now):
            mail = letters.reply(
                row, guest.address, answer=ANSWERS[value], sequence=there.sequence, stamp=self.now
            )
            outcome = incoming.take_mail(mail.as_bytes()).outcome
            db.commit()
        at_address = [one for one in truth.guests.values() if one.address == guest.address and one.comes_in]
        counts = not truth.off and len(at_address) == 1 and at_address[0].told
        assert (outcome == "answered") is counts, (outcome, truth)
        if counts:
            at_address[0].answer = value

    @rule(name=st.sampled_from(NAMES), to=st.sampled_from(("eigen", "samen", "geen")))
    def another_address(self, name: str, to: str) -> None:
        """Who is asked already keeps the copy where it is, until they are asked anew."""
        address = {"eigen": f"{name.lower()}{len(self.receivers)}@post.example", "samen": TOGETHER}.get(to)
        with clock.at(self.now):
            self._reach(name, address)
            db.commit()

    @rule(hours=st.integers(1, 30))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def the_post_waits_or_goes(self) -> None:
        self.box_open = not self.box_open

    @rule(after=st.integers(1, 3))
    def the_worker_dies(self, after: int) -> None:
        """After so many mails are out of the house, before that was written down."""
        real, before = self.postman.transport, self._versions()
        self.postman.transport = Dying(real, after)
        try:
            self._deliver()
        except Died:
            db.rollback()
        finally:
            self.postman.transport = real
        now = self._versions()
        for _, truth in self.truths:
            for guest in truth.guests.values():
                key = (guest.address or "", truth.uid)
                guest.told |= now.get(key) != before.get(key)  # what leaves is the newest version

    @rule(which=st.integers(0, 9))
    def begun_and_undone(self, which: int) -> None:
        """The machine stopped before anything was kept."""
        if not self.truths or self.truths[which % len(self.truths)][1].off:
            return
        row, truth = self._row(which)
        with clock.at(self.now):
            service.move(
                row, truth.starts + timedelta(days=3), truth.ends + timedelta(days=3), "Elders", by=self.actor
            )
            service.cancel(row, by=self.actor)
            db.rollback()

    # What must be so

    @invariant()
    def everything_is_so(self) -> None:
        if not self.sound or not self.box_open:
            return
        self.sound = False
        self._deliver()
        for _, truth in self.truths:
            for guest in truth.guests.values():
                guest.told = True
        expected: dict[str, dict[str, tuple[datetime, datetime, str, str]]] = defaultdict(dict)
        for _, truth in self.truths:
            for guest in truth.guests.values():
                if guest.comes_in and guest.address and not truth.off:
                    place = ics.location(truth.place or "")
                    expected[guest.address][truth.uid] = (truth.starts, truth.ends, place, truth.title)
        guests = {address: one.shows() for address, one in self.receivers.items() if "@post." in address}
        assert {address: shown for address, shown in guests.items() if shown} == dict(expected)
        assert [one.broken for one in self.receivers.values() if one.broken] == []
        self._answers_are_so()
        self._feeds_are_so()
        self.sound = True

    # How it is done

    def _answers_are_so(self) -> None:
        for number, truth in self.truths:
            told = {
                one.person_id: (one.answer, one.removed_at is None)
                for one in queries.of_appointment(db.session.get_one(Appointment, number))
                if one.person_id in self.ids.values()
            }
            if not truth.off:
                wanted = {self.ids[name]: (one.answer, one.comes_in) for name, one in truth.guests.items()}
                assert {number: told[0] if told[1] else None for number, told in told.items()} == {
                    number: told[0] if told[1] else None for number, told in wanted.items()
                }

    def _feeds_are_so(self) -> None:
        with clock.at(self.now):
            for organiser, number in self.organisers.items():
                blocks = standing.feed_blocks(number, feeds.window(self.now))
                shown = {
                    str(event.uid): (event.starts, event.ends, event.status)
                    for event in libical.events(ics.feed("Afspraken", blocks))
                    if event.status != "CANCELLED"
                }
                assert shown == {
                    truth.uid: (truth.starts, truth.ends, "CONFIRMED")
                    for _, truth in self.truths
                    if truth.organiser == organiser and not truth.off
                }

    def _make(self, starts: datetime, place: str | None) -> None:
        with clock.at(self.now):
            row = asking.make_appointment(self.world, place=place, starts=starts)
            db.commit()
            self.truths.append((row.id, Truth(row.uid, row.starts_at, row.ends_at, place, row.title)))

    def _with(self, which: int, verb: Callable[[Appointment, Truth], None]) -> None:
        """Do something to an appointment that is not off, and keep it."""
        row, truth = self._row(which)
        if truth.off:
            return
        with clock.at(self.now):
            verb(row, truth)
            db.commit()

    def _row(self, which: int) -> tuple[Appointment, Truth]:
        number, truth = self.truths[which % len(self.truths)]
        return db.session.get_one(Appointment, number), truth

    def _invite(self, row: Appointment, truth: Truth, name: str, *, by_voice: bool = False) -> None:
        person = people.one(self.municipality, self.ids[name])
        known, guest = people.address(person, "mail"), truth.guests.get(name)
        address = None if by_voice else known
        service.invite(row, [person], by_voice=[person.id] if by_voice else [], by=self.actor)
        if guest is None or not guest.comes_in:
            truth.guests[name] = Guest(address)
        elif guest.address not in {address, known}:
            guest.address, guest.told = address, False

    def _invitation(self, row: Appointment, name: str) -> Invitation:
        found = queries.of_appointment(row)
        return next(one for one in found if one.person_id == self.ids[name])

    def _reach(self, name: str, address: str | None) -> None:
        persons.set_reach(people.one(self.world.municipality.id, self.ids[name]), None, address)

    def _versions(self) -> dict[tuple[str, str], int]:
        """The SEQUENCE of what stands in each calendar."""
        there = self.receivers.items()
        return {(address, uid): one.sequence for address, box in there for uid, one in box.kept.items()}

    def _deliver(self) -> None:
        """Everything that may leave leaves, and arrives in any order."""
        self.now += timedelta(milliseconds=300)
        with clock.at(self.now):
            try:
                while delivery.deliver(self.postman):
                    pass
            finally:
                self._arrive()

    def _arrive(self) -> None:
        copies = asking.left_since(self.seen)
        self.seen = asking.there()
        for copy in copies:
            self._look(copy)
        self.chance.shuffle(copies)
        for copy in copies:
            self.receivers[copy.to].take(copy)

    def _look(self, copy: asking.Copy) -> None:
        """In the order in which they left: SEQUENCE never falls, and nobody reads another guest's name."""
        words = f"{copy.subject}\n{copy.text}"
        strangers = [name for name in NAMES if not copy.to.startswith((name.lower(), "samen"))]
        assert [name for name in strangers if name.lower() in words.lower()] == []
        try:
            event = copy.event
        except LookupError:
            return
        key = (copy.to, str(event.uid))
        number, method = int(event.sequence or 0), str(event.method)
        seen = (number, method, copy.line("DTSTAMP"))
        before = self.last.get(key, (0, method, ""))
        if before == seen:
            return  # the same mail, again
        assert before[0] < number if before[1] != method else before[0] <= number, (before, seen)
        assert before[2] < seen[2], (before, seen)
        self.last[key] = seen


@pytest.mark.proof
def test_after_every_step_every_calendar_shows_what_is_so(full: bool, proved: Record) -> None:
    many, steps = (400, 60) if full else (12, 50)
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=many,
            stateful_step_count=steps,
            deadline=None,
            phases=(Phase.generate,),  # making a history shorter takes longer than reading it
            suppress_health_check=list(HealthCheck),
        ),
    )
    proved("Calendars", f"{many} random histories of {steps} steps", "every calendar showed what was so")
