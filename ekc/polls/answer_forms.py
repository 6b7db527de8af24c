"""What people answer: one question of three radio buttons for each day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Self

from ekc.agenda.best_days import IF_NEEDED, NO, YES
from ekc.polls.models import PollDay
from ekc.web.forms import Choice, Form, Select
from ekc.web.speaking import day_and_times

SAID = {YES: "Ja", IF_NEEDED: "Als het moet", NO: "Nee"}
SHORT = {YES: "kan", IF_NEEDED: "liever niet", NO: "kan niet"}
NAME = "dag-{}"
Days = Iterable[tuple[PollDay, str | None]]


class AnswerForm(Form):
    """A question for each day; none is compulsory."""

    @classmethod
    def about(cls, days: Days, prefix: str = "") -> Self:
        """A form that asks about these days, filled with what was said before, or with what was sent.

        `prefix` keeps the names of fields apart where two people answer on one page.
        """
        known = list(days)
        fields = {
            NAME.format(day.id): Choice(
                day_and_times(day.starts_at, day.ends_at), SAID.items(), required=False, default=value
            )
            for day, value in known
        }
        made: type[Self] = type(cls.__name__, (cls,), {**fields, "asked": [day.id for day, _ in known]})
        return made(prefix=prefix)

    asked: tuple[int, ...] = ()

    def questions(self) -> list[Choice]:
        """The questions, in the order of the days."""
        return [self[NAME.format(day_id)] for day_id in self.asked]

    def said(self) -> dict[int, str]:
        """What was filled in: value by day id."""
        fields = {day_id: self[NAME.format(day_id)] for day_id in self.asked}
        return {day_id: field.data for day_id, field in fields.items() if field.raw_data and field.data}


class HeardForm(AnswerForm):
    """The same, told on the phone."""

    told_by = Select("Wie zei het?", coerce=int)

    def lay_out(self, persons: Mapping[int, str], person_id: int) -> None:
        """Who may have told it: names by person id; the person themselves unless another is chosen."""
        self.told_by.choices = list(persons.items())
        if self.told_by.data is None and not self.is_submitted():
            self.told_by.data = person_id
