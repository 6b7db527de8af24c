"""The rules of invitations: stamps, addresses, and which answers count."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from ekc.errors import DomainError, TooLateError
from ekc.invitations import rules

NOW = datetime(2027, 1, 11, 9, 0, 0, 123_000, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_the_title_is_a_first_name():
    assert rules.title("Cor") == "Afspraak met Cor"


def test_a_stamp_is_in_whole_seconds_and_always_later():
    first = rules.next_stamp(None, NOW)
    second = rules.next_stamp(first, NOW)
    third = rules.next_stamp(second, NOW)
    assert first == NOW.replace(microsecond=0)
    assert (second, third) == (first + SECOND, first + 2 * SECOND)
    assert rules.next_stamp(third, NOW + timedelta(minutes=1)) == first + timedelta(minutes=1)
    assert rules.next_stamp(third, NOW - timedelta(hours=1)) == third + SECOND


@pytest.mark.parametrize(
    ("address", "result"),
    [
        ("anna@post.example", "anna@post.example"),
        (None, None),
        ("", None),
        ("anna@post.example, bram@post.example", None),
        ("anna@post.example\r\nBcc: bram@post.example", None),
        ("Us@EKC.example", None),
    ],
)
def test_only_one_plain_address_that_is_not_ours_gets_mail(address, result):
    assert rules.reachable(address, "us@ekc.example") == result


def test_what_stands_can_be_changed_and_what_is_off_cannot():
    rules.check_stands(None)
    with pytest.raises(TooLateError, match="gaat niet door"):
        rules.check_stands(NOW)


@pytest.mark.parametrize(
    ("cancelled", "removed", "ends", "sentence"),
    [
        (NOW, None, NOW + SECOND, "gaat niet door"),
        (NOW, NOW, NOW - SECOND, "gaat niet door"),
        (None, NOW, NOW + SECOND, "niet meer voor jou"),
        (None, None, NOW, "al geweest"),
    ],
)
def test_why_no_answer_is_taken(cancelled, removed, ends, sentence):
    with pytest.raises(TooLateError, match=sentence):
        rules.check_open(cancelled, removed, ends, NOW)


def test_until_the_very_end_an_answer_counts():
    rules.check_open(None, None, NOW + SECOND, NOW)


def test_only_four_words_are_answers():
    for value in rules.ANSWERS:
        rules.check_value(value)
    with pytest.raises(DomainError):
        rules.check_value("YES")


@pytest.mark.parametrize("seen", [None, 2])
def test_the_newest_version_may_be_answered(seen):
    rules.check_version(seen, 2)


@pytest.mark.parametrize("seen", [1, 3])
def test_another_version_may_not(seen):
    with pytest.raises(TooLateError, match="intussen veranderd"):
        rules.check_version(seen, 2)


@pytest.mark.parametrize(
    ("stamp", "last", "overtaken"),
    [
        (NOW, None, False),
        (NOW, NOW - SECOND, False),
        (NOW, NOW, False),  # the last one was noted in the same second, a part of it earlier
        (NOW.replace(microsecond=0), NOW, True),
        (NOW - SECOND, NOW, True),
        (NOW + timedelta(hours=23), None, False),
        (NOW + timedelta(hours=25), None, True),
    ],
)
def test_a_later_answer_is_not_overtaken_by_an_earlier_one(stamp, last, overtaken):
    assert rules.overtaken(stamp, last, NOW) is overtaken
