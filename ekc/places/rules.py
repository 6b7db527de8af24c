"""What a municipality chooses for itself, and between which bounds. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from ekc.errors import DomainError

# Smallest and largest of what is a number. That a question stands two or three days is custom in this work.
BOUNDS = {
    "asked_at_first": (1, 5),
    "open_hours": (48, 72),
    "open_hours_urgent": (2, 24),
    "vog_years": (1, 5),
    "intervisie_per_year": (1, 24),
    "calls_before_word": (1, 10),
}
REMIND_DAYS = {"7": "Een week ervoor", "2": "Twee dagen ervoor", "1": "De dag ervoor"}
POSTCODE_TAKEN = "Met deze postcode is er al een dorp of wijk."
CHANGED = (
    "Deze instellingen zijn inmiddels gewijzigd door {who}. Kijk wat er nu staat, en bewaar dan opnieuw."
)


@dataclass(frozen=True, slots=True)
class Ways:
    """How a municipality works.

    The phone number stands in every message. With `family_chooses` off the first yes counts. `open_hours` is
    how long a question to a coordinator stands; `vog_years` how long a VOG is good from the day it was seen;
    `calls_before_word` how often in a row a family is not reached before who asked for it hears so.
    `support_name` and `support_phone`: the independent support that everybody may call without charge (Wmo
    2015, art. 2.2.4); it stands on the family's own page. `remind_days`: how many days before a bijeenkomst
    people are reminded of it, of `REMIND_DAYS`; none is an answer too.
    """

    central_phone: str
    family_chooses: bool
    asked_at_first: int
    open_hours: int
    open_hours_urgent: int
    vog_years: int
    intervisie_per_year: int
    calls_before_word: int
    support_name: str | None = None
    support_phone: str | None = None
    remind_days: tuple[str, ...] = ("7", "1")


def check(wanted: Ways) -> None:
    """DomainError where a number is outside its bounds, or there is no number to call."""
    if not wanted.central_phone:
        raise DomainError("Vul het centrale telefoonnummer in.")
    if bool(wanted.support_name) != bool(wanted.support_phone):
        raise DomainError(
            "Vul van de onafhankelijke ondersteuner de naam en het nummer in, of geen van beide."
        )
    if not set(wanted.remind_days) <= set(REMIND_DAYS):
        raise DomainError("Kies uit de dagen die er staan.")
    for name, (smallest, largest) in BOUNDS.items():
        if not smallest <= getattr(wanted, name) <= largest:
            raise DomainError(f"Kies een getal van {smallest} tot en met {largest}.")
