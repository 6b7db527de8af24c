"""When a visit is, and to whom."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Self

from ekc.agenda import doubt_forms
from ekc.clock import HOME
from ekc.visits.rules import LENGTHS
from ekc.web.formatting import local_to_utc
from ekc.web.forms import Choice, DateField, Form, Select, Tick, TimeField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ekc.errors import DomainError
    from ekc.people.models import Person
    from ekc.visits.models import Visit


class MoveForm(Form):
    """When a visit is."""

    on = DateField("Op welke dag?")
    begins = TimeField("Hoe laat?", hint="Elke tijd kan, ook 's avonds en in het weekend.")
    minutes = Select("Hoe lang?", LENGTHS, coerce=int, default=60)
    anyway = doubt_forms.anyway()

    @classmethod
    def of(cls, visit: Visit) -> Self:
        """The form as the visit is now."""
        starts = visit.starts_at.astimezone(HOME)
        lasts = int((visit.ends_at - visit.starts_at).total_seconds() // 60)
        return cls(data={"on": starts.date(), "begins": starts.time(), "minutes": lasts})

    def despite(self) -> frozenset[str]:
        """What was ticked of `doubts`."""
        return frozenset(self.anyway.data or ())

    def refuse(self, error: DomainError) -> None:
        """With ticks for what must be looked at first, where that is what is wrong."""
        doubt_forms.refuse(self, self.anyway, error)

    def starts(self) -> datetime:
        """The instant chosen. DomainError for an hour that the clock skips."""
        on: date = self.on.data  # type: ignore[assignment] # -- a DateField reads a day
        begins: time = self.begins.data  # type: ignore[assignment] # -- a TimeField reads a time
        return local_to_utc(on, begins)


class VisitForm(MoveForm):
    """To whom, and when."""

    person = Choice("Bij wie?", coerce=int)
    calendar = Tick(
        "Zet het in mijn agenda",
        default=True,
        hint="Er staat alleen 'Afspraak' en het uur. Geen naam, geen adres.",
    )

    @classmethod
    def to(cls, persons: Iterable[Person]) -> Self:
        """A form to choose one of `persons` in."""
        form = cls()
        form.person.choices = [(one.id, one.name) for one in persons]
        return form
