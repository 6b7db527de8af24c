"""The form of an aanmelding that came back, filled with what is known: as if somebody had just typed it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from werkzeug.datastructures import MultiDict

from ekc.people.queries import address

if TYPE_CHECKING:
    from ekc.people.models import Person
    from ekc.referrals.models import Referral
    from ekc.referrals.queries import Concerned

Pair = tuple[str, str]
TEXTS = (
    "goal", "going_on", "already", "own_words", "authority", "household", "network_size", "urgency", "wishes",
    "own_village", "avoid", "help_now", "earlier_help", "lead_now", "frame", "ave_status", "source",
    "conditions", "visiting", "meets_not", "hides_address",
)  # fmt: skip
NUMBERS = ("children", "professionals_now", "locality_id", "lead_checked_on")
LISTS = ("languages", "themes", "life_areas")
TICKS = ("no_fixed_address", "extra_explanation", "share_coordinator", "share_bureau")
RENAMED = {"locality_id": "locality"}
OF_PERSON = ("given_name", "surname", "birth_year", "needs", "safe_moment", "organisation")
TICKS_OF_PERSON = ("interpreter", "shared_phone", "read_along")


def refilled(
    referral: Referral, concerned: Sequence[Concerned], me: int, bureau: Collection[int]
) -> MultiDict[str, str]:
    """The fields by name; `me` is the person id of who referred, `bureau` those whom the form offers."""
    focus = [one for one in concerned if one.is_focus]
    parents = [one for one in concerned if not one.is_focus and one.assent and one.assent.as_parent]
    persons = {one.person.id: one.person for one in concerned}
    pairs = [*_plain(referral)]
    for group, rows in (("focus", focus[:4]), ("parent", parents[:2])):
        for place, one in enumerate(rows, 1):
            pairs += _concerned(f"{group}{place}", one)
    pairs += _professional("responsible", referral.responsible_person_id, persons, {me: "me"})
    pairs += _professional(
        "backstop", referral.backstop_person_id, persons, {each: str(each) for each in bureau}
    )
    return MultiDict(pairs)


def _plain(referral: Referral) -> Iterator[Pair]:
    for name in (*TEXTS, *NUMBERS):
        value = getattr(referral, name)
        if value is not None:
            yield RENAMED.get(name, name), str(value)
    for name in LISTS:
        yield from ((name, value) for value in getattr(referral, name))
    yield from ((name, "y") for name in TICKS if getattr(referral, name))
    yield "organisations", ", ".join(referral.organisations)


def _concerned(group: str, one: Concerned) -> list[Pair]:
    pairs = [*_person(group, one.person), (f"{group}-age", one.person.age_group or "18+")]
    if one.assent:
        pairs.append((f"{group}-answer", one.assent.answer))
        if one.assent.as_parent:
            pairs.append((f"{group}-has_authority", "y"))
    return pairs


def _person(group: str, person: Person) -> Iterator[Pair]:
    for name in OF_PERSON:
        if (value := getattr(person, name)) is not None:
            yield f"{group}-{name}", str(value)
    for kind in ("phone", "mail"):
        if value := address(person, kind):
            yield f"{group}-{kind}", value
    yield from ((f"{group}-{name}", "y") for name in TICKS_OF_PERSON if getattr(person, name))


def _professional(
    group: str, person_id: int | None, persons: dict[int, Person], offered: dict[int, str]
) -> list[Pair]:
    if person_id is None or person_id not in persons:
        return []
    if person_id in offered:
        return [(f"{group}_is", offered[person_id])]
    return [(f"{group}_is", "other"), *_person(group, persons[person_id])]
