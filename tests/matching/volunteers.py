"""Volunteers and what is wanted, as plain values."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from ekc.matching.fitting import Volunteer, Wanted
from ekc.matching.limits import (
    objections,
)
from ekc.pool.rules import Papers

TODAY = date(2026, 11, 20)
GOOD = Papers(
    trained_on=date(2025, 1, 1),
    vog_until=date(2028, 1, 1),
    vog_seen_on=date(2025, 1, 1),
    secrecy_on=date(2025, 1, 1),
    block2_on=date(2025, 6, 1),
)
WANTED = Wanted(("nld", "ara"), "9601", 1, "any", ("Lefier", "GGD Groningen"))
FATMA = Volunteer(
    id=1, person_id=11, papers=GOOD, languages=("nld", "ara"), pc4="9611", locality_id=2, km=7.2, done=1
)


def why_not(volunteer: Volunteer, wanted: Wanted = WANTED) -> tuple[str, ...]:
    return objections(wanted, volunteer, TODAY)


def asked(days: int) -> datetime:
    return datetime(2026, 11, 20, tzinfo=UTC) - timedelta(days=days)


FULLY = replace(
    WANTED, words=("vrouw",), day_parts=("mon_evening",), themes=("parenting",), point=(53.0, 6.7)
)
