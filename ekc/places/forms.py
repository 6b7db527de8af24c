"""How the municipality works, and the amounts that its volunteers get."""

from __future__ import annotations

from typing import Any, Self

from ekc.expenses.models import MunicipalRates
from ekc.expenses.rates import Rates
from ekc.places.models import Municipality
from ekc.places.rules import BOUNDS, REMIND_DAYS, Ways
from ekc.web.amount_fields import Euros
from ekc.web.forms import Choice, Choices, Form, Number, Phone, Text

LARGEST = 1_000_000  # cents


def _number(name: str, label: str, hint: str = "") -> Number:
    smallest, largest = BOUNDS[name]
    return Number(label, smallest=smallest, largest=largest, hint=hint)


class WaysForm(Form):
    """What the bureau chooses for the municipality. `seen` is the version that it looked at."""

    central_phone = Phone("Centraal telefoonnummer", hint="Staat in elk bericht en onder elke bladzijde.")
    family_chooses = Choice(
        "Kiest de familie zelf haar coördinator?",
        [("yes", "Ja, uit twee of drie kaartjes"), ("no", "Nee, wie het eerst ja zegt, is het")],
    )
    asked_at_first = _number("asked_at_first", "Hoeveel mensen vragen we eerst?")
    open_hours = _number(
        "open_hours",
        "Hoeveel uur mag iemand nadenken?",
        "Van 48 tot en met 72 uur. Geldt voor nieuwe vragen.",
    )
    open_hours_urgent = _number("open_hours_urgent", "En bij spoed?", "In uren.")
    vog_years = _number("vog_years", "Hoeveel jaar is een VOG goed?", "Gerekend vanaf de dag dat je hem zag.")
    intervisie_per_year = _number("intervisie_per_year", "Hoeveel keer intervisie per jaar, minstens?")
    calls_before_word = _number(
        "calls_before_word",
        "Hoe vaak niet bereikt, voordat het team bericht krijgt?",
        "Achter elkaar. Het gaat alleen over de familie zelf.",
    )
    support_name = Text(
        "Wie denkt er onafhankelijk en gratis mee met inwoners?",
        max_length=80,
        required=False,
        hint="De organisatie van de onafhankelijke ondersteuning. Staat op de eigen pagina van de familie.",
    )
    support_phone = Phone("En op welk nummer?", required=False)
    remind_days = Choices(
        "Wanneer herinneren we mensen aan een bijeenkomst?", list(REMIND_DAYS.items()), required=False
    )
    seen = Number("Versie", smallest=0, largest=10**9)

    @classmethod
    def of(cls, municipality: Municipality) -> Self:
        """The form as it is now."""
        known: dict[str, Any] = {name: getattr(municipality, name) for name in Ways.__slots__}
        known["family_chooses"] = "yes" if municipality.family_chooses else "no"
        return cls(formdata=None, data={**known, "seen": municipality.version})

    def ways(self) -> Ways:
        """As chosen."""
        told = {name: self.data[name] for name in Ways.__slots__}
        told["remind_days"] = tuple(told["remind_days"] or ())
        return Ways(**{**told, "family_chooses": self.family_chooses.data == "yes"})


class RatesForm(Form):
    """The amounts of one calendar year, in euros."""

    km = Euros("Per kilometer", largest=LARGEST)
    hour = Euros("Per uur, vanaf 21 jaar", largest=LARGEST)
    hour_young = Euros("Per uur, jonger dan 21", largest=LARGEST)
    month = Euros("Hooguit per maand", largest=LARGEST)
    in_year = Euros("Hooguit per jaar", largest=LARGEST)
    year = Number("Jaar", smallest=2000, largest=2200)
    seen_rates = Number("Versie", smallest=0, largest=10**9)

    @classmethod
    def of(cls, rates: Rates, row: MunicipalRates | None) -> Self:
        """The form with the amounts that hold now; `row` is the bureau's own where there is one."""
        known = {
            name: getattr(rates, name) for name in ("km", "hour", "hour_young", "month", "in_year", "year")
        }
        return cls(formdata=None, data={**known, "seen_rates": row.version if row else 0})

    def rates(self) -> Rates:
        """As chosen."""
        told: dict[str, Any] = self.data
        names = ("year", "hour", "hour_young", "month", "in_year", "km")
        return Rates(**{name: told[name] for name in names}, source="")
