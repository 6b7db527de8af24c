"""The order in which a household goes on its way: states in one row look the same from outside."""

from __future__ import annotations

from ekc.referrals.lifecycle import BEFORE_ASSENT, WAITING, State

PHASES = (
    ("Aangemeld", frozenset({State.DRAFT}) | BEFORE_ASSENT | WAITING | {State.ASSENT_GIVEN}),
    ("Coördinator zoeken", frozenset({State.MATCHING})),
    ("Voorbereiden", frozenset({State.MATCHED, State.PREPARATION})),
    ("Dag gepland", frozenset({State.PLANNED})),
    ("Gehouden", frozenset({State.HELD, State.PLAN_IN_MAKING, State.PLAN_MADE, State.PLAN_WITHOUT_MEETING})),
    ("Opvolging", frozenset({State.FOLLOW_UP})),
    ("Afgerond", frozenset({State.CLOSED})),
)
