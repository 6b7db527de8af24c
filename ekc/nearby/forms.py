"""Describing what there is, and looking for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from ekc.nearby.rules import FIELDS, LONGEST_NAME, LONGEST_PURPOSE, LONGEST_WORD, Told
from ekc.web import reading
from ekc.web.forms import Form, Number, Phone, Select, Text, WebAddress

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ekc.nearby.models import Amenity
    from ekc.places.models import Locality


class AmenityForm(Form):
    """A voorziening or initiative. `seen` is the version that was looked at."""

    name = Text("Naam", max_length=LONGEST_NAME)
    purpose = Text(
        "Waarvoor kun je er terecht?", max_length=LONGEST_PURPOSE, hint="Bijvoorbeeld: samen eten op dinsdag."
    )
    phone = Phone("Telefoon", required=False)
    web = WebAddress("Website", required=False)
    locality_id = Select("Dorp of wijk", coerce=int, required=False, hint="Leeg: voor iedereen hier.")
    seen = Number("Versie", smallest=0, largest=10**9, default=0)

    @classmethod
    def offering(cls, places: Iterable[Locality], found: Amenity | None = None) -> Self:
        """A form filled with what is `found` where there is one."""
        known = {name: getattr(found, name) for name in FIELDS} if found else {}
        form = cls(data={**known, "seen": found.version if found else 0})
        form.locality_id.choices = [(one.id, f"{one.name} ({one.pc4})") for one in places]
        return form

    def told(self) -> Told:
        """What was filled in; what was left empty is not known."""
        data: dict[str, Any] = self.data
        found: dict[str, Any] = {name: data[name] or None for name in FIELDS}
        return Told(**found)


class Wanted:
    """What somebody looks for, from the address of the page; what is no dorp of ours counts as nothing.

    A dorp with several postcodes is one name here.
    """

    def __init__(self, told: Mapping[str, str], places: Iterable[Locality]) -> None:
        self.word = reading.one_line(told.get("woord", ""))[:LONGEST_WORD]
        self.villages = sorted({one.name for one in places})
        asked = told.get("dorp", "")
        self.village = asked if asked in self.villages else None

    @property
    def narrows(self) -> bool:
        """Whether anything is looked for."""
        return bool(self.word) or self.village is not None
