"""Several referrals at once: nobody could do better, and nobody new leads alone."""

from __future__ import annotations

import random
from functools import cache

import pytest

from ekc.matching.asks import Ask, one_by_one
from ekc.matching.proposal import propose

NOBODY = 1_000
SPLIT = (12, 216, 1065, 1209, 1337, 1338, 1881, 2059)  # of which the optimum lies beyond prices alone
AYA, BO, COR = 1, 2, 3


def who(found):
    """(lead, buddy) by ask."""
    return {line.ask: (line.lead, line.buddy) for line in found.lines}


def cheapest(asks, room, new):
    """What the best answer costs, by trying all."""
    places = {one: place for place, one in enumerate(room)}

    @cache
    def from_here(first, left):
        if first == len(asks):
            return 0
        ask = asks[first]
        best = ask.outside + from_here(first + 1, left)
        beside = {one: more for one, more in ask.buddies.items() if one not in new}
        for lead, cost in ask.leads.items():
            for buddy, more in beside.items() if lead in new else [(lead, 0)]:
                taken = {places[one] for one in (lead, buddy)}
                if all(left[place] for place in taken):
                    then = tuple(many - (place in taken) for place, many in enumerate(left))
                    best = min(best, cost + more + from_here(first + 1, then))
        return best

    return from_here(0, tuple(room.values()))


def check(found, asks, room, new):
    """Every line is allowed: within her room, no pair that may not be, no one new alone."""
    used = [one for line in found.lines for one in (line.lead, line.buddy) if one is not None]
    assert all(used.count(one) <= room[one] for one in used)
    for ask, line in zip(asks, found.lines, strict=True):
        assert line.ask == ask.id
        if line.lead is None:
            assert (line.buddy, line.cost) == (None, ask.outside)
        elif line.lead in new:
            assert line.buddy not in new
            assert line.cost == ask.leads[line.lead] + ask.buddies[line.buddy]
        else:
            assert (line.buddy, line.cost) == (None, ask.leads[line.lead])


def drawn(chance):
    """A small case that can be tried in full."""
    people, dearest = range(1, chance.randint(3, 7)), chance.choice((1, 6, 60))
    costs = [
        [{one: chance.randint(0, dearest) for one in people if chance.random() < 0.6} for _ in "lb"]
        for _ in range(chance.randint(1, 4))
    ]
    asks = [Ask(n, chance.randint(0, 3 * dearest), *both) for n, both in enumerate(costs)]
    room = {one: chance.randint(0, 2) for one in people}
    return asks, room, {one for one in people if chance.random() < 0.4}


def test_never_dearer_than_the_best_of_all_answers():
    chance = random.Random(14)
    for number in range(400):
        asks, room, new = drawn(chance)
        found = propose(asks, room, new)
        check(found, asks, room, new)
        assert found.proven
        assert found.total == cheapest(asks, room, new), f"case {number}: {asks} {room} {new}"


def drawn_wide(chance):
    """A case of some more, half of them new."""
    people, dearest = range(1, chance.randint(5, 9)), chance.choice((6, 20, 60))
    costs = [
        [{one: chance.randint(0, dearest) for one in people if chance.random() < 0.6} for _ in "lb"]
        for _ in range(chance.randint(3, 6))
    ]
    asks = [Ask(n, chance.randint(0, 3 * dearest), *both) for n, both in enumerate(costs)]
    room = {one: chance.randint(0, 2) for one in people}
    return asks, room, {one for one in people if chance.random() < 0.5}


@pytest.mark.parametrize("seed", SPLIT)
def test_where_prices_do_not_settle_it_both_parts_are_searched(seed):
    asks, room, new = drawn_wide(random.Random(seed))
    found = propose(asks, room, new)
    check(found, asks, room, new)
    assert found.proven
    assert found.total == cheapest(asks, room, new)
    assert propose(asks, room, new, most_parts=0).total > found.total, "prices alone settle it: no such case"


def test_one_by_one_is_allowed_too_and_never_cheaper():
    chance = random.Random(15)
    for _ in range(200):
        asks, room, new = drawn(chance)
        greedy = one_by_one(asks, room, new)
        check(greedy, asks, room, new)
        assert greedy.total >= propose(asks, room, new).total


def test_a_pool_with_a_few_new_ones_is_proven():
    chance = random.Random(16)
    new, old = range(100, 104), range(24)
    asks = [
        Ask(
            n,
            NOBODY * NOBODY,
            {one: chance.randint(0, 3_000) // (10 if one in new else 1) for one in (*old, *new)},
            {one: chance.randint(0, 1_500) for one in old},
        )
        for n in range(20)
    ]
    room = dict.fromkeys((*old, *new), 1)
    found = propose(asks, room, new)
    check(found, asks, room, set(new))
    assert found.proven
    assert not found.unserved


def test_the_only_one_who_speaks_a_language_is_kept_for_who_needs_it():
    """Aya speaks Tigrinya and lives nearest to both; alone, the older one takes her."""
    older, asks_tigrinya = Ask(1, NOBODY, {AYA: 1, BO: 8}), Ask(2, NOBODY, {AYA: 1, BO: 500})
    asks = [older, asks_tigrinya]
    assert who(one_by_one(asks, {AYA: 1, BO: 1})) == {1: (AYA, None), 2: (BO, None)}
    assert who(propose(asks, {AYA: 1, BO: 1})) == {1: (BO, None), 2: (AYA, None)}


def test_where_too_few_are_there_the_urgent_one_is_served():
    asks = [Ask(1, NOBODY, {AYA: 1}), Ask(2, 10 * NOBODY, {AYA: 400})]
    found = propose(asks, {AYA: 1})
    assert who(found) == {1: (None, None), 2: (AYA, None)}
    assert found.unserved == (1,)


def test_somebody_new_leads_beside_somebody_experienced_or_not_at_all():
    ask = Ask(1, NOBODY, {AYA: 1, BO: 900}, {BO: 5})
    assert who(propose([ask], {AYA: 1, BO: 1}, {AYA})) == {1: (AYA, BO)}
    assert who(propose([ask], {AYA: 1, BO: 0}, {AYA})) == {1: (None, None)}
    alone = Ask(1, NOBODY, {AYA: 1}, {AYA: 1, COR: 1})
    assert who(propose([alone], {AYA: 2, COR: 1}, {AYA, COR})) == {1: (None, None)}


def test_a_buddy_takes_a_place_that_another_referral_cannot_have():
    """Bo can stand beside Aya, or lead what nobody else can: she does what serves both."""
    asks = [Ask(1, NOBODY, {AYA: 1, COR: 50}, {BO: 1}), Ask(2, NOBODY, {BO: 1})]
    assert who(propose(asks, {AYA: 1, BO: 1, COR: 1}, {AYA})) == {1: (COR, None), 2: (BO, None)}
    assert who(propose(asks, {AYA: 1, BO: 2, COR: 1}, {AYA})) == {1: (AYA, BO), 2: (BO, None)}


def test_who_is_not_in_the_pool_any_more_is_not_proposed():
    assert who(propose([Ask(1, NOBODY, {AYA: 1, BO: 2})], {BO: 1})) == {1: (BO, None)}


def test_never_dearer_than_one_by_one_and_serves_as_many_where_the_search_is_cut_short():
    chance = random.Random(5)
    for number in range(400):
        people, dearest = range(1, chance.randint(6, 12)), 6
        costs = [
            [{one: chance.randint(0, dearest) for one in people if chance.random() < 0.5} for _ in "lb"]
            for _ in range(chance.randint(5, 10))
        ]
        asks = [Ask(n, 1_000, *both) for n, both in enumerate(costs)]
        room = {one: chance.randint(0, 2) for one in people}
        new = {one for one in people if chance.random() < 0.5}
        found, greedy = propose(asks, room, new, most_parts=0), one_by_one(asks, room, new)
        check(found, asks, room, new)
        assert found.total <= greedy.total, f"case {number}: {asks} {room} {new}"
        assert len(found.unserved) <= len(greedy.unserved)


def test_where_another_answer_is_only_as_good_nobody_goes_elsewhere():
    leads = ({0: 3, 1: 2, 2: 2}, {0: 2, 1: 1, 2: 3}, {0: 2, 1: 3, 2: 1})
    asks = [Ask(number, 50, each) for number, each in enumerate(leads)]
    assert [one.lead for one in propose(asks, {0: 2, 1: 1, 2: 1}).lines] == [1, 0, 2]
