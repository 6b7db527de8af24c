"""Forms about the rota, the numbers, and going on with nobody in reach."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Self

from ekc.clock import HOME
from ekc.duty import rules
from ekc.duty.models import DutyShift
from ekc.duty.rules import Numbers, Span
from ekc.errors import DomainError
from ekc.web.formatting import local_to_utc
from ekc.web.forms import (
    Choice,
    DateField,
    Form,
    Hidden,
    Mail,
    Number,
    Phone,
    Select,
    Text,
    TimeField,
    agreeing,
)

DIALLED = agreeing(rules.dial)  # a number that may be short: 0800-2000, 14 0598


class ShiftForm(Form):
    """Who, from when until when, on which number; perhaps every week."""

    who = Select("Wie?", coerce=int, required=False, hint="Staat diegene er niet bij? Vul dan hieronder in.")
    name = Text("Naam", max_length=120, required=False)
    mail = Mail("E-mail", required=False, hint="Dan komt een alarm ook per mail.")
    phone = Phone("Op welk nummer?", required=False, hint="Leeg: het nummer dat we van diegene kennen.")
    on = DateField("Van welke dag?")
    begins = TimeField("Van hoe laat?", hint="Elke tijd kan, ook 's avonds, 's nachts en in het weekend.")
    until_day = DateField("Tot welke dag?", required=False, hint="Leeg: dezelfde dag, of de nacht erna.")
    until = TimeField("Tot hoe laat?")
    weekly_until = DateField(
        "Elke week, tot en met", required=False, hint="Leeg: alleen deze keer. Hooguit een jaar."
    )
    version = Hidden(max_length=9, required=False)

    @classmethod
    def offering(
        cls,
        names: Mapping[int, str],
        shift: DutyShift | None = None,
        *,
        given: Mapping[str, object] | None = None,
    ) -> Self:
        """With whom to choose from, filled with `shift`, or with the hours that are `given`."""
        form = cls(data=_known(shift) if shift else given)
        form.who.choices = sorted(names.items(), key=lambda one: one[1].lower())
        return form

    def seen(self) -> int | None:
        """The version that was on the page."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() else None

    def spans(self) -> list[Span]:
        """The hours, once or every week on the same hours of the clock. DomainError where those cannot be."""
        on: date = self.on.data  # type: ignore[assignment] # -- a DateField reads a day
        begins: time = self.begins.data  # type: ignore[assignment] # -- a TimeField reads a time
        until: time = self.until.data  # type: ignore[assignment] # -- the same
        last: date = self.until_day.data or (on + timedelta(days=until <= begins))  # type: ignore[assignment] # -- a day
        weeks = self._weeks(on)
        return [
            (local_to_utc(on + n * rules.WEEK, begins), local_to_utc(last + n * rules.WEEK, until))
            for n in range(weeks)
        ]

    def _weeks(self, on: date) -> int:
        end: date | None = self.weekly_until.data  # type: ignore[assignment] # -- a DateField reads a day
        if end is None:
            return 1
        weeks = (end - on).days // 7 + 1
        if not 1 <= weeks <= rules.MOST_REPEATS:
            raise DomainError("Kies voor 'elke week' een laatste dag die binnen een jaar na de eerste ligt.")
        return weeks


class NumbersForm(Form):
    """Whom to call, when the rota wants somebody, and how long to wait for who does not check out."""

    veilig_thuis = Text("Veilig Thuis", max_length=20, validators=[DIALLED])
    duty_phone = Text(
        "Dienstnummer van het bureau",
        max_length=20,
        required=False,
        validators=[DIALLED],
        hint="Leeg: het centrale nummer.",
    )
    officer_name = Text("Aandachtsfunctionaris", max_length=120, required=False)
    officer_phone = Text(
        "Nummer van de aandachtsfunctionaris", max_length=20, required=False, validators=[DIALLED]
    )
    officer_mail = Mail(
        "E-mail van de aandachtsfunctionaris",
        required=False,
        hint="Krijgt bericht als een coördinator zich zorgen maakt: wie gebeld wil worden, niet waarover.",
    )
    from_hour = Number("Het rooster wil iemand vanaf", largest=23, hint="Het hele uur, elke dag.")
    until_hour = Number("Tot", smallest=1, largest=24)
    nudge_minutes = Number("Niet afgemeld? Herinnering na zoveel minuten", smallest=1, largest=120)
    alarm_minutes = Number("Alarm na zoveel minuten", smallest=2, largest=240)
    version = Hidden(max_length=9, required=False)

    @classmethod
    def of(cls, now: Numbers) -> Self:
        """Filled with the numbers as they are."""
        return cls(data={name: getattr(now, name) for name in Numbers.__slots__})

    def told(self) -> Numbers:
        """What was filled in."""
        text = self.version.data or ""
        return Numbers(
            veilig_thuis=self.veilig_thuis.data or "",
            duty_phone=self.duty_phone.data,
            officer_name=self.officer_name.data,
            officer_phone=self.officer_phone.data,
            officer_mail=self.officer_mail.data,
            from_hour=int(self.from_hour.data or 0),
            until_hour=int(self.until_hour.data or 0),
            nudge_minutes=int(self.nudge_minutes.data or 0),
            alarm_minutes=int(self.alarm_minutes.data or 0),
            version=int(text) if text.isascii() and text.isdigit() else -1,
        )


class GoAheadForm(Form):
    """Why it goes on with nobody in reach."""

    reason = Choice("Waarom gaat het toch door?", rules.GO_AHEAD.items())


class AnswerForm(Form):
    """Yes or no."""

    answer = Choice("Kan het?", (("yes", "Ja"), ("no", "Nee")))


def _known(shift: DutyShift) -> dict[str, object]:
    starts: datetime = shift.starts_at.astimezone(HOME)
    ends: datetime = shift.ends_at.astimezone(HOME)
    return {
        "who": shift.person_id,
        "phone": shift.phone,
        "on": starts.date(),
        "begins": starts.time(),
        "until_day": ends.date(),
        "until": ends.time(),
        "version": str(shift.version),
    }
