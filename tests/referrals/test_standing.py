"""Where it stands, in words."""

from __future__ import annotations

import pytest

from ekc.referrals import standing
from ekc.referrals.lifecycle import ENDED, State


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_next_sentence_and_a_tone(state):
    assert standing.next_sentence(state).endswith(".")
    assert standing.tone(state) in {"neutral", "ok", "busy", "attention"}
    assert (standing.waits_for(state) is None) == (state in ENDED)


def test_phases_are_an_ordered_list_with_one_place():
    phases = dict(standing.phases("preparation", None))
    assert [label for label, when in phases.items() if when == "now"] == ["Voorbereiden"]
    assert phases["Aangemeld"] == "done"
    assert phases["Gehouden"] == "later"


def test_a_pause_stands_where_it_began_and_what_stopped_stands_nowhere():
    assert ("Coördinator zoeken", "now") in standing.phases("paused", "matching")
    assert {when for _, when in standing.phases("stopped", None)} == {"later"}
    stopped = standing.phases("stopped", None, "preparation")
    assert [when for _, when in stopped][:4] == ["done", "done", "stopped", "later"]


def names(state, side):
    return {move.name for move in standing.moves_by_hand(state, side)}


def test_only_the_bureau_returns_and_only_the_lead_picks_up_what_came_back():
    assert "return" in names("matching", "bureau")
    assert "return" not in names("matching", "lead") | names("matching", "member")
    assert "resume_intake" in names("returned", "lead") & names("returned", "bureau")
    assert names("returned", "member") == {"pause", "stop"}
    assert "resume_intake" in names("stabilise_first", "member")


def test_the_bureau_and_the_lead_close_and_withdraw_assent_where_somebody_said_so():
    for state in ("plan_made", "plan_without_meeting", "held", "follow_up"):
        assert "close" in names(state, "bureau") & names(state, "lead")
        assert "close" not in names(state, "member")
    assert "close" not in names("planned", "bureau")
    assert "withdraw_assent" in names("planned", "bureau") & names("matched", "lead")
    assert "withdraw_assent" not in names("matching", "bureau")
    agreed = standing.moves_by_hand("planned", "bureau", agreed=True)
    assert "withdraw_assent" not in {move.name for move in agreed}


def test_nothing_by_hand_in_a_draft_or_after_the_end():
    assert names("draft", "member") == names("closed", "bureau") == set()


def test_what_follows_by_itself_has_no_button():
    every = {name for state in State for side in standing.BY_HAND for name in names(state, side)}
    assert every.isdisjoint({"submit", "assent", "seek", "match", "plan", "hold", "follow_up"})
