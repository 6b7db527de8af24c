"""Forms of a coordinator's own page: lists and ticks, never a story."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Self

from ekc.clock import HOME
from ekc.errors import DomainError
from ekc.safety import rules
from ekc.safety.queries import Traject
from ekc.safety.rules import Kind, Told
from ekc.web.formatting import local_to_utc
from ekc.web.forms import Choice, Choices, Form, Hidden, TimeField
from ekc.web.reading import id_in

NONE = "none"
YES_NO = (("yes", "Ja"), ("no", "Nee"))
WHEN = "Kies tot hoe laat."


class WorryForm(Form):
    """About which traject, whether it presses, who was called."""

    about = Choice("Waar gaat het over?")
    urgent = Choice("Moet er vandaag nog iemand bellen?", YES_NO)
    called = Choices("Wie heb je al gebeld?", rules.CALLED.items())

    @classmethod
    def offering(cls, trajects: Sequence[Traject], names: Mapping[int, str]) -> Self:
        """With her trajecten to choose from, by name where those may show."""
        form = cls(data={"about": _usual(trajects)})
        form.about.choices = _choices(trajects, names)
        return form

    def told(self) -> Told:
        """What was filled in."""
        return Told(
            Kind.WORRY,
            _referral(self.about.data),
            urgent=self.urgent.data == "yes",
            called=tuple(self.called.data or ()),
        )


class IncidentForm(Form):
    """What happened, from a list; and whether she is safe now."""

    what = Choice("Wat is er gebeurd?", rules.WHAT.items())
    safe_now = Choice("Ben je nu veilig?", YES_NO)
    about = Choice("Bij welk traject?")
    called = Choices("Wie heb je al gebeld?", rules.CALLED.items())

    @classmethod
    def offering(cls, trajects: Sequence[Traject], names: Mapping[int, str]) -> Self:
        """With her trajecten to choose from, by name where those may show."""
        form = cls(data={"about": _usual(trajects)})
        form.about.choices = _choices(trajects, names)
        return form

    def told(self) -> Told:
        """What was filled in."""
        return Told(
            Kind.INCIDENT,
            _referral(self.about.data),
            urgent=True,
            called=tuple(self.called.data or ()),
            what=self.what.data,
            safe_now=self.safe_now.data == "yes",
        )


class CheckInForm(Form):
    """Where she is, and until when: by minutes, by the clock, or until a bijeenkomst ends."""

    referral = Hidden(max_length=19, required=False)
    conference = Hidden(max_length=19, required=False)
    minutes = Hidden(max_length=4, required=False)
    until = TimeField("Tot hoe laat?", required=False)

    def chosen(self, trajects: Iterable[Traject], now: datetime) -> tuple[int | None, int | None, datetime]:
        """(referral, conference, until when): an aware instant. DomainError where no time was told."""
        referral = id_in(self.referral.data) if self.referral.data else None
        found = next((one for one in trajects if one.id == referral), None)
        conference = id_in(self.conference.data) if self.conference.data else None
        if conference is not None and found is not None and found.ends_at is not None:
            return referral, conference, found.ends_at
        return referral, conference, self._until(now)

    def _until(self, now: datetime) -> datetime:
        minutes = id_in(self.minutes.data)
        if minutes in {length for length, _ in rules.LENGTHS}:
            return now + timedelta(minutes=minutes)
        at: time | None = self.until.data  # type: ignore[assignment] # -- a TimeField reads a time
        if at is None:
            raise DomainError(WHEN)
        local = now.astimezone(HOME)
        day: date = local.date() + timedelta(days=at <= local.time())  # past midnight
        return local_to_utc(day, at)


class LongerForm(Form):
    """How many minutes longer."""

    minutes = Choice("Hoeveel langer?", [(str(each), str(each)) for each in rules.LONGER])


class StepForm(Form):
    """Seen, taken up, handled."""

    step = Choice("Wat doe je?", rules.STEPS.items())


def _usual(trajects: Sequence[Traject]) -> str:
    """Who has one traject is asked about that."""
    return str(trajects[0].id) if len(trajects) == 1 else NONE


def _choices(trajects: Iterable[Traject], names: Mapping[int, str]) -> list[tuple[str, str]]:
    found = [(str(one.id), names.get(one.id, f"Traject {one.number}")) for one in trajects]
    return [*found, (NONE, "Niet over een van mijn trajecten")]


def _referral(value: str) -> int | None:
    return None if value == NONE else int(value)
