"""Forms about who must not meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from ekc.apart import rules
from ekc.web.forms import Choice, DateField, Form, Hidden, Select, Text, Tick
from ekc.web.reading import id_in

if TYPE_CHECKING:
    from collections.abc import Mapping


class KeepForm(Form):
    """Two people, why, until when, and who said so."""

    one = Select("Wie?", coerce=int, required="Kies om wie het gaat.")
    other = Select("Mag niet samen zijn met", coerce=int, required=False)
    words = Text(
        "Of schrijf op wie dat is",
        max_length=80,
        required=False,
        hint="Alleen als de ander er niet bij staat. Een voornaam is genoeg, niet wat er gebeurde.",
    )
    why = Choice("Waarom?", [(code, f"zij {words}") for code, words in rules.WHY.items()])
    until = DateField("Tot en met welke dag?", required=False, hint="Leeg: tot iemand het weghaalt.")
    heard_from = Text("Van wie hoorde je dit?", max_length=120)

    @classmethod
    def offering(cls, persons: Mapping[int, str], *, empty: bool = False) -> Self:
        """To choose from these (names by person id); `empty`: whatever was sent is about something else."""
        form = cls(formdata=None) if empty else cls()
        form.one.choices = form.other.choices = list(persons.items())
        return form


class LineForm(Form):
    """Which pair, and what about it; `who` a person, `reason` a code."""

    pair = Hidden(max_length=20)
    who = Hidden(max_length=20, required=False)
    reason = Hidden(max_length=20, required=False)
    achterwacht = Tick("De achterwacht besloot dit, en vertelde het mij")

    @property
    def pair_id(self) -> int:
        """The pair; 0 for what is no number."""
        return id_in(self.pair.data)

    @property
    def who_id(self) -> int:
        """The person; 0 for what is no number."""
        return id_in(self.who.data)


class AddressForm(Form):
    """Of whom: secret, no more, or what it is."""

    who = Hidden(max_length=20, required=False)
    what = Choice("Wat?", [("hide", ""), ("show", ""), ("keep", ""), ("nobody", "")])
    address = Text("Adres voor een brief", max_length=rules.LONGEST_ADDRESS, required=False)

    @property
    def who_id(self) -> int:
        """The person; 0 for what is no number."""
        return id_in(self.who.data)
