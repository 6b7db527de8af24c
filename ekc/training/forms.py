"""Forms of the bureau about gatherings."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Self

from ekc.agenda.timeslots import ends_on
from ekc.clock import HOME
from ekc.referrals.person_forms import no_bsn
from ekc.training.rules import AUDIENCES, KINDS, MOST_SEATS, Plan
from ekc.web.formatting import count, local_to_utc
from ekc.web.forms import Choice, Choices, DateField, Form, Number, Select, Text, TimeField

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ekc.places.models import Locality
    from ekc.training.lists import Member
    from ekc.training.models import Gathering


class GatheringForm(Form):
    """What, when, where, for how many, led by whom."""

    kind = Select("Wat is het?", KINDS.items())
    on = DateField("Op welke dag?")
    begins = TimeField("Van")
    until = TimeField("Tot")
    locality = Select("Dorp of wijk", coerce=int, required=False)
    place = Text(
        "Plek",
        max_length=120,
        required=False,
        validators=[no_bsn],
        hint="Bijvoorbeeld het dorpshuis. Dit staat in de uitnodiging.",
    )
    seats = Number("Hoeveel plekken?", smallest=1, largest=MOST_SEATS, default=12)
    led_by = Text("Wie begeleidt het?", max_length=120, required=False, validators=[no_bsn])

    @classmethod
    def offering(cls, localities: Iterable[Locality], gathering: Gathering | None = None) -> Self:
        """The form with the villages to choose from, filled with `gathering` where there is one."""
        form = cls(data=_known(gathering) if gathering else {})
        form.locality.choices = [(one.id, f"{one.name} ({one.pc4})") for one in localities]
        return form

    def plan(self) -> Plan:
        """What was filled in. DomainError for an hour that the clock skips."""
        on: date = self.on.data  # type: ignore[assignment] # -- a DateField reads a day
        begins: time = self.begins.data  # type: ignore[assignment] # -- a TimeField reads a time
        until: time = self.until.data  # type: ignore[assignment] # -- the same
        return Plan(
            kind=self.kind.data,
            starts=local_to_utc(on, begins),
            ends=local_to_utc(ends_on(on, begins, until), until),
            seats=int(self.seats.data or 0),
            place=self.place.data,
            locality_id=self.locality.data,
            led_by=self.led_by.data,
        )


class InviteForm(Form):
    """Whom to ask."""

    audience = Choice("Wie nodig je uit?", AUDIENCES.items(), default="active")
    who = Choices("Wie precies?")

    @classmethod
    def offering(cls, members: Iterable[Member]) -> Self:
        """With everybody who is not asked yet, and to how many each choice goes."""
        form, new = cls(), [one for one in members if one.invitation_id is None]
        form.who.choices = [(str(one.id), one.name) for one in new]
        sizes = {code: sum(one.stage == code for one in new) for code in AUDIENCES if code != "ticked"}
        form.audience.choices = [(code, _to_how_many(code, sizes)) for code in AUDIENCES]
        return form

    def ticked(self) -> list[int]:
        """Ids of the coordinators that were ticked."""
        return [int(one) for one in self.who.data or ()]


def _to_how_many(code: str, sizes: Mapping[str, int]) -> str:
    label = AUDIENCES[code]
    return f"{label}: dit gaat naar {count(sizes[code], 'mens', 'mensen')}" if code in sizes else label


class AttendanceForm(Form):
    """Who was there: those who were asked first, then the rest of the pool."""

    there = Choices("Wie was er?")
    others = Choices("Was er nog iemand?")

    @classmethod
    def of(cls, members: Sequence[Member]) -> Self:
        """With what was told before, or else with everybody who had a place."""
        told = any(one.attendance for one in members)
        data = [str(one.id) for one in members if (one.attendance if told else one.number)]
        form = cls(data={"there": data, "others": data})
        form.there.choices = [(str(one.id), one.name) for one in members if one.invitation_id]
        form.others.choices = [(str(one.id), one.name) for one in members if not one.invitation_id]
        return form

    def told(self) -> set[int]:
        """Ids of the coordinators who were there."""
        return {int(one) for field in (self.there, self.others) for one in field.data or ()}


def _known(gathering: Gathering) -> dict[str, object]:
    starts, ends = gathering.starts_at.astimezone(HOME), gathering.ends_at.astimezone(HOME)
    return {
        "kind": gathering.kind,
        "on": starts.date(),
        "begins": starts.time(),
        "until": ends.time(),
        "locality": gathering.locality_id,
        "place": gathering.place,
        "seats": gathering.seats,
        "led_by": gathering.led_by,
    }
