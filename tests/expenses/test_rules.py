"""What a claim is worth, the three caps, and what is refused."""

from __future__ import annotations

import random
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ekc.errors import DomainError, TooLateError
from ekc.expenses import rates, rules
from ekc.expenses.rules import FLAT, HOURS, KM, REAL, RECEIPT, Account, Claim, Line

TODAY = date(2025, 10, 21)
OF_2025 = rates.national(2025)
LINES = st.lists(
    st.builds(
        Line,
        st.dates(date(2025, 1, 1), date(2025, 12, 31)),
        st.sampled_from([KM, RECEIPT, HOURS]),
        st.integers(1, 400),
    ),
    max_size=30,
)


def account(*lines: Line, regime: str = FLAT, **given: object) -> Account:
    return Account(OF_2025, regime, None, lines, **given)  # type: ignore[arg-type] # -- as given


def hours(quarters: int, month: int = 3, day: int = 1) -> Line:
    return Line(date(2025, month, day), HOURS, quarters)


@pytest.mark.parametrize(
    ("year", "amounts"),
    [
        (2022, (500, 275, 18_000, 180_000, 19)),
        (2023, (500, 275, 19_000, 190_000, 21)),
        (2024, (550, 325, 21_000, 210_000, 23)),
        (2025, (560, 330, 21_000, 210_000, 23)),
    ],
)
def test_the_amounts_of_each_year(year, amounts):
    row = rates.national(year)
    assert (row.hour, row.hour_young, row.month, row.in_year, row.km) == amounts
    assert row.verified
    assert "Belastingdienst" in row.source


def test_a_year_that_nobody_looked_up_yet_says_so():
    for year in (2026, 2027, 2040):
        row = rates.national(year)
        assert (row.year, row.verified, row.month) == (year, False, 21_000)
        assert "nog niet nagekeken" in row.source
    assert rates.national(2019).verified is False


def test_the_table_has_every_year_once_and_never_goes_down():
    assert [row.year for row in rates.TABLE] == list(range(rates.TABLE[0].year, 2027))
    for before, after in pairwise(rates.TABLE):
        assert before.month <= after.month
        assert before.hour <= after.hour


def test_what_each_kind_is_worth():
    assert rules.worth(Line(TODAY, KM, 40), OF_2025, None) == 920
    assert rules.worth(Line(TODAY, RECEIPT, 1250), OF_2025, None) == 1250
    assert rules.worth(Line(TODAY, HOURS, 6), OF_2025, None) == 840


def test_who_is_not_21_yet_has_the_lower_amount_until_that_very_day():
    birthday = date(2025, 10, 21)
    assert rules.worth(Line(date(2025, 10, 20), HOURS, 4), OF_2025, birthday) == 330
    assert rules.worth(Line(birthday, HOURS, 4), OF_2025, birthday) == 560


def test_a_quarter_hour_is_rounded_down_so_that_an_hour_stays_under_its_cap():
    birthday = date(2026, 1, 1)
    assert rules.worth(Line(TODAY, HOURS, 1), OF_2025, birthday) == 82


def test_what_was_approved_stays_what_it_was():
    assert account(Line(TODAY, KM, 40, cents=1)).paid[9] == 1


def test_thirty_five_hours_in_a_month_nearly_fill_it():
    (sentence,) = account(hours(35 * 4)).warnings(3)
    assert sentence == "Je zit in maart op €\u00a0196,00 van de €\u00a0210,00 per maand die belastingvrij is."


def test_four_euro_an_hour_and_travel_is_above_the_month_as_the_belastingdienst_says():
    lines = [Line(date(2025, 3, 7 * week), RECEIPT, 5200) for week in (1, 2, 3, 4)]
    (sentence,) = account(*lines, Line(date(2025, 3, 30), KM, 20)).warnings(3)
    assert sentence.startswith(
        "Je komt in maart op €\u00a0212,60. Belastingvrij is hooguit €\u00a0210,00 per maand."
    )
    assert "bel het bureau" in sentence


def test_months_are_not_averaged():
    one = account(hours(160, month=3))
    assert one.over(3)
    assert not one.over(4)
    assert one.warnings(4) == ()


def test_the_year_fills_too_and_counts_from_the_month_in_which_it_passes():
    full = account(*(hours(148, month) for month in range(1, 12)))
    assert sum(full.months) == 227_920
    assert [full.over(month) for month in (1, 10, 11)] == [False, False, True]
    assert any("per jaar" in one for one in full.warnings(11))


def test_what_others_paid_counts():
    both = account(hours(100), elsewhere={3: 7_001})
    assert both.over(3)
    assert both.paid[2] == 14_000
    assert both.months[2] == 21_001


def test_exactly_the_cap_is_not_above_it():
    assert not account(hours(150)).over(3)
    assert account(hours(150), Line(date(2025, 3, 2), RECEIPT, 1)).over(3)


def test_real_costs_have_no_caps():
    lots = account(Line(date(2025, 3, 1), RECEIPT, 90_000), regime=REAL, elsewhere={3: 90_000})
    assert lots.warnings(3) == ()
    assert not lots.over(3)
    assert not lots.passes([Line(date(2025, 3, 1), RECEIPT, 90_000)], 3)


def test_the_warning_comes_before_the_line_that_passes_and_once():
    before = account(hours(140))
    assert not before.passes([hours(10)], 3)
    assert before.passes([hours(11)], 3)
    assert not account(hours(151)).passes([hours(1)], 3)
    year = account(*(hours(148, month) for month in range(1, 11)))
    assert year.passes([hours(40, 11)], 11)
    assert before.with_lines([hours(11)]).over(3)


@settings(max_examples=60, deadline=None)
@given(LINES, st.dictionaries(st.integers(1, 12), st.integers(0, 30_000)), st.randoms())
def test_totals_do_not_depend_on_the_order(lines, elsewhere, chance):
    shuffled = list(lines)
    random.Random(chance.random()).shuffle(shuffled)
    first, second = (account(*each, elsewhere=elsewhere) for each in (lines, shuffled))
    assert first.months == second.months
    assert [first.warnings(month) for month in range(1, 13)] == [
        second.warnings(month) for month in range(1, 13)
    ]


@settings(max_examples=60, deadline=None)
@given(LINES, st.dictionaries(st.integers(1, 12), st.integers(0, 30_000)))
def test_without_a_word_of_warning_all_caps_hold_at_once(lines, elsewhere):
    year = account(*lines, elsewhere=elsewhere)
    for month in range(1, 13):
        silent = not any("Belastingvrij is hooguit" in one for one in year.warnings(month))
        within = year.months[month - 1] <= OF_2025.month and sum(year.months) <= OF_2025.in_year
        assert silent == within
        assert year.over(month) <= (not within)
    for line in lines:
        if line.kind == HOURS:
            assert year.worth(line) * 4 <= line.amount * OF_2025.hour


def claim(**told: object) -> Claim:
    return Claim(**{"kind": KM, "on": TODAY, "amount": 10, **told})  # type: ignore[arg-type] # -- as told


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"kind": "wage"}, "Kies wat je"),
        ({"on": date(2025, 10, 22)}, "moet nog komen"),
        ({"on": date(2023, 12, 31)}, "te lang geleden"),
        ({"amount": 0}, "te veel voor één keer"),
        ({"amount": 601}, "te veel voor één keer"),
        ({"kind": HOURS}, "vast bedrag per uur"),
        ({"kind": RECEIPT, "what": "yacht"}, "waar het bonnetje van is"),
        ({"kind": RECEIPT, "what": "other"}, "Schrijf erbij"),
        ({"kind": RECEIPT, "what": "other", "note": "naar NL91 ABNA 0417 1643 00"}, "rekeningnummer"),
        ({"about": "traject", "number": "ZZZZZZ"}, "een traject van jou"),
    ],
)
def test_what_cannot_be_claimed(told, sentence):
    with pytest.raises(DomainError, match=sentence):
        rules.check_claim(claim(**told), REAL, TODAY, ["ABCDEF"])


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"on": date(2024, 1, 1)},
        {"about": "traject", "number": "ABCDEF"},
        {"about": "training"},
        {"kind": RECEIPT, "what": "other", "note": "een bos bloemen van 25 euro"},
    ],
)
def test_what_can_be_claimed(told):
    rules.check_claim(claim(**told), REAL, TODAY, ["ABCDEF"])
    rules.check_claim(claim(kind=HOURS), FLAT, TODAY, [])


@pytest.mark.parametrize(
    "text", ["NL91ABNA0417164300", "nl91 abna 0417 1643 00", "zie DE89370400440532013000."]
)
def test_no_bank_number_is_kept(text):
    with pytest.raises(DomainError, match="rekeningnummer"):
        rules.check_no_iban(text)


@pytest.mark.parametrize(
    "text", ["", "trein 7 uur", "parkeren bij het dorpshuis in Slochteren", "op 3-3-2026"]
)
def test_plain_words_are_no_bank_number(text):
    rules.check_no_iban(text)


def test_what_was_approved_does_not_change():
    for state in ("entered", "returned"):
        rules.check_open(state)
    for state in ("approved", "exported"):
        with pytest.raises(TooLateError):
            rules.check_open(state)
    rules.check_waits("entered")
    with pytest.raises(TooLateError):
        rules.check_waits("returned")


def test_one_way_for_a_calendar_year():
    rules.check_choice(FLAT, False, [KM])
    rules.check_choice(FLAT, False, [HOURS])
    rules.check_choice(REAL, False, [KM, RECEIPT])
    with pytest.raises(DomainError, match="al uren opgeschreven"):
        rules.check_choice(REAL, False, [KM, HOURS])
    with pytest.raises(TooLateError, match="al iets goedgekeurd"):
        rules.check_choice(FLAT, True, [])
    with pytest.raises(DomainError, match="Kies een van de twee"):
        rules.check_choice("both", False, [])


def test_what_others_paid_is_an_amount_of_a_month():
    rules.check_elsewhere(12, 0)
    for month, cents in ((0, 100), (13, 100), (1, -1), (1, rules.MOST_ELSEWHERE + 1)):
        with pytest.raises(DomainError):
            rules.check_elsewhere(month, cents)
