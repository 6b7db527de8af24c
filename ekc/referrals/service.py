"""The verbs of a referral: begin, keep, send, agree, move, assign. Every step leaves its line."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.exc import IntegrityError

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.accounts.models import Role
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.errors import DomainError, NotFoundError, TooLateError
from ekc.people import service as people
from ekc.people.service import Particulars
from ekc.places.queries import municipality
from ekc.pool.models import Coordinator
from ekc.referrals import codes, intake, lifecycle, messages, namesakes, queries, rules
from ekc.referrals.correcting import correct
from ekc.referrals.lifecycle import ENDED, Facts, State
from ekc.referrals.models import ORGANISES, Assignment, Referral
from ekc.referrals.moving import advance, check_move, move
from ekc.referrals.rules import Told
from ekc.seals import keyed_hash
from ekc.web.formatting import phone

__all__ = [
    "add_second",
    "advance",
    "ask_replacement",
    "assign",
    "end",
    "move",
    "name_professionals",
    "note_first_contact",
    "record_assent",
    "release",
    "save_draft",
    "start",
    "state_authority",
    "submit",
    "take_off",
    "tell_apart",
    "tell_traject",
    "waive_choice",
]

NUMBER_SIGNS = "BCDFGHJKLMNPQRSTVWXZ"  # no vowels, so that no word comes out
OPEN_HERE = "Er loopt al een aanmelding: nummer {number} bij team {team}."
OPEN_ELSEWHERE = "Bel het bureau voordat je verdergaat: {phone}."
LEAD_LEFT = "lead_left"
SECOND_FASTER = "Er staat al iemand op deze plek."
SOMEBODY_FASTER = "Er was net iemand eerder: er is al een coördinator. Fijn dat je wilde helpen!"


def start(team_id: int, *, by: Actor) -> Referral:
    """A new draft for a team, by one of its people, or by the bureau for one. NotFoundError for others."""
    if team_id not in by.team_ids and not by.is_a(Role.BUREAU):
        raise NotFoundError
    if by.account_id is None:
        raise NotFoundError
    referral_id, moment = new_id(), clock.now()
    referral = Referral(
        id=referral_id,
        municipality_id=by.municipality_id,
        team_id=team_id,
        referrer_account_id=_referrer_account(team_id, by),
        started_by_id=by.account_id,
        number=_number(referral_id),
        state=State.DRAFT.value,
        state_since=moment,
        created_at=moment,
        languages=(),
        organisations=(),
        life_areas=(),
        themes=(),
    )
    db.session.add(referral)
    record("start_referral", "referral", referral.id, by=by)
    db.session.flush()
    return referral


def save_draft(referral: Referral, fields: Mapping[str, str | Sequence[str]], *, by: Actor) -> None:
    """Keep the form as it was left: the raw fields, sealed, no BSN. TooLateError once it was sent."""
    if referral.state not in (State.DRAFT, State.RETURNED):
        raise TooLateError("Deze aanmelding is al verstuurd.")
    kept = {
        name: [rules.without_bsn(value) for value in ([values] if isinstance(values, str) else values)]
        for name, values in fields.items()
    }
    referral.draft = json.dumps(kept, ensure_ascii=False)
    record("save_draft", "referral", referral.id, by=_for_referrer(referral, by))
    db.session.flush()


def submit(referral: Referral, told: Told, *, by: Actor) -> None:
    """Send an aanmelding, new or corrected after it came back, and let it go as far as it can by itself.

    DomainError for what is missing or must not be there; TooLateError where one of the hoofdpersonen already
    has an open aanmelding somewhere. After either, the draft is as it was.
    """
    again = referral.state == State.RETURNED
    name, write = ("resume_intake", correct) if again else ("submit", intake.write)
    by = _for_referrer(referral, by)
    check_move(referral, name, Facts(), None)
    rules.check(told, clock.today())
    try:
        with db.session.begin_nested():
            write(referral, told)
            move(referral, name, by=by)
    except IntegrityError as error:
        if "open" not in str(error.orig):
            raise
        namesakes.ask(referral, told)
        record("submit_referral", "referral", referral.id, reason="open_elsewhere", result="refused", by=by)
        raise TooLateError(_open_elsewhere(referral, by)) from error


def record_assent(referral: Referral, person_id: int, answer: str, channel: str, *, by: Actor) -> None:
    """What one person said about taking part, and how (spoken, written). The last answer holds.

    Also taking it back. Once a coordinator is on it nothing moves by itself: a person calls first.
    """
    if answer not in codes.ASSENT or channel not in codes.CHANNEL:
        raise DomainError("Kies wat diegene zei.")
    if referral.state == State.DRAFT or referral.state in ENDED:
        raise DomainError(f"Dat kan nu niet: dit staat op '{lifecycle.LABELS[State(referral.state)]}'.")
    row = next((one for one in queries.assents(referral) if one.person_id == person_id), None)
    if row is None:
        raise NotFoundError
    if by.is_a(Role.BUREAU) and not queries.in_team(by, referral):
        by = by.acting_for(person_id)
    intake.set_answer(row, answer, channel)
    record("record_assent", "referral", referral.id, reason=answer, by=by)
    db.session.flush()
    advance(referral, by=by)


def state_authority(referral: Referral, authority: str, parent: Particulars | None, *, by: Actor) -> None:
    """How many parents or guardians have gezag, and perhaps one more of them, whose assent is then asked."""
    if authority not in codes.AUTHORITY:
        raise DomainError("Kies hoeveel ouders of voogden gezag hebben.")
    by = _for_referrer(referral, by)
    referral.authority = authority
    if parent is not None:
        rules.check_no_bsn(rules.texts_of(parent))
        intake.ask(referral, people.add(referral.municipality_id, parent).id, as_parent=True)
    record("state_authority", "referral", referral.id, reason=authority, by=by)
    db.session.flush()
    advance(referral, by=by)


def name_professionals(referral: Referral, told: Told, *, by: Actor) -> None:
    """Who is responsible for the family, who is the achterwacht, and whether an agency sets conditions.

    Only those fields of `told` are used; what is empty stays as it was.
    """
    by = _for_referrer(referral, by)
    rules.check_two_professionals(told)
    rules.check_no_bsn(rules.texts(told))
    intake.set_professionals(referral, told)
    if (
        referral.responsible_person_id is not None
        and referral.responsible_person_id == referral.backstop_person_id
    ):
        raise DomainError(rules.ONE_PROFESSIONAL)
    if told.conditions != "unknown":
        referral.conditions = told.conditions
    record("name_professionals", "referral", referral.id, by=by)
    db.session.flush()
    advance(referral, by=by)


def waive_choice(referral: Referral, reason: str, *, by: Actor) -> None:
    """The family leaves the choice of coordinator to us, for a reason from the list."""
    if reason not in codes.WAIVER:
        raise DomainError("Kies waarom de familie niet zelf kiest.")
    referral.choice_waived = reason
    record("waive_choice", "referral", referral.id, reason=reason, by=by)
    db.session.flush()


def assign(referral: Referral, coordinator: Coordinator, *, by: Actor) -> Assignment:
    """Make a coordinator the lead. TooLateError where somebody else was faster.

    From now on she sees the names. The wishes about who it should be stay until the preparation begins, so
    that they are still there for another one when she gives it back.
    """
    if queries.active_lead(referral.municipality_id, referral.id) is not None:
        raise TooLateError(SOMEBODY_FASTER)
    assignment = _assignment(referral, coordinator.person_id, coordinator.id, "lead")
    _put(assignment, SOMEBODY_FASTER)
    move(referral, "match", by=by)
    record("assign_coordinator", "assignment", assignment.id, by=by)
    db.session.flush()
    return assignment


def add_second(referral: Referral, coordinator: Coordinator, kind: str, *, by: Actor) -> Assignment:
    """Put a second one beside the lead: a `buddy`, who sees all, or a `backup`, who sees nothing yet.

    TooLateError where there is one already, DomainError where she is on it in another way.
    """
    there = queries.in_force(referral)
    if any(one.coordinator_id == coordinator.id for one in there):
        raise DomainError("Zij staat hier al bij.")
    lead = next((one for one in there if one.kind in ORGANISES), None)
    if lead is None:
        raise DomainError("Er is nog geen coördinator.")
    second = _assignment(referral, coordinator.person_id, coordinator.id, kind)
    second.first_contact_by, second.first_contact_on = lead.first_contact_by, lead.first_contact_on
    _put(second, SECOND_FASTER)
    record(f"assign_{kind}", "assignment", second.id, by=by)
    db.session.flush()
    return second


def end(assignment: Assignment, reason: str, *, by: Actor) -> None:
    """Somebody is off it, for a reason of the list of `hand_back`; the state of the referral stays."""
    if reason not in lifecycle.REASONS["hand_back"]:
        raise DomainError("Kies een reden uit de lijst.")
    assignment.ended_at, assignment.end_reason = clock.now(), reason
    record("end_assignment", "assignment", assignment.id, reason=reason, by=by)
    db.session.flush()


def ask_replacement(assignment: Assignment, reason: str, note: str | None, *, by: Actor) -> None:
    """She cannot go on: from now on a substitute is sought. What the next one must know is kept, sealed."""
    if reason not in lifecycle.REASONS["hand_back"]:
        raise DomainError("Kies een reden uit de lijst.")
    rules.check_no_bsn([note or ""])
    assignment.leaving_at, assignment.leaving_reason = clock.now(), reason
    assignment.handover = note or assignment.handover
    record("ask_replacement", "assignment", assignment.id, reason=reason, by=by)
    db.session.flush()


def take_off(referral: Referral, reason: str) -> None:
    """Nobody coordinates this any more, for `reason`."""
    for assignment in queries.in_force(referral):
        assignment.ended_at, assignment.end_reason = clock.now(), reason
    db.session.flush()


def release(referral: Referral, assignment: Assignment, reason: str, *, by: Actor) -> None:
    """Take a coordinator off, without any mark; the search goes on. `reason` from the list of `hand_back`."""
    move(referral, "hand_back", reason=reason, by=by.acting_for(assignment.person_id))
    for one in queries.in_force(referral):
        if one.kind != "backup":  # a buddy is off it too; who stands by may be next
            one.ended_at, one.end_reason = clock.now(), reason if one is assignment else LEAD_LEFT
    db.session.flush()


def tell_traject(referral: Referral, what: str, to: Sequence[tuple[str, str]]) -> None:
    """Mail what happened (a key of `messages.TRAJECT`) to these (mail address, path of their page)."""
    for address, path in to:
        messages.traject(referral, what, address, path)


def note_first_contact(assignment: Assignment, on: date, *, by: Actor) -> None:
    """The coordinator spoke the family, on a day not in the future; the preparation begins where it may."""
    if on > clock.today():
        raise DomainError("Die dag moet nog komen.")
    by = by.acting_for(assignment.person_id)
    referral = db.session.get_one(Referral, assignment.referral_id)
    for one in queries.in_force(referral):
        one.first_contact_on = on  # by one of two is by both
    record("note_first_contact", "assignment", assignment.id, by=by)
    db.session.flush()
    advance(referral, by=by)


def tell_apart(referral: Referral, *, same: bool, by: Actor) -> None:
    """The bureau looked: is the hoofdpersoon who has an open aanmelding already the same person, or not.

    Somebody else: the draft can be sent, and whoever wrote it is told.
    """
    referral.namesake = "same" if same else "other"
    record("tell_apart", "referral", referral.id, reason=referral.namesake, by=by)
    db.session.flush()
    if not same:
        messages.news(referral, new_id())


def _assignment(referral: Referral, person_id: int, coordinator_id: int | None, kind: str) -> Assignment:
    return Assignment(
        id=new_id(),
        municipality_id=referral.municipality_id,
        referral_id=referral.id,
        coordinator_id=coordinator_id,
        person_id=person_id,
        kind=kind,
        since=clock.now(),
        first_contact_by=rules.first_contact_by(clock.today(), referral.urgency),
    )


def _put(assignment: Assignment, sentence: str) -> None:
    """TooLateError with the sentence where the database has one of this kind already."""
    try:
        with db.session.begin_nested():
            db.session.add(assignment)
            db.session.flush()
    except IntegrityError as error:
        raise TooLateError(sentence) from error


def _open_elsewhere(referral: Referral, by: Actor) -> str:
    """Whom to call; only the bureau reads which aanmelding it is."""
    if by.is_a(Role.BUREAU):
        found = namesakes.open_ones(referral)
        if found:
            return OPEN_HERE.format(number=found[0].number, team=found[0].team)
    return OPEN_ELSEWHERE.format(phone=phone(municipality(referral.municipality_id).central_phone))


def _for_referrer(referral: Referral, by: Actor) -> Actor:
    """Whoever is not of the team that asked, acts for the one who did."""
    return by if referral.team_id in by.team_ids else by.acting_for(queries.referrer(referral).person_id)


def _referrer_account(team_id: int, by: Actor) -> int:
    if by.behalf_person_id is None:
        return by.account_id or 0
    found = queries.account_in_team(by.municipality_id, team_id, by.behalf_person_id)
    if found is None:
        raise DomainError("Kies voor wie in het team je dit doet.")
    return found


def _number(referral_id: int) -> str:
    """Six letters that tell nothing: from the id, by a hash that only this installation can make."""
    rest, signs = int(keyed_hash(f"referral {referral_id}")[:15], 16), ""
    for _ in range(6):
        rest, place = divmod(rest, len(NUMBER_SIGNS))
        signs += NUMBER_SIGNS[place]
    return signs
