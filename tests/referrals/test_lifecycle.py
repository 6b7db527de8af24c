"""The table of the life cycle: whole, without loose ends, and each guard with its own sentence."""

from __future__ import annotations

import pytest

from ekc.referrals.lifecycle import (
    BY_NAME,
    ENDED,
    LABELS,
    MOVES,
    REASONS,
    Facts,
    Guard,
    State,
    refusal,
)
from ekc.referrals.phases import PHASES

LEFT = {source for move in MOVES for source in move.sources}
ALL = Facts(
    assent="complete",
    has_professionals=True,
    conditions_stated=True,
    choice_waived=True,
    lead_assigned=True,
    has_date=True,
    has_place=True,
    circle_spoken=True,
    safety_checked=True,
    revisit_set=True,
    follow_up_done=True,
)


def first_reason(move):
    return next(iter(REASONS[move.reasons])) if move.reasons else None


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.name)
def test_each_move_is_possible_when_everything_is_known(move):
    assert [refusal(move.name, source, ALL, first_reason(move)) for source in move.sources] == [None] * len(
        move.sources
    )


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.name)
def test_no_move_starts_elsewhere(move):
    for state in set(State) - move.sources:
        assert (
            refusal(move.name, state, ALL, first_reason(move))
            == f"Dat kan nu niet: dit staat op '{LABELS[state]}'."
        )


@pytest.mark.parametrize("move", [move for move in MOVES if move.guards], ids=lambda move: move.name)
def test_each_guard_refuses_in_its_own_words(move):
    source = next(iter(move.sources))
    assert refusal(move.name, source, Facts(), first_reason(move)) == move.guards[0].sentence
    for guard in move.guards:
        name, _, value = guard.holds.partition("=")
        lacking = {name: "missing"} if value else {name: False}
        known = {**{field: getattr(ALL, field) for field in Facts.__dataclass_fields__}, **lacking}
        assert refusal(move.name, source, Facts(**known), first_reason(move)) == guard.sentence


@pytest.mark.parametrize("move", [move for move in MOVES if move.reasons], ids=lambda move: move.name)
@pytest.mark.parametrize("reason", [None, "", "because"])
def test_a_reason_comes_from_the_list(move, reason):
    assert refusal(move.name, next(iter(move.sources)), ALL, reason) == "Kies een reden uit de lijst."


def test_nothing_leaves_what_has_ended():
    assert set() == LEFT & ENDED


def test_every_other_state_can_be_left_and_reached():
    reached = {move.target for move in MOVES} | {State.DRAFT}
    assert set(State) - reached == set()
    assert set(State) - ENDED - LEFT == set()


def test_an_unknown_move_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        refusal("jump", State.DRAFT, ALL)


def test_words_for_every_state_and_each_state_in_one_phase_at_most():
    assert set(LABELS) == set(State)
    placed = [state for _, states in PHASES for state in states]
    assert len(placed) == len(set(placed))


def test_a_guard_looks_at_a_value_or_at_whether_it_is_so():
    assert Guard("assent=complete", "").met(ALL)
    assert not Guard("assent=complete", "").met(Facts())
    assert Guard("has_date", "").met(ALL)
    assert not Guard("has_date", "").met(Facts())


def test_no_coordinator_is_sought_without_assent_and_two_professionals():
    assert "assent" in BY_NAME["seek"].guards[0].holds
    assert refusal("seek", State.ASSENT_GIVEN, Facts(assent="complete")) == BY_NAME["seek"].guards[1].sentence
    assert (
        refusal("seek", State.ASSENT_GIVEN, Facts(has_professionals=True))
        == BY_NAME["seek"].guards[0].sentence
    )
