"""A wish is made hard, or let go again: by the bureau, because the family or safety asks for it.

Nothing is hard by itself but law, safety, independence and her own limits; see `limits`.
"""

from __future__ import annotations

from ekc.accounts.actor import Actor
from ekc.audit.service import record
from ekc.db import db
from ekc.errors import DomainError, TooLateError
from ekc.matching import limits, queries, volunteers
from ekc.matching.fitting import Wanted
from ekc.matching.limits import MOST_DEMANDS
from ekc.pool.dayparts import DAY_PARTS
from ekc.pool.wording import own_words
from ekc.referrals.lifecycle import ENDED
from ekc.referrals.models import Referral

GROUNDS = {"family": "De familie wil het zo", "safety": "Het is veiliger zo"}
NO_DEMAND = "Deze eis kan hier niet."


def make_hard(referral: Referral, demand: str, ground: str, *, by: Actor) -> None:
    """From now on only who meets the demand is asked. TooLateError where it was hard already.

    A word that the family used may be any single word. DomainError without a ground, or for too many.
    """
    referral, wanted = _held(referral)
    if ground not in GROUNDS:
        raise DomainError(
            "Kies waarom dit een eis wordt: dat kan alleen als de familie of veiligheid erom vraagt."
        )
    _check(wanted, demand)
    if demand.startswith("village:"):
        referral.own_village = demand.partition(":")[2]
    else:
        referral.demands = (*wanted.demands, demand)
    record("make_hard", "referral", referral.id, reason=ground, by=by)
    db.session.flush()


def release(referral: Referral, demand: str, *, by: Actor) -> None:
    """It is a wish again. TooLateError where it was not hard any more."""
    referral, wanted = _held(referral)
    if demand not in limits.hard(wanted):
        raise TooLateError("Dit was al geen eis meer.")
    if demand.startswith("village:"):
        referral.own_village = "any"
    else:
        referral.demands = tuple(one for one in wanted.demands if one != demand)
    record("release_demand", "referral", referral.id, by=by)
    db.session.flush()


def set_day_parts(referral: Referral, day_parts: list[str], *, by: Actor) -> None:
    """When it suits the family; nothing chosen: not known."""
    referral, _ = _held(referral)
    referral.day_parts = tuple(code for code in DAY_PARTS if code in day_parts)
    record("set_day_parts", "referral", referral.id, by=by)
    db.session.flush()


def word_demand(text: str) -> str:
    """The demand for a word that was typed. DomainError where it is not one word that tells something."""
    words = own_words([text])
    if len(words) != 1:
        raise DomainError("Schrijf één woord op, bijvoorbeeld ‘vrouw’.")
    return f"word:{words[0]}"


def _held(referral: Referral) -> tuple[Referral, Wanted]:
    referral = queries.lock_referral(referral.municipality_id, referral.id)
    if referral.state in ENDED:
        raise DomainError("Dit is afgesloten: er wordt niemand meer gevraagd.")
    return referral, volunteers.wanted(referral, volunteers.setting(referral).pc4)


def _check(wanted: Wanted, demand: str) -> None:
    known = demand in limits.possible_demands(wanted)
    kind, _, word = demand.partition(":")
    if not known and not (kind == "word" and own_words([word]) == (word,)):
        raise DomainError(NO_DEMAND)
    if demand in limits.hard(wanted):
        raise TooLateError("Dit is al een eis.")
    if len(wanted.demands) >= MOST_DEMANDS:
        raise DomainError(f"Meer dan {MOST_DEMANDS} eisen kan niet. Laat er eerst een los.")
