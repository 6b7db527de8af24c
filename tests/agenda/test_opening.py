"""Opening hours as people write them: understood as a whole, or not held against anybody."""

from __future__ import annotations

import random
from datetime import datetime

import pytest

from ekc.agenda import opening
from ekc.agenda.opening import in_words, is_open, read

NINE = ((540, 1320),)  # 9.00-22.00


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("words", "week"),
    [
        ("ma t/m vr 9.00-22.00", (NINE,) * 5 + ((),) * 2),
        ("Maandag tot en met vrijdag van 9:00 tot 22:00 uur.", (NINE,) * 5 + ((),) * 2),
        ("werkdagen 9-22; weekend gesloten", (NINE,) * 5 + ((),) * 2),
        ("elke dag 9-22", (NINE,) * 7),
        ("9.00-22.00", (NINE,) * 7),
        ("ma, wo en vr: 9u-22u", (NINE, (), NINE, (), NINE, (), ())),
        ("vr-ma 9-22", (NINE, (), (), (), NINE, NINE, NINE)),
        ("ma 9-12 en 13-17, za dicht", (((540, 720), (780, 1020)),) + ((),) * 6),
        ("ma 9-12, 12-17", (((540, 1020),),) + ((),) * 6),
        ("vr 20-1", ((),) * 4 + (((1200, 1500),),) + ((),) * 2),
        ("zo 9-24", ((),) * 6 + (((540, 1440),),)),
        ("zondagen 10.30 – 17.00", ((),) * 6 + (((630, 1020),),)),
    ],
)
def test_understood(words, week):
    assert read(words) == week


@pytest.mark.parametrize(
    "words",
    [
        None,
        "",
        "in overleg",
        "ma 9-17, verder in overleg",
        "elke dag, ook 's avonds",
        "ma",
        "ma 9",
        "ma 9-",
        "ma - 9",
        "9-ma",
        "ma 25-26",
        "ma 9.75-12",
        "ma 9-8",
        "dicht",
        "ma t/m t/m vr 9-17",
        "- - -",
        "dit 9-17",
        "10^12",
        "\x00",
        "9" * 200,
        "ma," * 66,
    ],
)
def test_not_understood_is_no_hours(words):
    assert read(words) is None


def test_open_all_the_time_or_not():
    week = read("ma t/m vr 9-22; za 20-2")
    assert is_open(week, at("2026-11-20 19:00"), at("2026-11-20 22:00"))
    assert not is_open(week, at("2026-11-20 19:00"), at("2026-11-20 22:01"))
    assert not is_open(week, at("2026-11-20 08:59"), at("2026-11-20 10:00"))
    assert not is_open(week, at("2026-11-22 10:00"), at("2026-11-22 11:00"))  # Sunday
    assert is_open(week, at("2026-11-21 22:00"), at("2026-11-22 02:00"))
    assert is_open(week, at("2026-11-22 00:30"), at("2026-11-22 01:30"))  # still Saturday evening
    assert not is_open(week, at("2026-11-23 00:30"), at("2026-11-23 01:30"))


def test_what_is_said_back_is_read_the_same():
    chance = random.Random(7)
    for _ in range(300):
        week = tuple(
            tuple(
                (8 * 60 + 15 * start, 8 * 60 + 15 * (start + chance.randint(1, 20)))
                for start in chance.sample(range(0, 60, 30), chance.randint(0, 2))
            )
            for _ in opening.WEEK
        )
        week = tuple(tuple(sorted(hours)) for hours in week)
        if any(week):
            assert read(in_words(week)) == week
    assert in_words(read("werkdagen 9-22")) == (
        "maandag tot en met vrijdag van 9.00 tot 22.00 uur; zaterdag en zondag gesloten"
    )
