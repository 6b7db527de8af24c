"""An aanmelding that came back: the same rows, told better. Who is in it stays who they were."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from ekc.db import Base, db
from ekc.people import service as people
from ekc.people.models import Person
from ekc.people.queries import address
from ekc.people.service import PLAIN, Particulars
from ekc.referrals import assents, intake, namesakes, queries, rules
from ekc.referrals.models import Assent, FocusPerson, Referral
from ekc.referrals.rules import Told

PARENTS = 2  # as many as the form has room for
CONTACT = ("given_name", "surname", "phone", "mail")
OF_FOCUS = (
    *CONTACT, "kind", "birth_year", "age_group", "interpreter", "needs", "safe_moment", "shared_phone",
    "read_along",
)  # fmt: skip


def correct(referral: Referral, told: Told) -> None:
    """Everything as it is told now, into the rows there are. IntegrityError as for a new one."""
    _columns(referral, told)
    known = {one.person.id: one.person for one in queries.concerned(referral)}
    intake.set_professionals(referral, _same_professionals(referral, told, known))
    asked = {row.person_id: row for row in assents.assents(referral)}
    rows = {row.person_id: row for row in queries.focus_rows(referral)}
    parents = [known[each] for each, row in asked.items() if row.as_parent and each not in rows][:PARENTS]
    _free_names(rows.values())
    before = [known[each] for each in rows]
    there, named = _people(referral, before, told.focus, OF_FOCUS), []
    for place, person in enumerate(there):
        grown = person.age_group is None
        as_parent = place in told.parents_in_focus and grown
        if person.age_group != rules.CHILD[0]:
            _said(referral, asked.get(person.id), person, told.focus_answers, place, told.channel, as_parent)
        elif person.id in asked:
            db.session.delete(asked[person.id])
        named.append((rows.get(person.id) or intake.add_focus(referral, person.id), told.focus[place]))
    namesakes.take(referral, named)
    others = _people(referral, parents, told.parents, CONTACT)
    for place, person in enumerate(others):
        _said(referral, asked.get(person.id), person, told.parent_answers, place, told.channel, True)
    _leave([rows, asked], {one.id for one in [*before, *parents]} - {one.id for one in [*there, *others]})


def _columns(referral: Referral, told: Told) -> None:
    for name in rules.COLUMNS:
        setattr(referral, name, getattr(told, name))


def _free_names(rows: Iterable[FocusPerson]) -> None:
    """So that two who were told in each other's place do not stand in each other's way."""
    for row in rows:
        row.open_key = None
    db.session.flush()


def _leave(rows: Sequence[Mapping[int, Base]], gone: Collection[int]) -> None:
    """Who is not told of any more, is not in it any more."""
    for person_id in gone:
        for left in (each[person_id] for each in rows if person_id in each):
            db.session.delete(left)
    db.session.flush()


def _people(
    referral: Referral, before: Sequence[Person], told: Sequence[Particulars], asked: Sequence[str]
) -> list[Person]:
    """The person of each of `told`, in that order: by the name first, then whoever is left over, then new."""
    free, same = list(before), dict[int, Person]()
    for place, one in enumerate(told):
        person = next((each for each in free if _name(each) == _name(one)), None)
        if person is not None:
            same[place] = person
            free.remove(person)
    spare = free[:] if len(told) >= len(before) else []
    result = []
    for place, one in enumerate(told):
        person = same.get(place) or (spare.pop(0) if spare else None)
        if person is None:
            person = people.add(referral.municipality_id, one)
        else:
            _change(person, one, asked)
        result.append(person)
    return result


def _change(person: Person, told: Particulars, asked: Sequence[str]) -> None:
    """What the form asks as it was told, everything else as it was."""
    through = next((one.through_person_id for one in person.channels if one.through_person_id), None)
    known = {name: getattr(person, name) for name in PLAIN}
    given = {name: getattr(told, name) for name in asked}
    people.change(
        person,
        Particulars(**{**known, **given, "post": address(person, "post"), "through_person_id": through}),
    )


def _said(
    referral: Referral,
    row: Assent | None,
    person: Person,
    answers: Sequence[str],
    place: int,
    channel: str,
    as_parent: bool,  # noqa: FBT001 -- as it is in the row
) -> None:
    """What somebody said, where it is something else than what we knew."""
    row = row or intake.ask(referral, person.id, as_parent=as_parent)
    row.as_parent = as_parent
    answer = answers[place] if place < len(answers) else "asked"
    if row.answer != answer:
        intake.set_answer(row, answer, channel)


def _same_professionals(referral: Referral, told: Told, known: dict[int, Person]) -> Told:
    """The professionals by id where they are still the ones we know, their phones corrected."""
    for name in ("responsible", "backstop"):
        one: Particulars | None = getattr(told, name)
        person = known.get(getattr(referral, f"{name}_person_id") or 0)
        if one is not None and person is not None and _name(person) == _name(one):
            if person.kind == "professional":
                _change(person, one, (*CONTACT, "organisation"))
            told = replace(told, **{name: None, f"{name}_person_id": person.id})  # type: ignore[arg-type] # -- names of fields
    return told


def _name(one: Person | Particulars) -> str:
    return rules.plain_name(one.given_name, one.surname)
