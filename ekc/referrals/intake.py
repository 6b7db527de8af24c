"""Writing down what an aanmelding tells: the household, its people, who must agree, the two professionals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ekc import clock
from ekc.db import db, new_id
from ekc.people import service as people
from ekc.referrals import namesakes, rules
from ekc.referrals.models import Assent, FocusPerson, Referral
from ekc.referrals.rules import Told


def write(referral: Referral, told: Told) -> None:
    """Everything that was told, into rows. IntegrityError where a hoofdpersoon has an open one."""
    for name in rules.COLUMNS:
        setattr(referral, name, getattr(told, name))
    focus = [people.add(referral.municipality_id, one) for one in told.focus]
    set_professionals(referral, told)
    for place, person in enumerate(focus):
        is_parent = place in told.parents_in_focus and person.age_group is None
        if person.age_group != rules.CHILD[0]:
            row = ask(referral, person.id, as_parent=is_parent)
            _answered(row, told.focus_answers, place, told.channel)
    for place, parent in enumerate(told.parents):
        row = ask(referral, people.add(referral.municipality_id, parent).id, as_parent=True)
        _answered(row, told.parent_answers, place, told.channel)
    db.session.flush()
    namesakes.take(
        referral, [(add_focus(referral, each.id), one) for each, one in zip(focus, told.focus, strict=True)]
    )


def add_focus(referral: Referral, person_id: int) -> FocusPerson:
    """Somebody who is a hoofdpersoon from now on."""
    row = FocusPerson(
        id=new_id(),
        municipality_id=referral.municipality_id,
        referral_id=referral.id,
        person_id=person_id,
        name_key="",
    )
    db.session.add(row)
    return row


def set_professionals(referral: Referral, told: Told) -> None:
    """The family's responsible professional and the volunteer's achterwacht, as far as they were told."""
    for name in ("responsible", "backstop"):
        one, known = getattr(told, name), getattr(told, f"{name}_person_id")
        if known is None and one is not None:
            known = people.add(referral.municipality_id, replace(one, kind="professional")).id
        if known is not None:
            setattr(referral, f"{name}_person_id", known)


def ask(referral: Referral, person_id: int, *, as_parent: bool) -> Assent:
    """Somebody whose assent is needed, not answered yet."""
    row = Assent(
        id=new_id(),
        municipality_id=referral.municipality_id,
        referral_id=referral.id,
        person_id=person_id,
        as_parent=as_parent,
        answer="asked",
    )
    db.session.add(row)
    return row


def _answered(row: Assent, answers: Sequence[str], place: int, channel: str) -> None:
    if place < len(answers) and answers[place] != "asked":
        set_answer(row, answers[place], channel)


def set_answer(row: Assent, answer: str, channel: str) -> None:
    """What somebody said, how and when."""
    asked = answer == "asked"
    row.answer, row.channel = answer, None if asked else channel
    row.answered_at = None if asked else clock.now()
