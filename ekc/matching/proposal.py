"""Several referrals at once: who for which, so that all together are served best. Pure.

It proposes, a person decides (article 22 GDPR: no decision by a machine alone). The proposal is the proven
optimum of the costs that go in: nobody beyond her room, nobody where she may not be asked, and who still
needs a buddy leads only beside somebody experienced who has room for it too.

Without new volunteers this is one table, which `seats.fill` solves at any size. With them, every referral
that is served still takes one place of somebody experienced, as its lead or beside somebody new; only the
places of the new ones are not in the table. So such a place gets a price, which rises while more want it than
there are (Lagrangian relaxation: at any prices the table costs no more than the truth). Where prices do not
settle it, the search splits: this referral is led by this new volunteer, or it is not (branch and bound, the
most promising part first). It ends with the optimum. After `most_parts` parts, more than forty referrals and
ten new volunteers ask for, it gives the best it met, never dearer than one by one, and says that this was
not proven.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from typing import TypeAlias

from ekc.matching.asks import Ask, Line, Proposal, one_by_one
from ekc.matching.seats import fill

MOST_PARTS = 400
ROUNDS = 40  # in which prices may change
Led: TypeAlias = frozenset[tuple[int, int]]  # (referral, new volunteer)
Costs: TypeAlias = Mapping[int, int]  # by coordinator


@dataclass(frozen=True, slots=True)
class _Pool:
    asks: Sequence[Ask]
    room: Mapping[int, int]
    new: Collection[int]


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of all answers: `led` is so and `barred` is not. None of them costs less than `bound`."""

    led: Led
    barred: Led
    prices: Costs  # of a place of somebody new
    bound: int
    wanted: Led  # who would be led by somebody new at these prices


def propose(
    asks: Sequence[Ask], room: Mapping[int, int], new: Collection[int] = (), most_parts: int = MOST_PARTS
) -> Proposal:
    """The cheapest for all together. `room`: places by coordinator (0 or more), `new`: who needs a buddy.

    One by one where nothing is better: nobody goes elsewhere for nothing. `most_parts` bounds the search.
    """
    pool, nobody = _Pool(asks, room, frozenset(new)), Led()
    best = min(one_by_one(asks, room, pool.new), _with(pool, nobody), key=lambda one: one.total)
    prices = {one: 0 for one in sorted(pool.new) if room.get(one, 0) > 0}
    if not prices:
        return best
    whole, best = _priced(pool, _Part(nobody, nobody, prices, 0, nobody), best)
    parts, many = [(whole.bound, 0, whole)], 0
    while parts and parts[0][0] < best.total and many < most_parts:
        _, _, part = heappop(parts)
        for each in _split(pool, part):
            found, best = _priced(pool, each, best)
            many += 1
            heappush(parts, (found.bound, many, found))
    return replace(best, proven=not parts or parts[0][0] >= best.total)


def _split(pool: _Pool, part: _Part) -> list[_Part]:
    """The same answers in two parts; none where nothing is left to decide."""
    left, lead_of = _left(pool, part.led), dict(part.led)
    undecided = {
        (ask.id, one) for ask in pool.asks if ask.id not in lead_of for _, one in _new_for(ask, part, left)
    }
    if not undecided:
        return []
    wanted = Counter(one for _, one in part.wanted)
    pair = {min(undecided, key=lambda pair: (pair not in part.wanted, left[pair[1]] - wanted[pair[1]], pair))}
    return [replace(part, led=part.led | pair), replace(part, barred=part.barred | pair)]


def _with(pool: _Pool, led: Led) -> Proposal:
    """The cheapest where these are led by somebody new, or by nobody, and no others are."""
    lead_of = dict(led)
    rows = [_experienced(pool, ask, lead_of.get(ask.id)) for ask in pool.asks]
    lines = []
    for ask, row, sits in zip(pool.asks, rows, _fill(pool, rows, _left(pool, led)), strict=True):
        if sits is None:
            lines.append(Line(ask.id, None, None, ask.outside))
        elif ask.id in lead_of:
            lines.append(Line(ask.id, lead_of[ask.id], sits, row[sits]))
        else:
            lines.append(Line(ask.id, sits, None, row[sits]))
    return Proposal(tuple(lines))


def _priced(pool: _Pool, part: _Part, best: Proposal) -> tuple[_Part, Proposal]:
    """The part with the highest bound that prices give, and the best answer met so far.

    Where more want somebody new than she has room for, her price rises; where fewer do, it falls.
    """
    left, prices, highest = _left(pool, part.led), dict(part.prices), replace(part, bound=-1)
    for _ in range(ROUNDS):
        at = _at(pool, replace(part, prices=dict(prices)), left)
        best = min(best, _with(pool, part.led | _fitting(at.wanted, left)), key=lambda one: one.total)
        highest = max(highest, at, key=lambda one: one.bound)
        wanted = Counter(one for _, one in at.wanted)
        short = {one: wanted[one] - left[one] for one in prices if prices[one] or wanted[one] > left[one]}
        size = sum(each * each for each in short.values())
        if not size or highest.bound >= best.total:
            break
        step = max(1, (best.total - at.bound) // size)
        prices |= {one: max(0, prices[one] + step * each) for one, each in short.items()}
    return highest, best


def _at(pool: _Pool, part: _Part, left: Mapping[int, int]) -> _Part:
    """The part with its bound and who wants whom, at its prices."""
    rows, pairs, lead_of = [], [], dict(part.led)
    for ask in pool.asks:
        row, lead = _experienced(pool, ask, lead_of.get(ask.id)), None
        pair: dict[int, int] = {}
        if ask.id not in lead_of and (fresh := _new_for(ask, part, left)):
            price, lead = min(fresh)
            beside = {one: price + cost for one, cost in ask.buddies.items() if one not in pool.new}
            pair = {one: cost for one, cost in beside.items() if one not in row or cost < row[one]}
        rows.append({**row, **pair})
        pairs.append((lead, pair))
    found = _fill(pool, rows, left)
    wanted = Led(
        (ask.id, lead)
        for ask, sits, (lead, pair) in zip(pool.asks, found, pairs, strict=True)
        if lead is not None and sits in pair
    )
    taken = zip(pool.asks, rows, found, strict=True)
    costs = sum(ask.outside if sits is None else row[sits] for ask, row, sits in taken)
    paid = sum(price * left[one] for one, price in part.prices.items())
    return replace(part, bound=costs - paid, wanted=wanted)


def _experienced(pool: _Pool, ask: Ask, lead: int | None) -> Costs:
    """Who may sit with an ask, at which cost: beside `lead`, somebody new; without one, as its lead."""
    if lead is not None:
        return {one: ask.leads[lead] + cost for one, cost in ask.buddies.items() if one not in pool.new}
    if not pool.new:
        return ask.leads
    return {one: cost for one, cost in ask.leads.items() if one not in pool.new}


def _new_for(ask: Ask, part: _Part, left: Mapping[int, int]) -> list[tuple[int, int]]:
    """(cost with the price of the place, who) of everybody new who may lead this."""
    return [
        (ask.leads[one] + price, one)
        for one, price in part.prices.items()
        if one in ask.leads and left[one] > 0 and (ask.id, one) not in part.barred
    ]


def _fitting(wanted: Led, left: Mapping[int, int]) -> Led:
    """As many as there are places."""
    places = Counter(left)
    kept = set()
    for pair in sorted(wanted):
        if places[pair[1]] > 0:
            places[pair[1]] -= 1
            kept.add(pair)
    return Led(kept)


def _left(pool: _Pool, led: Led) -> dict[int, int]:
    """The places that are left where these are taken."""
    taken = Counter(lead for _, lead in led)
    return {one: many - taken[one] for one, many in sorted(pool.room.items())}


def _fill(pool: _Pool, rows: Sequence[Costs], room: Mapping[int, int]) -> list[int | None]:
    """Who each ask sits with, or None; see `seats.fill`."""
    people = list(room)
    columns = {one: n for n, one in enumerate(people)}
    edges = [[(columns[one], cost) for one, cost in row.items() if one in columns] for row in rows]
    found = fill(edges, [ask.outside for ask in pool.asks], list(room.values()))
    return [None if n is None else people[n] for n in found]
