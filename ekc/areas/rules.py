"""From which day a place may belong to another team, and what belongs together in the history of a place.

Pure. A place has beginnings only: it belongs to the team of the last one that is not in the future. So no
two teams can have it on the same day, whatever is written down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ekc.errors import DomainError

FURTHEST = timedelta(days=2 * 366)
OVERTAKEN = "{place} is intussen gewijzigd door een collega. Kijk hoe het er nu voor staat."
TEAM_CHANGED = "Dit team is intussen gewijzigd door een collega. Kijk wat er nu staat, en bewaar dan opnieuw."
TEAM_ENDED = "{team} stopt of is gestopt. Kies een ander team."
PLACE_CHANGED = "Een collega wijzigde dit net. Kijk hoe het er nu voor staat, en bewaar dan opnieuw."
PLACE_OF_TEAM = (
    "Dit dorp hoort nog bij een team. "
    "Laat het eerst vanaf vandaag overgaan naar ‘Geen team’, bij teams en dorpen."
)
PLACE_USED = (
    "Weghalen kan niet: er hoort al iets bij, zoals een aanmelding of een coördinator. "
    "De naam en de postcode kun je wel verbeteren."
)
NAME_TAKEN = "Er is al een team met deze naam, of het is er geweest. Kies een andere naam."


@dataclass(frozen=True, slots=True)
class Beginning:
    """From a day on a place belongs to a team, or to none. `number` counts them within the place, from 1."""

    id: int
    number: int
    from_day: date
    team_id: int | None


def in_force(history: Sequence[Beginning], on: date) -> Beginning | None:
    """The beginning that holds on a day; None before the first."""
    return max((one for one in history if one.from_day <= on), key=lambda one: one.from_day, default=None)


def to_come(history: Sequence[Beginning], today: date) -> list[Beginning]:
    """What is planned, in order of day."""
    return sorted((one for one in history if one.from_day > today), key=lambda one: one.from_day)


def check_day(from_day: date, today: date) -> None:
    """DomainError for a day that is over, or too far away to be meant."""
    if from_day < today:
        raise DomainError("Deze dag is al voorbij. Kies vandaag of een dag die nog komt.")
    if from_day > today + FURTHEST:
        raise DomainError("Dit is verder weg dan twee jaar. Kijk het jaar na.")


def check_next(place: str, history: Sequence[Beginning], from_day: date, team_id: int | None) -> None:
    """DomainError where a new beginning cannot follow what is there: it comes last and changes something."""
    last = max(history, key=lambda one: one.from_day, default=None)
    if last is not None and last.from_day >= from_day:
        raise DomainError(
            f"Voor {place} staat al een wijziging, vanaf {last.from_day:%-d-%-m-%Y}. "
            "Haal die eerst weg, of kies een latere dag."
        )
    if (last.team_id if last else None) == team_id:
        raise DomainError(
            f"{place} hoort dan al bij dit team." if team_id else f"{place} heeft al geen team."
        )


def check_withdrawal(place: str, from_day: date, today: date) -> None:
    """DomainError for a change that was so yesterday already: what was, stays written down."""
    if from_day < today:
        raise DomainError(f"Dit was al zo voor {place}. Kies voor de nieuwe situatie een dag vanaf vandaag.")


def check_ending(place: str, history: Sequence[Beginning], from_day: date, team_id: int) -> None:
    """DomainError where something is planned for a place of a team that ends, on or after that day."""
    planned = [one for one in history if one.from_day >= from_day]
    now = in_force(history, from_day)
    touches = any(one.team_id == team_id for one in planned) or (now is not None and now.team_id == team_id)
    if planned and touches:
        raise DomainError(f"Voor {place} staat al een wijziging klaar na die dag. Haal die eerst weg.")
