"""Forms about places to meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from ekc.agenda.venue_rules import FIELDS, TICKS, Told
from ekc.web.forms import Form, Mail, Number, Phone, Select, Text, Tick

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ekc.agenda.models import Room, Venue
    from ekc.places.models import Locality


class VenueForm(Form):
    """A place to meet. `seen` is the version that was looked at."""

    name = Text("Naam", max_length=80)
    address = Text("Adres", max_length=160, hint="Straat, nummer en plaats.")
    locality_id = Select("Dorp of wijk", coerce=int, required=False)
    seats = Number("Hoeveel plaatsen?", smallest=1, largest=999)
    step_free = Tick("Zonder drempels")
    lift = Tick("Lift")
    hearing_loop = Tick("Ringleiding")
    quiet = Tick("Rustig")
    kitchen = Tick("Keuken of koffie")
    neutral = Tick("Neutraal: voor wie liever niet in het eigen dorp zit")
    contact = Text("Contactpersoon", max_length=80, required=False)
    phone = Phone("Telefoon", required=False)
    mail = Mail("E-mail", required=False)
    hours = Text(
        "Wanneer open?",
        max_length=200,
        required=False,
        hint="Zo letten we erop bij het plannen: ma t/m vr 9.00-22.00; za 10.00-17.00. Anders mag ook.",
    )
    cost = Text("Wat kost het?", max_length=120, required=False)
    bus = Text("Met de bus", max_length=200, required=False, hint="Bijvoorbeeld: halte op 100 meter.")
    parking = Text("Parkeren", max_length=200, required=False)
    seen = Number("Versie", smallest=0, largest=10**9, default=0)

    @classmethod
    def offering(cls, localities: Iterable[Locality], venue: Venue | None = None) -> Self:
        """A form filled with `venue` where there is one."""
        known = {name: getattr(venue, name) for name in FIELDS} if venue else {}
        form = cls(data={**known, "seen": venue.version} if venue else {"step_free": True, "seen": 0})
        form.locality_id.choices = [(one.id, f"{one.name} ({one.pc4})") for one in localities]
        return form

    def told(self) -> Told:
        """What was filled in; what was left empty is not known."""
        data: dict[str, Any] = self.data
        found: dict[str, Any] = {name: data[name] if name in TICKS else data[name] or None for name in FIELDS}
        return Told(**found)


class RoomForm(Form):
    """A room to book by itself."""

    room = Text("Naam van de ruimte", max_length=60)
    room_seats = Number("Hoeveel plaatsen?", smallest=1, largest=999)
    alone = Tick("Geschikt voor wie even apart wil zitten")
    closed = Tick("Niet meer te gebruiken")

    @classmethod
    def of(cls, room: Room) -> Self:
        """The form as the room is now."""
        return cls(
            data={"room": room.name, "room_seats": room.seats, "alone": room.alone, "closed": room.closed}
        )
