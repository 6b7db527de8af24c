"""How often somebody may try, how long a link lives, and who gives which role."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from ekc.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

WINDOW = timedelta(minutes=15)
MOST_TRIES = 10
LONGEST_COVER = timedelta(days=366)
FOR_PEOPLE = frozenset(
    {"invitation", "poll", "choice", "family", "card"}
)  # links of a household and who is around it
AHEAD = timedelta(days=366)


def may_try(attempts: int) -> bool:
    """Whether another attempt is allowed after `attempts` within the window (ASVS 5.0 6.3.1: no unlimited
    guessing)."""
    return attempts < MOST_TRIES


def link_holds(
    version: int, current: int, expires: datetime | None, revoked: datetime | None, now: datetime
) -> bool:
    """Whether a personal link still opens: the newest version, not revoked, not past its time."""
    return version == current and revoked is None and (expires is None or now < expires)


def check_days(first: date, last: date, today: date) -> None:
    """DomainError for days of an absence in the wrong order, gone by, or further away than a year."""
    if last < first:
        raise DomainError("De laatste dag ligt voor de eerste. Draai ze om.")
    if first < today:
        raise DomainError("De eerste dag is al voorbij. Kies vandaag of later.")
    if first > today + AHEAD:
        raise DomainError("Dat is meer dan een jaar vooruit. Regel het later.")
    if last - first > LONGEST_COVER:
        raise DomainError("Dat is langer dan een jaar. Kies een dag die eerder komt.")


GIVES = {  # who may give and take which roles; a coordinator comes in through the pool
    "keeper": frozenset({"team_member", "team_lead", "bureau", "coordinator", "municipality", "keeper"}),
    "bureau": frozenset({"team_member", "team_lead", "coordinator", "municipality"}),
}
IN_TEAM = frozenset({"team_member", "team_lead"})
NEVER_EMPTY = {"keeper": "beheerder", "bureau": "iemand van het bureau"}
ASKED_AGAIN = timedelta(hours=1)  # between two new links that somebody asks for
MOST_ASKED = 5  # and so many for one link; then somebody calls
INVITATION = timedelta(days=7)  # how long a link to choose a password lives


def gives(own: Iterable[str]) -> frozenset[str]:
    """The roles that somebody with these `own` roles may give and take."""
    return frozenset[str]().union(*(GIVES.get(role, ()) for role in own))


def check_may_change(own: Iterable[str], theirs: Iterable[str], *, oneself: bool) -> None:
    """DomainError where an account is one's own, or of somebody whose roles one may not give."""
    if oneself:
        raise DomainError("Je eigen account verandert een collega voor je.")
    if not set(theirs) <= gives(own):
        raise DomainError("Dit account verandert de beheerder.")


def check_role(own: Iterable[str], role: str, team_id: int | None) -> None:
    """DomainError for a role that one may not give, or one that lacks its team."""
    if role not in gives(own):
        raise DomainError("Deze rol geeft de beheerder.")
    if role in IN_TEAM and team_id is None:
        raise DomainError("Kies ook het team.")


def check_not_last(role: str, left: int) -> None:
    """DomainError where nobody would be left with a role that somebody must have."""
    if role in NEVER_EMPTY and left < 1:
        raise DomainError(
            f"Er moet minstens een {NEVER_EMPTY[role]} blijven. Geef eerst iemand anders die rol."
        )
