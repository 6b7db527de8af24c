"""What an aanmelding must hold, who must agree, what follows by itself, and how many days that may take."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ekc.errors import DomainError
from ekc.people.service import Particulars
from ekc.referrals import rules
from ekc.referrals.rules import Said, Told

TODAY = date(2026, 11, 20)
FAM = Particulars("Fam", "Jansen")
WHOLE = Told(goal="rust", focus=(FAM,), no_fixed_address=True)
BSN = "111222333"


def refused(told):
    with pytest.raises(DomainError) as caught:
        rules.check(told, TODAY)
    return str(caught.value)


def test_little_is_needed():
    rules.check(WHOLE, TODAY)
    rules.check(replace(WHOLE, no_fixed_address=False, locality_id=7), TODAY)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"goal": ""}, "wat zij willen bereiken"),
        ({"focus": ()}, "minstens één hoofdpersoon"),
        ({"no_fixed_address": False}, "dorp of wijk"),
        ({"focus": (Particulars("Fam"),)}, "achternaam"),
        ({"focus": (Particulars("", "Jansen"),)}, "voornaam"),
        ({"focus": (Particulars("Kim", "Jansen", kind="child"),)}, "leeftijd"),
        ({"focus": (Particulars("Kim", "J", kind="child", age_group="0-11", birth_year=1980),)}, "1980"),
        ({"focus": (FAM, Particulars("FAM", " jansen"))}, "twee keer"),
        ({"responsible_person_id": 3, "backstop_person_id": 3}, "twee verschillende mensen"),
        ({"responsible": FAM, "backstop": Particulars("fam", "Jansen")}, "twee verschillende mensen"),
    ],
)
def test_what_an_aanmelding_cannot_do_without(change, words):
    assert words in refused(replace(WHOLE, **change))


@pytest.mark.parametrize(
    "change",
    [
        {"responsible": FAM, "backstop": Particulars("Ans", "Jansen")},
        {"responsible": FAM, "backstop": replace(FAM, phone="+31612345678")},
        {"responsible": FAM, "backstop_person_id": 4},
        {"responsible_person_id": 3, "backstop_person_id": 4},
        {"responsible_person_id": 3},
    ],
)
def test_two_professionals_who_differ(change):
    rules.check(replace(WHOLE, **change), TODAY)


@pytest.mark.parametrize(
    ("year", "age", "fits"),
    [
        (2026, "0-11", True),
        (2014, "0-11", True),
        (2013, "0-11", False),
        (2027, "0-11", False),
        (2014, "12-15", True),
        (2010, "12-15", True),
        (2015, "12-15", False),
        (2009, "16-17", True),
        (2011, "16-17", False),
        (2008, None, True),
        (2009, None, False),
        (1905, None, True),
        (1904, None, False),
    ],
)
def test_a_year_of_birth_fits_an_age(year, age, fits):
    assert rules.year_fits(year, age, TODAY) is fits


@pytest.mark.parametrize(
    "change",
    [
        {"goal": f"zijn nummer is {BSN}"},
        {"going_on": "1112.22.333"},
        {"own_words": "111 222 333"},
        {"already": "BSN:111-222-333."},
        {"lead_now": "dossier 10 111222333"},
        {"organisations": ("Lefier", f"klant {BSN}")},
        {"help_now": "１１１２２２３３３"},
        {"focus": (replace(FAM, needs=f"kaart {BSN}"),)},
        {"focus": (replace(FAM, safe_moment=BSN),)},
        {"parents": (Particulars("Piet", BSN),)},
        {"responsible": Particulars("Ans", "Bos", organisation=f"VKB {BSN}")},
        {"goal": f"{BSN} 2026"},
    ],
)
def test_a_bsn_is_refused_wherever_it_stands(change):
    assert "burgerservicenummer" in refused(replace(WHOLE, **change))


@pytest.mark.parametrize(
    "text",
    [
        "123456789",
        "000000000",
        "06 12 34 56 78",
        "0612345678",
        "+31612345678",
        "1112223334",
        "€ 111.222",
        "9 mei 2026 om 10.30",
    ],
)
def test_other_numbers_are_just_numbers(text):
    assert rules.bsn_in(text) is None
    rules.check(replace(WHOLE, goal=text), TODAY)


def test_a_phone_number_is_not_looked_at():
    assert list(rules.texts_of(replace(FAM, phone=BSN, mail=f"{BSN}@voorbeeld.nl"))) == ["Fam", "Jansen"]


def test_a_draft_loses_its_bsn_and_nothing_else():
    assert rules.without_bsn(f"a {BSN} b {BSN}") == "a [nummer weggehaald] b [nummer weggehaald]"
    assert rules.without_bsn("niets bijzonders") == "niets bijzonders"


@pytest.mark.parametrize(
    "other",
    [("Zoë", "de Vries"), ("ZOE", "De-Vries"), (" Zoë ", "de  Vries"), ("Zoe\u0308", "de Vries")],
)
def test_one_spelling_of_a_name(other):
    assert rules.plain_name(*other) == "zoe de vries"


@pytest.mark.parametrize(
    ("year", "others", "other_person"),
    [
        (1990, [1950], True),
        (1990, [1950, 1960], True),
        (1990, [1990], False),
        (1990, [1950, 1990], False),
        (1990, [None], False),
        (None, [1950], False),
        (None, [None], False),
    ],
)
def test_only_two_years_that_differ_tell_namesakes_apart(year, others, other_person):
    assert rules.is_other(year, others) is other_person


def test_two_hoofdpersonen_of_one_name_need_both_their_years():
    father, son = Particulars("Jan", "Bos", birth_year=1950), Particulars("Jan", "Bos", birth_year=1980)
    told = Told(goal="Rust.", focus=(father, son), no_fixed_address=True)
    rules.check(told, TODAY)
    with pytest.raises(DomainError, match="geboortejaar"):
        rules.check(replace(told, focus=(father, replace(son, birth_year=None))), TODAY)
    with pytest.raises(DomainError, match="twee keer"):
        rules.check(replace(told, focus=(father, father)), TODAY)


ADULT, OLD, TEEN, SMALL = 1, 2, 3, 4
PA, MA = 8, 9


@pytest.mark.parametrize(
    ("ages", "said", "authority", "state"),
    [
        # a grown-up, and from sixteen on, decides alone
        ({ADULT: None}, [Said(ADULT, False, "yes")], "unknown", "complete"),
        ({OLD: "16-17"}, [Said(OLD, False, "yes")], "unknown", "complete"),
        ({ADULT: None}, [Said(ADULT, False, "asked")], "unknown", "missing"),
        ({ADULT: None}, [], "unknown", "missing"),
        ({}, [], "unknown", "missing"),
        (
            {ADULT: None, OLD: "16-17"},
            [Said(ADULT, False, "yes"), Said(OLD, False, "asked")],
            "unknown",
            "missing",
        ),
        # twelve to fifteen: the child and the parents
        (
            {TEEN: "12-15"},
            [Said(TEEN, False, "yes"), Said(PA, True, "yes"), Said(MA, True, "yes")],
            "two",
            "complete",
        ),
        (
            {TEEN: "12-15"},
            [Said(TEEN, False, "yes"), Said(PA, True, "yes"), Said(MA, True, "yes")],
            "unknown",
            "complete",
        ),
        (
            {TEEN: "12-15"},
            [Said(TEEN, False, "asked"), Said(PA, True, "yes"), Said(MA, True, "yes")],
            "two",
            "missing",
        ),
        ({TEEN: "12-15"}, [Said(TEEN, False, "yes")], "one", "missing"),
        ({TEEN: "12-15"}, [Said(TEEN, False, "yes"), Said(PA, True, "yes")], "one", "complete"),
        ({TEEN: "12-15"}, [Said(TEEN, False, "yes"), Said(PA, True, "yes")], "two", "one_parent"),
        (
            {TEEN: "12-15"},
            [Said(TEEN, False, "yes"), Said(PA, True, "yes"), Said(MA, True, "asked")],
            "one",
            "one_parent",
        ),
        # under twelve: the parents alone
        ({SMALL: "0-11"}, [Said(PA, True, "yes")], "one", "complete"),
        ({SMALL: "0-11"}, [Said(PA, True, "yes"), Said(MA, True, "yes")], "two", "complete"),
        ({SMALL: "0-11"}, [Said(PA, True, "yes")], "unknown", "one_parent"),
        ({SMALL: "0-11"}, [Said(PA, True, "asked"), Said(MA, True, "asked")], "two", "missing"),
        ({SMALL: "0-11"}, [], "unknown", "missing"),
        # a parent who is a hoofdpersoon says yes once
        ({ADULT: None, SMALL: "0-11"}, [Said(ADULT, True, "yes")], "one", "complete"),
        ({ADULT: None, SMALL: "0-11"}, [Said(ADULT, False, "yes")], "one", "missing"),
        # somebody wants to hear more, or does not want it
        ({ADULT: None}, [Said(ADULT, False, "explain")], "unknown", "explain"),
        (
            {TEEN: "12-15"},
            [Said(TEEN, False, "yes"), Said(PA, True, "no"), Said(MA, True, "explain")],
            "two",
            "refused",
        ),
    ],
)
def test_who_must_agree(ages, said, authority, state):
    assert rules.assent_state(ages, said, authority) == state


@pytest.mark.parametrize(
    ("state", "assent", "move"),
    [
        ("submitted", "complete", "assent"),
        ("submitted", "explain", "explain"),
        ("submitted", "one_parent", "await_parent"),
        ("submitted", "missing", "ask_assent"),
        ("submitted", "refused", "ask_assent"),
        ("assent_asked", "missing", None),
        ("assent_asked", "refused", None),
        ("assent_asked", "complete", "assent"),
        ("wants_explanation", "explain", None),
        ("wants_explanation", "missing", "ask_assent"),
        ("one_parent_missing", "one_parent", None),
        ("one_parent_missing", "complete", "assent"),
        ("assent_given", "missing", "withdraw_assent"),
        ("matching", "refused", "withdraw_assent"),
        ("matching", "complete", None),
        ("matched", "missing", None),
        ("planned", "refused", None),
        ("draft", "complete", None),
        ("returned", "complete", None),
    ],
)
def test_what_follows_by_itself(state, assent, move):
    assert rules.next_move(state, assent, has_professionals=False, contacted=False) == move


def test_seeking_waits_for_two_professionals_and_preparing_for_a_first_contact():
    assert rules.next_move("assent_given", "complete", has_professionals=True, contacted=False) == "seek"
    assert rules.next_move("assent_given", "complete", has_professionals=False, contacted=False) is None
    assert rules.next_move("matched", "complete", has_professionals=True, contacted=True) == "prepare"
    assert rules.next_move("matched", "complete", has_professionals=True, contacted=False) is None


@pytest.mark.parametrize(
    ("day", "days", "after"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # from Friday to Monday
        (date(2026, 11, 20), 5, date(2026, 11, 27)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # from Saturday
        (date(2026, 11, 23), 4, date(2026, 11, 27)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
    ],
)
def test_working_days(day, days, after):
    assert rules.working_days_after(day, days) == after


def test_first_contact_within_five_working_days_or_today():
    assert rules.first_contact_by(TODAY, "normal") == date(2026, 11, 27)
    assert rules.first_contact_by(TODAY, "urgent") == TODAY
