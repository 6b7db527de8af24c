"""What an aanmelding must hold, who must agree to it, and when somebody has waited too long."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from ekc.errors import DomainError
from ekc.people.service import Particulars
from ekc.places.holidays import name_of
from ekc.referrals.lifecycle import State

CHILD = ("0-11", "12-15")  # a parent with gezag must agree
YEARS = {"0-11": (0, 11), "12-15": (12, 15), "16-17": (16, 17), "18+": (18, 120)}
NINE_DIGITS = re.compile(r"(?<!\d)\d{9}(?!\d)|(?<!\d)(?<!\d[ .\-])(?:\d[ .\-]?){8}\d(?!\d)")
BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
SPOKEN_OF = ("given_name", "surname", "needs", "safe_moment", "organisation")
FIRST_CONTACT_DAYS = 5
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that an aanmelding tells. Texts are plain, codes come from `codes`, a missing thing is None.

    `focus_answers` and `parent_answers` stand in the order of the people they belong to; who is missing there
    has not answered yet. `parents_in_focus` are the places (from 0) of hoofdpersonen with gezag over a child
    in this aanmelding; parents who are no hoofdpersoon stand in `parents`. The two professionals are told as
    particulars, or by the id of a person whom we know.
    """

    goal: str
    focus: tuple[Particulars, ...]
    parents: tuple[Particulars, ...] = ()
    parents_in_focus: tuple[int, ...] = ()
    authority: str = "unknown"
    focus_answers: tuple[str, ...] = ()
    parent_answers: tuple[str, ...] = ()
    channel: str = "spoken"
    locality_id: int | None = None
    no_fixed_address: bool = False
    meets_not: str = "unknown"
    hides_address: str = "unknown"
    household: str | None = None
    children: int | None = None
    languages: tuple[str, ...] = ("nld",)
    network_size: str | None = None
    extra_explanation: bool = False
    going_on: str | None = None
    already: str | None = None
    own_words: str | None = None
    life_areas: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    share_coordinator: bool = False
    share_bureau: bool = False
    wishes: str | None = None
    own_village: str = "any"
    avoid: str | None = None
    source: str | None = None
    organisations: tuple[str, ...] = ()
    urgency: str = "normal"
    ave_status: str = "unknown"
    frame: str = "voluntary"
    professionals_now: int | None = None
    help_now: str | None = None
    earlier_help: str = "unknown"
    lead_now: str | None = None
    lead_checked_on: date | None = None
    conditions: str = "unknown"
    visiting: str = "unknown"
    responsible: Particulars | None = None
    responsible_person_id: int | None = None
    backstop: Particulars | None = None
    backstop_person_id: int | None = None
    whose: str | None = None  # of a place of another team: ours, theirs


PEOPLE = {
    "whose",
    "focus", "parents", "parents_in_focus", "focus_answers", "parent_answers", "channel",
    "responsible", "responsible_person_id", "backstop", "backstop_person_id",
}  # fmt: skip
COLUMNS = tuple(each.name for each in fields(Told) if each.name not in PEOPLE)


class Said(NamedTuple):
    """What one person said about taking part: asked, yes, explain or no."""

    person_id: int
    as_parent: bool
    answer: str


def check(told: Told, today: date) -> None:
    """DomainError with the first thing that an aanmelding cannot do without, or must not hold."""
    if not told.goal:
        raise DomainError("Schrijf op wat zij willen bereiken, in hun eigen woorden.")
    if not told.focus:
        raise DomainError("Vul minstens één hoofdpersoon in.")
    if told.locality_id is None and not told.no_fixed_address:
        raise DomainError("Kies een dorp of wijk, of vink 'geen vast adres' aan.")
    for one in told.focus:
        check_focus(one, today)
    _check_apart(told.focus)
    check_two_professionals(told)
    check_no_bsn(texts(told))


def check_focus(one: Particulars, today: date) -> None:
    """DomainError where a hoofdpersoon lacks a name or an age group, or the year of birth contradicts it."""
    if not one.given_name or not one.surname:
        raise DomainError("Vul van elke hoofdpersoon de voornaam en de achternaam in.")
    if one.kind == "child" and one.age_group is None:
        raise DomainError("Vul van elke hoofdpersoon de leeftijd in.")
    if one.birth_year is not None and not year_fits(one.birth_year, one.age_group, today):
        raise DomainError(
            f"Het geboortejaar {one.birth_year} past niet bij de leeftijd van {one.given_name}."
        )


def year_fits(year: int, age_group: str | None, today: date) -> bool:
    """Whether somebody born in `year` can be in `age_group` on `today`; None is a grown-up."""
    youngest, oldest = YEARS[age_group or "18+"]
    return today.year - oldest - 1 <= year <= today.year - youngest


def check_two_professionals(told: Told) -> None:
    """DomainError where the family's professional and the volunteer's achterwacht are one person."""
    if told.responsible_person_id is not None and told.responsible_person_id == told.backstop_person_id:
        raise DomainError(ONE_PROFESSIONAL)
    if told.responsible is None or told.backstop is None:
        return
    if _who(told.responsible) == _who(told.backstop):
        raise DomainError(ONE_PROFESSIONAL)


ONE_PROFESSIONAL = "De verantwoordelijke en de achterwacht zijn twee verschillende mensen."


def plain_name(given_name: str, surname: str) -> str:
    """One spelling of a name: no capitals, accents, hyphens or double spaces."""
    bare = unicodedata.normalize("NFKD", f"{given_name} {surname}".casefold())
    letters = "".join(sign if sign.isalnum() else " " for sign in bare if not unicodedata.combining(sign))
    return " ".join(letters.split())


def is_other(year: int | None, others: Iterable[int | None]) -> bool:
    """Whether the year of birth shows that somebody is none of the namesakes born in `others`."""
    return year is not None and all(other is not None and other != year for other in others)


def _check_apart(focus: Sequence[Particulars]) -> None:
    """DomainError where two of one aanmelding have one name, and no years that tell them apart."""
    for place, one in enumerate(focus):
        name = plain_name(one.given_name, one.surname)
        same = [other for other in focus[:place] if plain_name(other.given_name, other.surname) == name]
        if any(one.birth_year == other.birth_year for other in same):
            raise DomainError("Je vulde dezelfde hoofdpersoon twee keer in.")
        if same and not is_other(one.birth_year, [other.birth_year for other in same]):
            raise DomainError("Twee hoofdpersonen heten hetzelfde. Vul van allebei het geboortejaar in.")


def texts(told: Told) -> Iterator[str]:
    """Every free text of an aanmelding, also those about people; phone numbers and addresses left out."""
    for each in fields(told):
        value = getattr(told, each.name)
        if isinstance(value, str):
            yield value
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Particulars):
                yield from texts_of(one)
            elif isinstance(one, str):
                yield one


def texts_of(one: Particulars) -> Iterator[str]:
    """The free texts about a person."""
    yield from (value for name in SPOKEN_OF if (value := getattr(one, name)))


def check_no_bsn(words: Iterable[str]) -> None:
    """DomainError where one of `words` holds a burgerservicenummer. We need none, so we keep none."""
    for text in words:
        if (found := bsn_in(text)) is not None:
            raise DomainError(
                f"{found} lijkt een burgerservicenummer (BSN). Haal het weg: wij hebben het niet nodig."
            )


def bsn_in(text: str) -> str | None:
    """The first nine digits in `text` that pass the elfproef (Besluit burgerservicenummer, art. 2)."""
    for found in NINE_DIGITS.finditer(_plain(text)):
        digits = [int(sign) for sign in found[0] if sign.isdigit()]
        if any(digits) and sum(w * d for w, d in zip(BSN_WEIGHTS, digits, strict=True)) % 11 == 0:
            return found[0]
    return None


def without_bsn(text: str) -> str:
    """The same text with every burgerservicenummer taken out, for a draft that nobody has checked yet."""
    while (found := bsn_in(text)) is not None:
        text = _plain(text).replace(found, "[nummer weggehaald]")
    return text


def assent_state(ages: Mapping[int, str | None], said: Iterable[Said], authority: str) -> str:
    """How far the instemming is: complete, missing, explain, one_parent or refused.

    `ages` gives the age group of each hoofdpersoon by person id, None for a grown-up. Under twelve the
    parents with gezag decide, from twelve to fifteen the child and the parents, from sixteen on everybody for
    themselves: the rule of the Jeugdwet for help (art. 7.3.4), followed here by analogy.
    """
    answers = list(said)
    if any(one.answer == "no" for one in answers):
        return "refused"
    if any(one.answer == "explain" for one in answers):
        return "explain"
    yes = {one.person_id for one in answers if one.answer == "yes"}
    own = all(person_id in yes for person_id, age in ages.items() if age != CHILD[0])
    if not any(age in CHILD for age in ages.values()):
        return "complete" if own and ages else "missing"
    parents = [one for one in answers if one.as_parent]
    agreed = sum(one.answer == "yes" for one in parents)
    needed = max(len(parents), 1 if authority == "one" else 2)
    if own and agreed == needed:
        return "complete"
    return "one_parent" if own and agreed else "missing"


def next_move(state: str, assent: str, *, has_professionals: bool, contacted: bool) -> str | None:
    """The move that follows by itself from what is known; None where a person must do something first."""
    if state in (State.SUBMITTED, State.ASSENT_ASKED, State.WANTS_EXPLANATION, State.ONE_PARENT_MISSING):
        return _before_assent(state, assent)
    if state in (State.ASSENT_GIVEN, State.MATCHING) and assent != "complete":
        return "withdraw_assent"
    if state == State.ASSENT_GIVEN and has_professionals:
        return "seek"
    return "prepare" if state == State.MATCHED and contacted else None


def _before_assent(state: str, assent: str) -> str | None:
    moves = {"complete": "assent", "explain": "explain", "one_parent": "await_parent"}
    name = moves.get(assent, "ask_assent")
    already = {
        State.ASSENT_ASKED: "ask_assent",
        State.WANTS_EXPLANATION: "explain",
        State.ONE_PARENT_MISSING: "await_parent",
    }
    return None if already.get(State(state)) == name else name


@lru_cache(maxsize=4096)
def working_days_after(day: date, days: int) -> date:
    """The day that lies `days` working days after `day`: Monday to Friday, no holiday."""
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() < SATURDAY and name_of(day) is None
    return day


def first_contact_by(day: date, urgency: str) -> date:
    """When a coordinator assigned on `day` must have spoken the family: in five working days, or today."""
    return day if urgency == "urgent" else working_days_after(day, FIRST_CONTACT_DAYS)


def _plain(text: str) -> str:
    """The text with every digit of every script as 0-9."""
    return text if text.isascii() else "".join(str(unicodedata.decimal(sign, sign)) for sign in text)


def _who(one: Particulars) -> tuple[str, str | None]:
    return plain_name(one.given_name, one.surname), one.phone
