"""What somebody may choose about their own messages."""

from __future__ import annotations

from collections.abc import Collection

from ekc.accounts.actor import Actor
from ekc.accounts.models import Role
from ekc.audit.service import record
from ekc.notifications import catalogue, choices
from ekc.notifications.choices import DIGEST
from ekc.notifications.kinds import SWITCHES, Audience

READERS = {
    Audience.POOL: (Role.COORDINATOR,),
    Audience.HERE: (Role.TEAM_MEMBER, Role.TEAM_LEAD, Role.BUREAU),
}
NUDGES = tuple(one.code for one in catalogue.ALL if one.optional and one.audience is Audience.PEOPLE)


def mine(actor: Actor) -> dict[str, str]:
    """What somebody with these roles may switch off: what is kept of it, and its name."""
    there = [one for one in catalogue.ALL if one.optional and actor.is_a(*READERS.get(one.audience, ()))]
    return {one.chosen_as: SWITCHES.get(one.switch, one.name) for one in there}


def may_have_digest(actor: Actor) -> bool:
    """Whether one mail a morning can be instead of each."""
    return actor.is_a(*READERS[Audience.HERE])


def chosen(actor: Actor) -> set[str]:
    """What this account chose before."""
    return choices.chosen(actor.municipality_id, actor.person_id or 0)


def choose(wanted: Collection[str], *, digest: bool, by: Actor) -> None:
    """Of what may be switched off only `wanted` still comes; `digest`: one mail a morning where that may."""
    among = set(mine(by))
    wishes = among - set(wanted)
    if may_have_digest(by):
        among, wishes = among | {DIGEST}, wishes | ({DIGEST} if digest else set())
    _choose(among, wishes, by)


def choose_reminders(*, wanted: bool, by: Actor) -> None:
    """Somebody with a personal link wants reminders, or does not."""
    _choose(NUDGES, () if wanted else NUDGES, by)


def _choose(among: Collection[str], wishes: Collection[str], by: Actor) -> None:
    person_id = by.person_id or 0
    if choices.choose(by.municipality_id, person_id, among, wishes):
        record("choose_messages", "person", person_id, by=by)
