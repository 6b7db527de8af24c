"""Forms about a day for the conference."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Self

from ekc.agenda import doubt_forms, keeping_forms
from ekc.agenda.rules import Plan
from ekc.agenda.timeslots import INFORMATION, ends_on
from ekc.clock import HOME
from ekc.referrals.reasons import REASONS
from ekc.web.formatting import local_to_utc
from ekc.web.forms import Choice, Choices, DateField, Form, Select, Text, Tick, TimeField

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ekc.agenda.keeping import Asked
    from ekc.agenda.models import Room, Venue
    from ekc.agenda.queries import Day
    from ekc.errors import DomainError

ELSEWHERE = "other"
NEAREST = 5  # so many places at a glance; the others one tap further
LENGTHS = (
    (30, "een half uur"),
    (45, "drie kwartier"),
    (60, "een uur"),
    (90, "anderhalf uur"),
    (120, "twee uur"),
)
CANCEL = {code: label for code, label in REASONS["unplan"].items() if code != "not_held"}


class MoveForm(Form):
    """Day, hours, place."""

    on = DateField("Op welke dag?")
    begins = TimeField("Van", hint="Elke tijd kan, ook 's avonds en in het weekend.")
    until = TimeField("Tot")
    where = Choice("Waar?")
    rooms = Choices("Welke ruimtes?", hint="Niets aangekruist? Dan heb je de hele locatie.")
    place = Text(
        "Welke andere plek?",
        max_length=200,
        required=False,
        hint="Alleen als je 'ergens anders' koos. Bijvoorbeeld thuis bij iemand: straat, nummer en plaats, "
        "zonder achternaam.",
    )
    place_in_invitation = Tick(
        "Het adres van die plek mag in de uitnodiging staan",
        hint="Geen vinkje? Dan staat het adres alleen op de persoonlijke pagina van wie komt.",
    )
    information = Select(
        "Hoe lang zijn beroepskrachten erbij?",
        LENGTHS,
        coerce=int,
        default=INFORMATION,
        required=False,
        hint="Aan het begin, om iets te vertellen. Daarna heeft de kring tijd voor zichzelf.",
    )

    anyway = doubt_forms.anyway()
    near_places = NEAREST + 1  # how many answers to `where` stand at a glance
    near_rooms: int  # and how many to `rooms`

    @classmethod
    def offering(
        cls,
        venues: Iterable[Venue],
        rooms: Iterable[tuple[Room, Venue]] = (),
        day: Day | None = None,
        chosen: Iterable[Room] = (),
        *,
        apart: Sequence[Asked] = (),
    ) -> Self:
        """A form to choose one of `venues` in, filled with `day` (in the rooms `chosen`) where there is one.

        `venues` are in the order of nearness: the first few stand before 'elsewhere', the others after it.
        `rooms` come with their venue, in the same order; without any, the question is not there. `apart`: who
        must not meet another.
        """
        known = {**_known(day), "rooms": [str(room.id) for room in chosen]} if day else {}
        venues, rooms = list(venues), list(rooms)
        named = [(room.id, f"{venue.name}: {room.name}") for room, venue in rooms]
        form = keeping_forms.asking(cls, apart, named)(data=known | keeping_forms.known(apart))
        there = [(str(venue.id), _described(venue)) for venue in venues]
        elsewhere = (ELSEWHERE, "ergens anders (thuis kan ook)")
        form.where.choices = [*there[:NEAREST], elsewhere, *there[NEAREST:]]
        form.rooms.choices = [(str(room.id), _room_described(room, venue.name)) for room, venue in rooms]
        near = {venue.id for venue in venues[:NEAREST]}
        form.near_rooms = sum(venue.id in near for _, venue in rooms)
        if not form.rooms.choices:
            del form.rooms
        return form

    def refuse(self, error: DomainError) -> None:
        """With ticks for what must be looked at first, where that is what is wrong."""
        doubt_forms.refuse(self, self.anyway, error)

    def plan(self) -> Plan:
        """What was filled in. DomainError for an hour that the clock skips."""
        on: date = self.on.data  # type: ignore[assignment] # -- a DateField reads a day
        begins: time = self.begins.data  # type: ignore[assignment] # -- a TimeField reads a time
        until: time = self.until.data  # type: ignore[assignment] # -- a TimeField reads a time
        return self.plan_at(local_to_utc(on, begins), local_to_utc(ends_on(on, begins, until), until))

    def plan_at(self, starts: datetime, ends: datetime) -> Plan:
        """What was filled in, for hours known otherwise (aware instants)."""
        elsewhere = self.where.data == ELSEWHERE
        return Plan(
            starts=starts,
            ends=ends,
            venue_id=None if elsewhere else int(self.where.data),
            room_ids=tuple(int(one) for one in self["rooms"].data or ()) if "rooms" in self else (),
            place=self.place.data if elsewhere else None,
            place_in_invitation=elsewhere and self.place_in_invitation.data,
            information_minutes=self.information.data or INFORMATION,
            safety_checked="safety" in self and self["safety"].data,
            mail_shared="mail_shared" in self and self["mail_shared"].data,
            despite=frozenset(self.anyway.data or ()),
            own=keeping_forms.told(self, starts, ends),
        )


class PlanForm(MoveForm):
    """The same, with the question without which no day is fixed."""

    safety = Tick(
        "Iedereen kan veilig komen en vrij praten",
        hint="Twijfel je? Bel eerst je achterwacht.",
    )
    mail_shared = Tick(
        "Ook mailen aan wie meeleest",
        hint="Bij deze mensen leest of luistert misschien iemand mee. Geen vinkje? Dan bel je hen zelf.",
    )


class CancelForm(Form):
    """Why a day is called off."""

    reason = Choice("Waarom gaat deze dag niet door?", CANCEL.items())


def _known(day: Day) -> dict[str, object]:
    conference = day.conference
    starts, ends = conference.starts_at.astimezone(HOME), conference.ends_at.astimezone(HOME)
    return {
        "on": starts.date(),
        "begins": starts.time(),
        "until": ends.time(),
        "where": ELSEWHERE if conference.venue_id is None else str(conference.venue_id),
        "place": conference.place,
        "place_in_invitation": conference.venue_id is None and conference.place_in_invitation,
        "information": conference.information_minutes,
    }


def _room_described(room: Room, venue: str) -> str:
    alone = ", voor wie even apart wil" if room.alone else ""
    return f"{venue}: {room.name} – {room.seats} plaatsen{alone}"


def _described(venue: Venue) -> str:
    steps = "zonder drempels" if venue.step_free else "met drempel of trap"
    return f"{venue.name}, {venue.address} – {venue.seats} plaatsen, {steps}"
