"""What runs out: selected at each tick from how things are today, and told once."""

from __future__ import annotations

from datetime import datetime, timedelta

from ekc import clock
from ekc.pool import messages, queries, rules
from ekc.pool.messages import Notice

LATE = timedelta(days=14)  # what ran out longer ago was told, or was there before


def remind(now: datetime, *, quiet: bool) -> int:
    """Tell whose VOG runs out in three months or one, or what ran out; gives how many messages were new.

    `now` is aware; in the quiet hours nothing is told, and the next run does it.
    """
    if quiet:
        return 0
    today = now.astimezone(clock.HOME).date()
    notices = [
        Notice(what, row.municipality_id, row.id, row.person_id, row.vog_until)
        for row in queries.vog_between(today - LATE, rules.months_after(today, 3))
        if (what := rules.vog_notice(row.vog_until, today)) is not None
    ]
    notices += [
        Notice("code", row.municipality_id, row.id, row.person_id, row.valid_from)
        for row in queries.code_due(today - LATE, today)
    ]
    return messages.tell(notices)
