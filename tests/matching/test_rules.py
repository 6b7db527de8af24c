"""Offers: until when, which weeks, what may be answered."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ekc.errors import DomainError, TooLateError
from ekc.matching import rules
from ekc.matching.rules import OfferState

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = NOW.date()
LATER = NOW + timedelta(hours=1)


def test_an_open_offer_in_time_can_be_answered():
    rules.answerable("open", LATER, seeking=True, now=NOW)
    assert rules.is_open("open", LATER, seeking=True, now=NOW)


@pytest.mark.parametrize(
    ("state", "expires", "seeking", "words"),
    [
        ("yes", LATER, True, "al: ik kan"),
        ("not_chosen", LATER, True, "fijn dat je wilde helpen"),
        ("refused", LATER, True, "fijn dat je wilde helpen"),
        ("no", LATER, True, "zei hier nee"),
        ("filled", LATER, True, "net voor"),
        ("lapsed", LATER, True, "verlopen"),
        ("withdrawn", LATER, True, "niet meer nodig"),
        ("open", NOW, True, "verlopen"),
        ("open", LATER, False, "niet meer nodig"),
    ],
)
def test_a_closed_one_explains_itself_kindly(state, expires, seeking, words):
    with pytest.raises(TooLateError, match=words):
        rules.answerable(state, expires, seeking=seeking, now=NOW)
    assert not rules.is_open(state, expires, seeking=seeking, now=NOW)


def test_what_the_page_tells_afterwards():
    assert rules.told("open", handed_back=False) == rules.TOO_LATE[OfferState.LAPSED]
    assert rules.told("filled", handed_back=False) == rules.TOO_LATE[OfferState.FILLED]
    assert rules.told("yes", handed_back=True) == "Je doet dit niet meer. Dank je wel!"


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (("vog_expired", "paused"), "Dit kan nog niet: de VOG is verlopen"),
        (("paused", "year_full"), "aantal dat je zelf hebt opgegeven"),
        (("now_full",), "aantal dat je zelf hebt opgegeven"),
        (("involved",), "Dit kan nu niet. Bel het bureau"),
        (("member",), "Dit kan nu niet. Bel het bureau"),
    ],
)
def test_a_yes_that_may_not_be_is_refused_without_telling_who_it_is_about(codes, words):
    with pytest.raises(DomainError, match=words) as refusal:
        rules.may_say_yes(codes)
    assert "familie" not in str(refusal.value)


def test_a_pause_and_a_wish_do_not_stand_in_the_way_of_her_own_yes():
    rules.may_say_yes(("paused", "same_village", "asked"))


def test_weeks_in_order_and_in_reach():
    rules.check_weeks(TODAY, TODAY, TODAY)
    for first, last, words in (
        (TODAY + timedelta(days=7), TODAY, "Draai ze om"),
        (TODAY - timedelta(days=14), TODAY - timedelta(days=7), "al voorbij"),
        (TODAY + timedelta(days=300), TODAY + timedelta(days=301), "half jaar"),
    ):
        with pytest.raises(DomainError, match=words):
            rules.check_weeks(first, last, TODAY)


@pytest.mark.parametrize(
    ("state", "chosen", "words"), [("matched", 1, "zoeken we nu geen"), ("matching", 0, "Vink eerst aan")]
)
def test_when_nobody_may_be_asked_yet(state, chosen, words):
    with pytest.raises(DomainError, match=words):
        rules.check_asked(state, chosen)


def test_when_they_may():
    rules.check_asked("matching", 2)


@pytest.mark.parametrize(
    ("state", "opened", "delivery", "words"),
    [
        ("open", False, "ok", "gevraagd, nog niet geopend"),
        ("open", False, "trouble", "bericht komt nog niet aan"),
        ("open", False, "failed", "bericht kwam niet aan: bel zelf"),
        ("open", False, None, "geen mailadres: bel zelf"),
        ("open", True, "ok", "opende het, nog geen antwoord"),
        ("yes", True, "ok", "zei: ik kan"),
        ("not_chosen", True, "ok", "kon ook, niet gekozen"),
        ("refused", True, "ok", "de familie wil liever een ander"),
        ("no", True, "ok", "zei nee"),
        ("filled", False, "ok", "niet meer nodig"),
        ("lapsed", False, "ok", "gaf geen antwoord"),
        ("withdrawn", False, None, "ingetrokken"),
    ],
)
def test_the_bureau_reads_where_each_offer_stands(state, opened, delivery, words):
    assert rules.standing(state, opened=opened, delivery=delivery)[0] == words


def test_who_was_never_reached_was_not_silent():
    assert rules.standing("lapsed", opened=False, delivery="failed")[0] == "bericht kwam niet aan: bel zelf"
    assert rules.standing("lapsed", opened=False, delivery="ok")[0] == "gaf geen antwoord"


def test_who_gave_it_back_did_not_just_say_yes():
    assert rules.standing("yes", opened=True, delivery="ok", handed_back=True) == (
        "doet het niet meer",
        "neutral",
    )


def test_who_is_on_it_reads_as_what_she_is():
    on_it = [
        rules.standing("yes", opened=True, delivery="ok", on_it=kind)[0]
        for kind in ("lead", "buddy", "backup")
    ]
    assert on_it == ["is de coördinator", "is het maatje", "staat klaar als reserve"]


def test_the_weeks_to_choose_from_are_mondays():
    weeks = rules.coming_weeks(date(2026, 11, 20))
    assert (weeks[0], len(weeks)) == (date(2026, 11, 16), 27)
    assert {week.weekday() for week in weeks} == {0}
