"""Forms about proposing days and choosing one. What people answer stands in `answer_forms`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Self

from ekc.agenda.best_days import YES
from ekc.agenda.forms import PlanForm
from ekc.agenda.keeping import Asked
from ekc.agenda.models import Room, Venue
from ekc.agenda.suggesting import Slot
from ekc.agenda.timeslots import QUARTER, ends_on, quarters
from ekc.errors import DomainError
from ekc.polls.rules import MOST, Proposal, Times
from ekc.web.formatting import day_and_times, local_to_utc
from ekc.web.forms import Choices, DateField, Form, TimeField

__all__ = ["YES", "ChooseForm", "DaysForm", "EssentialForm", "PeopleForm", "ProposeForm", "code_of"]

OWN_ROWS = (1, 2, 3)
CODE = re.compile(r"(\d{1,7})-(\d{1,7})", re.ASCII)
BEGINS, UNTIL = time(19), time(22)
ROW = {1: "Een andere dag", 2: "Nog een dag", 3: "En nog een dag"}


def code_of(slot: Slot) -> str:
    """A time to propose as the value of a tick: its quarter hours."""
    found = quarters(slot.starts, slot.ends)
    return f"{found.start}-{found.stop}"


def times_of(code: str) -> Times:
    """The time that a tick stands for. DomainError where it is none of ours."""
    found = CODE.fullmatch(code)
    if found is None:
        raise DomainError("Kies een dag uit de lijst, of vul zelf een dag in.")
    first, last = (datetime.fromtimestamp(int(one) * QUARTER, UTC) for one in found.groups())
    return Times(first, last)


class DaysForm(Form):
    """Days to propose: ticks, and three lines of one's own; and until when people answer."""

    days = Choices("Kies dagen", validate_choice=False)
    on1 = DateField(ROW[1], required=False)
    begins1 = TimeField("Van", default=BEGINS, required=False)
    until1 = TimeField("Tot", default=UNTIL, required=False)
    on2 = DateField(ROW[2], required=False)
    begins2 = TimeField("Van", default=BEGINS, required=False)
    until2 = TimeField("Tot", default=UNTIL, required=False)
    on3 = DateField(ROW[3], required=False)
    begins3 = TimeField("Van", default=BEGINS, required=False)
    until3 = TimeField("Tot", default=UNTIL, required=False)
    answer_on = DateField(
        "Tot en met welke dag kan iedereen antwoorden?",
        hint="Twee dagen ervoor krijgt wie nog niets zei één herinnering.",
    )

    def lay_out(self, slots: Iterable[Slot]) -> None:
        """Offer these times; what was ticked before stays on the page."""
        offered = {code_of(slot): day_and_times(slot.starts, slot.ends) for slot in slots}
        for code in self.days.data or ():
            if code not in offered and CODE.fullmatch(code):
                offered[code] = _in_words(code)
        self.days.choices = list(offered.items())

    def proposal(self) -> Proposal:
        """What was filled in. DomainError for an hour that the clock skips, or half a line."""
        codes = list(dict.fromkeys(self.days.data or ()))[: MOST + 1]
        days = [times_of(code) for code in codes]
        days += [own for number in OWN_ROWS if (own := self._own(number)) is not None]
        on: date = self.answer_on.data  # type: ignore[assignment] # -- a DateField reads a day
        return Proposal(tuple(dict.fromkeys(days)), on)

    def _own(self, number: int) -> Times | None:
        on, begins, until = (self[f"{name}{number}"].data for name in ("on", "begins", "until"))
        if on is None:
            return None
        if begins is None or until is None:
            raise DomainError("Vul bij je eigen dag ook in van hoe laat tot hoe laat.")
        return Times(local_to_utc(on, begins), local_to_utc(ends_on(on, begins, until), until))


class ProposeForm(DaysForm):
    """The same, with whom to ask, and without whom it does not work."""

    persons = Choices("Wie vraag je?", coerce=int, validate_choice=False)
    essential = Choices(
        "Zonder wie gaat het niet?",
        coerce=int,
        validate_choice=False,
        hint="Vraag het de familie. Hun dagen tellen het zwaarst.",
    )

    @classmethod
    def offering(cls, persons: Mapping[int, str], asked: Iterable[int], answer_on: date) -> Self:
        """A form in which these may be asked (names by person id); `asked` are ticked beforehand."""
        form = cls(data={"persons": list(asked), "answer_on": answer_on})
        form.persons.choices = form.essential.choices = list(persons.items())
        return form

    def proposal(self, venue_id: int | None = None) -> Proposal:
        """As of the days, with the people, and the venue they were sought for."""
        found = super().proposal()
        persons = frozenset(self.persons.data or ())
        essential = frozenset(self.essential.data or ()) & persons
        return Proposal(found.days, found.answer_on, persons, essential, venue_id)


class PeopleForm(Form):
    """More people to ask."""

    persons = Choices("Wie vraag je ook?", coerce=int, validate_choice=False)


class EssentialForm(Form):
    """Who must be there, by the ids of their questions."""

    essential = Choices("Zonder wie gaat het niet?", coerce=int, validate_choice=False)

    @classmethod
    def of(cls, names: Mapping[int, str], marked: Iterable[int] | None = None) -> Self:
        """The names to tick; `marked` are ticked. Without: what was sent."""
        form = cls() if marked is None else cls(formdata=None, data={"essential": list(marked)})
        form.essential.choices = list(names.items())
        return form


class ChooseForm(PlanForm):
    """The place and what else a day needs to be fixed; its hours are those proposed."""

    on = None  # type: ignore[assignment] # -- how WTForms leaves a field out
    begins = None  # type: ignore[assignment] # -- how WTForms leaves a field out
    until = None  # type: ignore[assignment] # -- how WTForms leaves a field out

    @classmethod
    def at(cls, venues: Iterable[Venue], rooms: Iterable[tuple[Room, Venue]], apart: Sequence[Asked]) -> Self:
        """An empty form, or what was sent; `apart`: who must not meet another."""
        return cls.offering(venues, rooms, apart=apart)


def _in_words(code: str) -> str:
    try:
        found = times_of(code)
        return day_and_times(found.starts, found.ends)
    except (DomainError, OverflowError, ValueError):
        return code
