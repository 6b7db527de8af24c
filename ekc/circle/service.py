"""Writing down who the household wants around the table, and that they were spoken."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ekc import clock
from ekc.accounts.models import Role
from ekc.audit.service import record
from ekc.circle import queries, rules
from ekc.circle.models import CircleMember
from ekc.db import db, new_id
from ekc.errors import DomainError
from ekc.people import queries as people
from ekc.people import service as people_service
from ekc.people.models import Kind
from ekc.referrals import service as referrals
from ekc.referrals.rules import check_no_bsn, texts_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from ekc.accounts.actor import Actor
    from ekc.people.models import Person
    from ekc.people.service import Particulars
    from ekc.referrals.models import Assignment, Referral


def for_lead(municipality_id: int, referral_id: int, by: Actor) -> Actor:
    """The bureau acts here on behalf of the coordinator who phoned; anybody else for themselves."""
    if not by.is_a(Role.BUREAU):
        return by
    return by.acting_for(queries.lead_person_id(municipality_id, referral_id))


def first_contact(referral: Referral, assignment: Assignment, on: date, *, by: Actor) -> None:
    """The coordinator spoke the family on day `on`: the hoofdpersonen now stand in their own circle.

    An only one has been spoken then; of several, each is still spoken in person. DomainError for a day to
    come, or before the assignment began.
    """
    rules.check_contact_day(on, assignment.since.astimezone(clock.HOME).date(), clock.today())
    by = for_lead(referral.municipality_id, referral.id, by)
    referrals.note_first_contact(assignment, on, by=by)
    known = {member.person_id for member, _ in queries.of_referral(referral)}
    new = [person_id for person_id in queries.focus_ids(referral) if person_id not in known]
    spoken = clock.now() if len(new) == 1 else None
    for person_id in new:
        _join(referral, person_id, rules.HOUSEHOLD, spoken, by)


def add(referral: Referral, told: Particulars, relation: str, *, by: Actor) -> CircleMember:
    """Somebody for the circle: a given name is enough. DomainError without one, or where a BSN is written."""
    _check(told, relation)
    by = for_lead(referral.municipality_id, referral.id, by)
    person = people_service.add(referral.municipality_id, _fitting(told, relation))
    return _join(referral, person.id, relation, None, by)


def spoken(member: CircleMember, *, by: Actor) -> None:
    """Somebody was spoken: from now on they may get a message. Saying it twice changes nothing."""
    if member.spoken_at is not None:
        return
    by = for_lead(member.municipality_id, member.referral_id, by)
    member.spoken_at = clock.now()
    member.approached_at = member.approached_at or member.spoken_at
    record("speak_member", "circle_member", member.id, by=by)
    db.session.flush()


def approached(member: CircleMember, *, by: Actor) -> None:
    """Somebody was asked to have a word. Saying it twice changes nothing."""
    if member.approached_at is not None:
        return
    by = for_lead(member.municipality_id, member.referral_id, by)
    member.approached_at = clock.now()
    record("approach_member", "circle_member", member.id, by=by)
    db.session.flush()


def said(member: CircleMember, stand: str, *, by: Actor) -> None:
    """What somebody says they do, of `rules.STANDS`: so they were spoken too. DomainError for anything
    else."""
    rules.check_stand(stand, member.relation)
    spoken(member, by=by)
    by = for_lead(member.municipality_id, member.referral_id, by)
    member.stand, member.stand_at = stand, clock.now()
    record("say_member", "circle_member", member.id, by=by, reason=stand)
    db.session.flush()


def asked_who_is_missing(member: CircleMember, *, by: Actor) -> None:
    """Somebody was asked who else should be there. Saying it twice changes nothing."""
    if member.asked_missing_at is not None:
        return
    by = for_lead(member.municipality_id, member.referral_id, by)
    member.asked_missing_at = clock.now()
    record("ask_who_is_missing", "circle_member", member.id, by=by)
    db.session.flush()


def describe(member: CircleMember, told: rules.More, *, by: Actor) -> None:
    """What somebody needs and how they take part. DomainError where a BSN is written, or somebody would be
    their own support."""
    check_no_bsn([told.only_if or ""])
    if told.supported_by_id == member.person_id:
        raise DomainError("Kies iemand anders als steunpersoon.")
    for name in rules.More.__slots__:
        setattr(member, name, getattr(told, name))
    record(
        "describe_member",
        "circle_member",
        member.id,
        by=for_lead(member.municipality_id, member.referral_id, by),
    )
    db.session.flush()


def change(
    member: CircleMember,
    person: Person,
    told: Particulars,
    relation: str,
    *,
    keep_contact: bool = False,
    by: Actor,
) -> None:
    """Set what is known about somebody. With `keep_contact`, an empty phone, mail or address stays what it
    was."""
    _check(told, relation)
    by = for_lead(member.municipality_id, member.referral_id, by)
    if keep_contact:
        told = replace(
            told,
            phone=told.phone or people.address(person, "phone"),
            mail=told.mail or people.address(person, "mail"),
            post=told.post or people.address(person, "post"),
        )
    member.relation = relation
    people_service.change(person, _fitting(told, relation))
    record("change_member", "circle_member", member.id, by=by)
    db.session.flush()


def remove(member: CircleMember, *, by: Actor) -> None:
    """Somebody does not take part any more."""
    by = for_lead(member.municipality_id, member.referral_id, by)
    member.removed_at = clock.now()
    record("remove_member", "circle_member", member.id, by=by)
    db.session.flush()


def _check(told: Particulars, relation: str) -> None:
    rules.check(told.given_name, relation)
    check_no_bsn(texts_of(told))


def _join(
    referral: Referral, person_id: int, relation: str, spoken_at: datetime | None, by: Actor
) -> CircleMember:
    member = CircleMember(
        id=new_id(),
        municipality_id=referral.municipality_id,
        referral_id=referral.id,
        person_id=person_id,
        relation=relation,
        approached_at=spoken_at,
        spoken_at=spoken_at,
    )
    db.session.add(member)
    record("add_member", "circle_member", member.id, by=by)
    db.session.flush()
    return member


def _fitting(told: Particulars, relation: str) -> Particulars:
    """Who comes for work is a professional to us; who no longer does is not."""
    if relation == rules.PROFESSIONAL:
        return replace(told, kind=Kind.PROFESSIONAL.value)
    return replace(told, kind=Kind.ADULT.value) if told.kind == Kind.PROFESSIONAL.value else told
