"""The verbs of a referral: begin, keep, send, agree, move, assign. Every step leaves its line."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from sqlalchemy.exc import IntegrityError

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.accounts.models import Role
from ekc.accounts.queries import account_in_team
from ekc.areas.queries import open_teams
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.errors import DomainError, NotFoundError, TooLateError
from ekc.people import service as people
from ekc.people.service import Particulars
from ekc.places.queries import central
from ekc.referrals import (
    assents,
    codes,
    conditions,
    excluding,
    intake,
    lifecycle,
    messages,
    namesakes,
    queries,
    routing,
    rules,
)
from ekc.referrals.assigning import (
    add_second,
    ask_replacement,
    assign,
    assign_stand_in,
    end,
    note_first_contact,
    release,
    replace_lead,
    take_off,
)
from ekc.referrals.correcting import correct
from ekc.referrals.lifecycle import ENDED, Facts, State
from ekc.referrals.models import Referral
from ekc.referrals.moving import advance, check_move, move
from ekc.referrals.rules import Told
from ekc.seals import keyed_hash

__all__ = [
    "add_second",
    "advance",
    "ask_replacement",
    "assign",
    "assign_stand_in",
    "end",
    "move",
    "name_professionals",
    "note_first_contact",
    "record_assent",
    "release",
    "replace_lead",
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


def start(team_id: int, *, by: Actor) -> Referral:
    """A new draft for a team, by one of its people, or by the bureau for one. NotFoundError for others.

    DomainError for a team that is no more.
    """
    if team_id not in by.team_ids and not by.is_a(Role.BUREAU):
        raise NotFoundError
    if by.account_id is None:
        raise NotFoundError
    if team_id not in open_teams(by.municipality_id, clock.today()):
        raise DomainError("Dit team is gestopt. Bel het bureau.")
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

    DomainError for what is missing or must not be there, or where the place is another team's and nobody said
    who goes on; TooLateError where one of the hoofdpersonen already has an open aanmelding somewhere. After
    any of these, the draft is as it was.
    """
    again = referral.state == State.RETURNED
    name, write = ("resume_intake", correct) if again else ("submit", intake.write)
    by = _for_referrer(referral, by)
    check_move(referral, name, Facts(), None)
    rules.check(told, clock.today())
    heir = None if again else routing.heir_of(referral, told.locality_id, told.whose)
    try:
        with db.session.begin_nested():
            write(referral, told)
            if heir is not None:
                routing.hand_on(referral, heir, by=by)
            move(referral, name, by=by)
            excluding.take_over(referral, told.avoid, by=by)
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
    row = next((one for one in assents.assents(referral) if one.person_id == person_id), None)
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
    """Who is responsible, who is the achterwacht, whether an agency sets conditions, a visit is safe.

    Only those fields of `told` are used; what is empty stays as it was. DomainError where conditions are
    written down already, or the preparation has begun: those have a page of their own.
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
    conditions.answer(referral, told.conditions)
    referral.visiting = told.visiting
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


def tell_traject(referral: Referral, what: str, to: Sequence[tuple[str, str]]) -> None:
    """Mail what happened (a key of `messages.TRAJECT`) to these (mail address, path of their page)."""
    for address, path in to:
        messages.traject(referral, what, address, path)


def tell_apart(referral: Referral, *, same: bool, by: Actor) -> None:
    """The bureau looked: is the hoofdpersoon who has an open aanmelding already the same person, or not.

    Somebody else: the draft can be sent, and whoever wrote it is told.
    """
    referral.namesake = "same" if same else "other"
    record("tell_apart", "referral", referral.id, reason=referral.namesake, by=by)
    db.session.flush()
    if not same:
        messages.news(referral, new_id())


def _open_elsewhere(referral: Referral, by: Actor) -> str:
    """Whom to call; only the bureau reads which aanmelding it is."""
    if by.is_a(Role.BUREAU):
        found = namesakes.open_ones(referral)
        if found:
            return OPEN_HERE.format(number=found[0].number, team=found[0].team)
    return OPEN_ELSEWHERE.format(phone=central(referral.municipality_id))


def _for_referrer(referral: Referral, by: Actor) -> Actor:
    """Whoever is not of the team that asked, acts for the one who did."""
    return by if referral.team_id in by.team_ids else by.acting_for(queries.referrer(referral).person_id)


def _referrer_account(team_id: int, by: Actor) -> int:
    if by.behalf_person_id is None:
        return by.account_id or 0
    found = account_in_team(by.municipality_id, team_id, by.behalf_person_id)
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
