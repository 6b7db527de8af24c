"""An aanmelding is for the team of the place on that day, or stays with who wrote it: they say which."""

from __future__ import annotations

from typing import NamedTuple

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.accounts.models import Role
from ekc.accounts.queries import Colleague, staff
from ekc.areas.queries import team_of_place
from ekc.audit.service import record
from ekc.errors import DomainError
from ekc.referrals.models import Referral

OURS, THEIRS = "ours", "theirs"
ASK = "Dit dorp of deze wijk hoort bij team {team}. Kies hieronder wie ermee verdergaat."
NOBODY_THERE = "Bij team {team} kan nog niemand inloggen. Bel het bureau, of ga er zelf mee verder."


class OtherTeamError(DomainError):
    """The place belongs to another team than the one that writes; somebody must say who goes on."""

    def __init__(self, team: str) -> None:
        super().__init__(ASK.format(team=team))
        self.team = team


class Heir(NamedTuple):
    """The other team, and who there goes on with it: who leads it, else the first who is in it."""

    team_id: int
    team: str
    colleague: Colleague


def heir_of(referral: Referral, locality_id: int | None, answer: str | None) -> Heir | None:
    """To whom an aanmelding about this place goes today; None where it stays.

    `answer` is what was said about a place of another team: ours, theirs, or nothing yet (OtherTeamError).
    DomainError where nobody of that team can sign in.
    """
    found = locality_id and team_of_place(referral.municipality_id, locality_id, clock.today())
    if not found or found[0] == referral.team_id or answer == OURS:
        return None
    team_id, team = found
    if answer != THEIRS:
        raise OtherTeamError(team)
    people = staff(referral.municipality_id, Role.TEAM_LEAD, Role.TEAM_MEMBER)
    there = sorted(
        (one for one in people if one.team_id == team_id), key=lambda one: one.role != Role.TEAM_LEAD
    )
    if not there:
        raise DomainError(NOBODY_THERE.format(team=team))
    return Heir(team_id, team, there[0])


def hand_on(referral: Referral, heir: Heir, *, by: Actor) -> None:
    """From now on it is an aanmelding of the other team; who wrote it has no page about it any more."""
    referral.team_id, referral.referrer_account_id = heir.team_id, heir.colleague.account_id
    record("hand_on_referral", "referral", referral.id, reason="team_of_place", by=by)
