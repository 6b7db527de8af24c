"""The pages that are measured, and what they are meant to cost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench.town import Town
    from ekc.accounts.models import PersonalLink
    from tests.world import Somebody

PHONE, DESK, YEAR = 6, 8, 12  # queries at most, the check of who comes in included
DAILY, OTHER = 1.5, 2.0  # times the twin at most


@dataclass(frozen=True, slots=True)
class Page:
    """One page, opened by somebody."""

    name: str
    path: str
    queries: int
    times: float
    session: dict[str, Any] = field(default_factory=dict)


def of(town: Town) -> list[Page]:
    """All of them."""
    cast = town.world
    cor, petra, sanne, gea = (signed_in(one) for one in (cast.cor, cast.petra, cast.sanne, cast.gea))
    offer, answer = f"/aanbod/{town.offer.id}", f"/uitnodiging/{town.invitation.id}"
    conference = f"/bijeenkomsten/{town.conference.id}"
    traject = f"/trajecten/{town.conference.referral_id}"
    return [
        Page("offer, by link", offer, PHONE, OTHER, by_link(town.offer_link)),
        Page("answer, by link", answer, PHONE, DAILY, by_link(town.invitation_link)),
        Page("home of a coordinator", "/", PHONE, DAILY, cor),
        Page("traject", traject, PHONE, OTHER, cor),
        Page("conference", conference, PHONE, DAILY, cor),
        Page("home of the bureau", "/", DESK, DAILY, petra),
        Page("worklist of a team", "/aanmeldingen", DESK, DAILY, sanne),
        Page("worklist of the bureau", "/aanmeldingen", DESK, DAILY, petra),
        Page("the year", "/cijfers", YEAR, DAILY, gea),
    ]


def signed_in(somebody: Somebody) -> dict[str, Any]:
    """What the session of somebody who signed in holds."""
    return {"_user_id": somebody.session_id, "_fresh": True}


def by_link(link: PersonalLink) -> dict[str, Any]:
    """What the session of somebody who came by a link holds."""
    return {"links": [[link.id, link.version, link.about_kind, link.about_id]]}
