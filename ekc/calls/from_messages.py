"""What a volunteer must hear, and no message can tell: the bureau calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_

from ekc.calls.rules import Call, Thing
from ekc.calls.whose import BUREAU, MOST
from ekc.db import db
from ekc.notifications.calling import TO_CALL
from ekc.notifications.models import Message
from ekc.pool.models import Coordinator

if TYPE_CHECKING:
    from collections.abc import Mapping

TO_TELL = (
    TO_CALL.add_columns(Coordinator.id.label("coordinator_id"))
    .outerjoin(
        Coordinator,
        and_(
            Coordinator.municipality_id == Message.municipality_id,
            Coordinator.person_id == Message.person_id,
        ),
    )
    .where(BUREAU)
    .limit(MOST)
)
PAGES = {"offer": "/aanbod/", "referral": "/trajecten/"}  # of what it is about; else her own in the pool


def calls(values: Mapping[str, Any]) -> list[Call]:
    """One for each thing to tell. One query."""
    return [
        Call(
            kind="tell",
            why="no_way",
            ask=row.subject,
            due=row.created_at,
            referral_id=0,
            number="",
            lead_id=row.person_id,
            person_id=row.person_id,
            about_id=row.id,
            thing=Thing(str(row.id), row.subject, page=_page(row), misses=row.attempts, again_at=row.next_at),
        )
        for row in db.rows(TO_TELL, values)
    ]


def _page(row: Any) -> str:  # noqa: ANN401 -- a row
    if row.about_kind in PAGES:
        return f"{PAGES[row.about_kind]}{row.about_id}"
    return f"/pool/{row.coordinator_id}" if row.coordinator_id else ""
