"""Who may be asked for a referral and who may not, with reasons: of a pool of any size only those shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.db import db
from ekc.errors import NotFoundError
from ekc.matching import buddies, limits, queries, ranking, shortlist, volunteers
from ekc.matching.carried import year_start
from ekc.matching.limits import LeftOut, Surveyed
from ekc.matching.models import Offer
from ekc.matching.ranking import Candidate
from ekc.matching.sums import MOST
from ekc.matching.volunteers import Setting
from ekc.referrals.models import Referral

MOST_LEFT_OUT = 60


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the list of candidates, the most fitting first, and how long that list is (up to `MOST`)."""

    candidates: list[Candidate]
    total: int


def page(
    referral: Referral, *, by: Actor, setting: Setting | None = None, skip: int = 0, many: int = MOST
) -> Page:
    """`many` of who may be asked for a referral, from the place `skip` on.

    One query decides; one more tells where the referral is, unless `setting` is given. NotFoundError for an
    actor of another municipality.
    """
    around = _around(referral, setting, by)
    wanted, today = volunteers.wanted(referral, around.pc4), clock.today()
    found, total = shortlist.shortlist(wanted, around.weights, _given(referral), today, skip, many)
    able, _ = ranking.rank(wanted, found, today, around.weights)
    return Page(able, total)


def left_out(
    referral: Referral, *, by: Actor, setting: Setting | None = None, skip: int = 0, many: int = MOST_LEFT_OUT
) -> list[LeftOut]:
    """Who may not be asked, the longest in the pool first, with all the reasons; queries as for `page`."""
    around = _around(referral, setting, by)
    wanted, today = volunteers.wanted(referral, around.pc4), clock.today()
    found = shortlist.left_out(wanted, around.weights, _given(referral), today, skip, many)
    return ranking.rank(wanted, found, today, around.weights)[1]


def candidates(
    referral: Referral, *, by: Actor, setting: Setting | None = None
) -> tuple[list[Candidate], list[LeftOut]]:
    """Who may be asked, the most fitting first (up to `MOST`), and who may not (up to `MOST_LEFT_OUT`)."""
    around = _around(referral, setting, by)
    found = page(referral, by=by, setting=around)
    return found.candidates, left_out(referral, by=by, setting=around)


def some(
    referral: Referral, ids: Sequence[int], *, by: Actor, setting: Setting | None = None
) -> tuple[list[Candidate], list[LeftOut]]:
    """Of these coordinators, who may be asked and who may not; queries as for `page`."""
    around = _around(referral, setting, by)
    if not ids:
        return [], []
    found = volunteers.volunteers(referral, around.pc4, year_start(), ids)
    return ranking.rank(volunteers.wanted(referral, around.pc4), found, clock.today(), around.weights)


def survey(
    referral: Referral, *, by: Actor, setting: Setting | None = None, others: Sequence[str] = ()
) -> list[Surveyed]:
    """The pool counted by what stands in the way of a referral; `others` are demands that are not hard."""
    around = _around(referral, setting, by)
    wanted = volunteers.wanted(referral, around.pc4)
    return shortlist.survey(wanted, others, _given(referral), clock.today())


def relaxations(found: Sequence[Surveyed]) -> list[tuple[str, int]]:
    """What would help where nobody is left: ("zonder eis ‘vrouw’", 3), without what, and how many then."""
    return [(" en ".join(map(limits.without, codes)), many) for codes, many in limits.nearest(found)]


def next_to_ask(referral: Referral, *, by: Actor, many: int) -> list[Candidate]:
    """The `many` who are asked next: not who was silent before, as that one is called, not mailed again."""
    silent = queries.silent(queries.of_referral(referral))
    able = page(referral, by=by, many=many + len(silent)).candidates
    return [one for one in able if one.volunteer.id not in silent][:many]


def may_pair(offer: Offer, *, by: Actor) -> dict[int, str]:
    """Who may be asked and needs no buddy: full name by coordinator id; a few queries however many."""
    referral = db.session.get_one(Referral, offer.referral_id)
    able = page(referral, by=by).candidates
    alone = buddies.needing(referral.municipality_id, [one.volunteer.id for one in able])
    may = [one.volunteer for one in able if one.volunteer.id not in alone]
    names = volunteers.names(referral.municipality_id, [one.person_id for one in may])
    return {one.id: names[one.person_id] for one in may}


def _around(referral: Referral, setting: Setting | None, by: Actor) -> Setting:
    if by.municipality_id != referral.municipality_id:
        raise NotFoundError
    return setting or volunteers.setting(referral)


def _given(referral: Referral) -> dict[str, Any]:
    return volunteers.given(referral, year_start())
