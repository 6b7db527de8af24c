"""Several referrals at once: from what they ask and who is there to names, with why. Pure.

It proposes, a person decides (article 22 GDPR). The first name of each is the best for all together
(`proposal.propose`); a second is asked beside her, so that the family has a choice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import sqrt

from ekc.matching.asks import Ask, Line, Proposal, one_by_one
from ekc.matching.explaining import lines
from ekc.matching.fitting import Volunteer, Wanted, missing_languages
from ekc.matching.limits import objections, room
from ekc.matching.proposal import propose
from ekc.matching.ranking import Candidate
from ekc.matching.weighing import LATELY, Weights, since, steps, turn, weighed
from ekc.places.distances import square_km
from ekc.pool.rules import needs_buddy

PRESSES = {"normal": 1, "soon": 2, "urgent": 4}
LONGEST = 365  # days; who waits longer waits as long
LEAST = 1_000  # so many places of somebody else are never worth leaving one without anybody
BESIDE = 4  # what a buddy lacks weighs a quarter: else whoever is new is never proposed and never learns
MOST_PARTS = 24  # of a search that somebody waits for


@dataclass(frozen=True, slots=True)
class Seeking:
    """A referral that looks for somebody; `days`: how long already."""

    id: int
    urgency: str
    days: int
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class Between:
    """What stands between one referral and one coordinator; see `fitting.Volunteer`."""

    offer: str | None = None
    excluded_by: str | None = None
    had_it: bool = False
    member: bool = False
    namesake: bool = False
    in_team: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    """A coordinator as she stands before any referral, and where she lives (degrees; None: unknown).

    `waits_on` counts the questions that she may still say yes to, or that wait for a family after her yes;
    `left_in_period` what she still takes on in these months (None: they have no number of their own).
    """

    volunteer: Volunteer
    point: tuple[float, float] | None
    waits_on: int = 0
    left_in_period: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """What is proposed for one referral: whom to ask, with whom as a buddy, and who it would be alone."""

    referral: int
    names: tuple[Candidate, ...] = ()
    buddy: Volunteer | None = None
    alone: Candidate | None = None

    @property
    def differs(self) -> bool:
        """Whether one by one gives another first name."""
        first = self.names[0].volunteer.id if self.names else None
        return first != (self.alone.volunteer.id if self.alone else None)


@dataclass(frozen=True, slots=True)
class Sum:
    """What an answer comes to: how many get somebody, languages that are missing, kilometres on average
    (None: nobody), and how many first names were asked in the last weeks."""

    served: int
    missing: int
    km: float | None
    lately: int


@dataclass(frozen=True, slots=True)
class Picture:
    """All places, in the order of the referrals, and the two answers beside each other."""

    places: tuple[Place, ...]
    together: Sum
    alone: Sum
    proven: bool  # no other answer is better for all together


def picture(
    seeking: Sequence[Seeking],
    pool: Iterable[Home],
    between: Mapping[tuple[int, int], Between],
    weights: Weights,
    names: int,
    today: date,
) -> Picture:
    """The proposal for all of `seeking` (who goes first where each takes its own first).

    `between` is by (referral, coordinator), `names` how many are asked for each. `today` is a day in the
    Netherlands.
    """
    there = [one for one in pool if _free(one) > 0 and not objections(Wanted(), one.volunteer, today)]
    there.sort(key=lambda one: turn(one.volunteer))  # among equals, as in the list of one
    places = {one.volunteer.id: _free(one) for one in there}
    new = {one.volunteer.id for one in there if needs_buddy(one.volunteer.papers, one.volunteer.helped)}
    seen = {one.id: _able(one, there, between, today) for one in seeking}
    asks = _asks(seeking, seen, weights, today)
    together = propose(asks, places, new, most_parts=MOST_PARTS)
    alone = one_by_one(asks, places, new)
    more = _more(asks, together, places, new, names - 1)
    wanted = {one.id: one.wanted for one in seeking}
    return Picture(
        tuple(
            _place(wanted[one.ask], seen[one.ask], one, more[one.ask], other, today)
            for one, other in zip(together.lines, alone.lines, strict=True)
        ),
        _sum(together, seen, wanted, today),
        _sum(alone, seen, wanted, today),
        together.proven,
    )


def as_seen(seeking: Seeking, one: Home, between: Mapping[tuple[int, int], Between]) -> Volunteer:
    """A coordinator as one referral sees her."""
    here, there, known = seeking.wanted.point, one.point, between.get((seeking.id, one.volunteer.id))
    km = sqrt(square_km(here, *there)) if here and there else None
    if known is None:
        return replace(one.volunteer, km=km)
    return replace(
        one.volunteer,
        km=km,
        offer=known.offer,
        excluded_by=known.excluded_by,
        had_it=known.had_it,
        member=known.member,
        namesake=known.namesake,
        in_team=known.in_team,
    )


def _free(one: Home) -> int:
    left = room(one.volunteer)
    return (left if one.left_in_period is None else min(left, one.left_in_period)) - one.waits_on


def _able(
    seeking: Seeking, there: Iterable[Home], between: Mapping[tuple[int, int], Between], today: date
) -> dict[int, Volunteer]:
    """Who may be asked for one referral, by id."""
    seen = (as_seen(seeking, one, between) for one in there)
    return {one.id: one for one in seen if not objections(seeking.wanted, one, today)}


def _asks(
    seeking: Sequence[Seeking], seen: Mapping[int, Mapping[int, Volunteer]], weights: Weights, today: date
) -> list[Ask]:
    """Costs are scores. Leaving one without anybody costs more than all scores together; more where it
    presses, and among equals where it waits longest."""
    made = []
    for one in seeking:
        taken = {id_: steps(one.wanted, each, today) for id_, each in seen[one.id].items()}
        leads = {id_: weighed(each, weights) for id_, each in taken.items()}
        buddies = {id_: weighed(_beside(each), weights) // BESIDE for id_, each in taken.items()}
        made.append(Ask(one.id, 0, leads, buddies))
    dearest = 1 + max((cost for one in made for cost in one.leads.values()), default=0)
    return [
        replace(
            ask, outside=2 * dearest * (PRESSES.get(one.urgency, 1) * max(LEAST, len(seeking)) + _days(one))
        )
        for ask, one in zip(made, seeking, strict=True)
    ]


def _days(one: Seeking) -> int:
    return max(0, min(one.days, LONGEST))


def _beside(taken: Weights) -> Weights:
    """What counts of somebody who only stands beside the one who leads."""
    return taken._replace(language=0, wish=0, buddy=0, experience=0)


def _more(
    asks: Sequence[Ask], first: Proposal, places: Mapping[int, int], new: Collection[int], many: int
) -> dict[int, list[int]]:
    """By referral, who is asked beside the first: also the best for all together, in the room that is left.

    Nobody is asked for more than she has room for, and nobody new without a buddy.
    """
    left = Counter(places)
    chosen = {one.ask: {one.lead, one.buddy} for one in first.lines if one.lead is not None}
    left.subtract(one for each in chosen.values() for one in each if one is not None)
    found: dict[int, list[int]] = {ask.id: [] for ask in asks}
    for _ in range(many):
        open_ = [
            replace(
                ask, leads={k: v for k, v in ask.leads.items() if k not in chosen[ask.id] and k not in new}
            )
            for ask in asks
            if ask.id in chosen
        ]
        for line in propose(open_, left).lines:
            if line.lead is not None:
                found[line.ask].append(line.lead)
                chosen[line.ask].add(line.lead)
                left[line.lead] -= 1
    return found


def _place(
    wanted: Wanted, seen: Mapping[int, Volunteer], line: Line, more: Iterable[int], alone: Line, today: date
) -> Place:
    def candidate(id_: int) -> Candidate:
        return Candidate(seen[id_], lines(wanted, seen[id_], today))

    return Place(
        line.ask,
        () if line.lead is None else tuple(map(candidate, (line.lead, *more))),
        None if line.buddy is None else seen[line.buddy],
        None if alone.lead is None else candidate(alone.lead),
    )


def _sum(
    found: Proposal, seen: Mapping[int, Mapping[int, Volunteer]], wanted: Mapping[int, Wanted], today: date
) -> Sum:
    served = [(line.ask, seen[line.ask][line.lead]) for line in found.lines if line.lead is not None]
    far = [one.km for _, one in served if one.km is not None]
    lately = since(today, LATELY)
    return Sum(
        len(served),
        sum(len(missing_languages(wanted[ask], one)) for ask, one in served),
        sum(far) / len(far) if far else None,
        sum(one.last_asked is not None and one.last_asked > lately for _, one in served),
    )
