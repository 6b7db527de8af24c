"""Who may find which referral: one clause, and its parameters for an actor."""

from __future__ import annotations

from sqlalchemy import Integer, and_, bindparam, exists, or_

from ekc.accounts.actor import Actor
from ekc.accounts.models import Role
from ekc.referrals.lifecycle import State
from ekc.referrals.models import AT_WORK, Assignment, Referral

TEAM = (Role.TEAM_MEMBER, Role.TEAM_LEAD)

HERE = Referral.municipality_id == bindparam("municipality")
OF_TEAM = Referral.team_id.in_(bindparam("teams", expanding=True))
OF_BUREAU = and_(
    bindparam("bureau", type_=Integer) == 1,
    or_(Referral.state != State.DRAFT.value, Referral.started_by_id == bindparam("account")),
)
OF_COORDINATOR = exists().where(
    Assignment.referral_id == Referral.id,
    Assignment.person_id == bindparam("coordinator"),
    AT_WORK,  # she sees nothing until she takes over
)
VISIBLE = and_(HERE, or_(OF_TEAM, OF_BUREAU, OF_COORDINATOR))


def visible_to(actor: Actor) -> dict[str, object]:
    """The parameters of `VISIBLE` for an actor: own teams, the bureau, what one coordinates now."""
    return {
        "municipality": actor.municipality_id,
        "teams": list(actor.team_ids) if actor.is_a(*TEAM) else [],
        "bureau": int(actor.is_a(Role.BUREAU)),
        "account": actor.account_id,
        "coordinator": actor.person_id if actor.is_a(Role.COORDINATOR) else None,
    }
