"""What the demo shows of the last days: a family that chooses, a ladder that runs, a substitute, who stands
by, and who covers for whom."""

from __future__ import annotations

from datetime import date, time, timedelta

from ekc import processes
from ekc.accounts import covering
from ekc.errors import BusyError, DomainError
from ekc.handover import queries as handover_queries
from ekc.handover import service as handover
from ekc.matching import ladder
from ekc.matching import queries as matching
from ekc.matching.models import Offer
from ekc.pool import queries as pool
from ekc.seed_stories import Story, asked, found, planned, prepared
from ekc.seed_town import PETRA, SANNE, TESS, Town
from ekc.seed_verbs import Case, instant

DAY = timedelta(days=1)
NOTE = "De zaal heeft een sleutelkluis. Bel oma liever thuis, zij hoort slecht."


def choosing(case: Case, day: date, lead: int) -> Story:
    """Two can, of whom one is `lead`: since then the family chooses, by a link."""
    yield instant(day, time(9, 5))
    case.ask(0, "alone", urgency="normal", reachable=True)
    yield instant(day + DAY, time(10, 10))
    case.offer(first=lead, waives=False)
    yield instant(day + 2 * DAY, time(11, 40))
    for offer in _still_open(case):
        _can(case, offer)


def climbing(case: Case, day: date) -> Story:
    """One says no, the next are asked, one of them can: the others have not answered yet."""
    yield instant(day, time(9, 25))
    case.ask(1, "alone", urgency="normal", reachable=True)
    yield instant(day + DAY, time(10, 20))
    case.offer(waives=False)
    yield instant(day + 2 * DAY, time(9, 50))
    for offer in _still_open(case)[:1]:
        processes.decline_offer(offer, "weeks", None, by=case.town.coordinators[offer.coordinator_id])
    yield instant(day + 2 * DAY, time(15, 10))
    try:
        ladder.widen(case.referral, by=case.town.bureau)
    except DomainError:  # nobody is left to ask
        return
    yield instant(day + 3 * DAY, time(6, 40))
    for offer in _still_open(case)[-1:]:
        _can(case, offer)


def standing_by(case: Case, day: date) -> Story:
    """One is the coordinator, and the other who was asked stands by."""
    yield instant(day, time(11, 15))
    case.ask(3, "couple", urgency="normal")
    yield instant(day + DAY, time(9, 30))
    case.offer()
    yield instant(day + 2 * DAY, time(12, 5))
    for offer in _still_open(case)[:1]:
        _can(case, offer)
    yield instant(day + 2 * DAY, time(16, 20))
    for offer in matching.of_referral(case.referral):
        if offer.state == "filled":
            handover.stand_by(case.referral, offer, by=case.town.coordinators[offer.coordinator_id])
            return


def dropping_out(case: Case, day: date, leaves: date, *, replaced: bool) -> Story:
    """The day stands; she who organises it falls ill on `leaves`; perhaps somebody else takes over."""
    yield from asked(case, day - timedelta(days=44), post=1)
    yield from found(case)
    yield from prepared(case)
    yield from planned(case, day, "")
    yield instant(leaves, time(8, 50))
    handover.cannot_go_on(case.referral, case.assignment, "illness", NOTE, by=case.lead)
    if replaced:
        yield instant(leaves, time(15, 30))
        _take_over(case)


def covers(town: Town, today: date) -> Story:
    """An achterwacht and a team lead are away now, and the bureau is next week."""
    yield instant(today - DAY, time(16, 5))
    marga, _, ellen = town.on_duty
    tess, sanne, petra = (town.cast[one].person_id or 0 for one in (TESS, SANNE, PETRA))
    for absent, instead, first, last in (
        (marga, ellen, -1, 6),
        (tess, sanne, 0, 4),
        (petra, tess, 7, 14),
    ):
        days = today + first * DAY, today + last * DAY
        covering.arrange(absent, instead, *days, by=town.bureau)


def _take_over(case: Case) -> None:
    """The first who can and has nothing else that day."""
    names = handover_queries.successors(case.referral, case.assignment, by=case.town.bureau).names
    known = pool.by_ids(case.town.municipality.id, list(names))
    for one in names:
        if one in case.town.known.values():
            continue
        try:
            handover.substitute(case.referral, known[one], "illness", None, by=case.town.bureau)
        except (BusyError, DomainError):
            continue
        case.lead = case.town.coordinators[one]
        return


def _still_open(case: Case) -> list[Offer]:
    return [one for one in matching.of_referral(case.referral) if one.state == "open"]


def _can(case: Case, offer: Offer) -> None:
    who = case.town.coordinators[offer.coordinator_id]
    try:
        made = processes.accept_offer(offer, frame=case.referral.frame, by=who)
    except DomainError:  # another question was hers in the meantime
        return
    if made is not None:
        case.lead = who
