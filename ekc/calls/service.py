"""What a call came to: each answer does everything that follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy.exc import IntegrityError

from ekc import clock
from ekc.accounts.models import Role
from ekc.agenda import apart_days, coming, telling
from ekc.audit.service import record
from ekc.calls import queries, rules
from ekc.calls.models import Attempt
from ekc.circle import queries as circle_queries
from ekc.circle import service as circle
from ekc.db import db, new_id
from ekc.errors import DomainError, TooLateError
from ekc.notifications import calling
from ekc.places.queries import municipality
from ekc.referrals import messages
from ekc.referrals import queries as referrals

if TYPE_CHECKING:
    from datetime import date, datetime

    from ekc.accounts.actor import Actor
    from ekc.calls.rules import Call
    from ekc.circle.models import CircleMember
    from ekc.notifications.models import Message
    from ekc.people.models import Person
    from ekc.referrals.models import Assignment, Referral


class Heard(NamedTuple):
    """What followed from what somebody said: whether it answers an invitation, whether an invitation goes to
    them by a message, why they could not be invited, and whom they would meet who must not."""

    told: bool
    mailed: bool = False
    why_not: str = ""
    apart: str = ""

    def in_words(self, given_name: str, words: str) -> str:
        """What follows, for who tapped; `words` is what they said."""
        answer = f" Het antwoord staat bij de dag.{self.apart}" if self.told else ""
        after = f"{given_name} krijgt een uitnodiging." if self.mailed else "Er gaat geen bericht uit."
        after += f" {given_name} is nog niet uitgenodigd. {self.why_not}" if self.why_not else ""
        return f"{given_name}: {words}.{answer} {after}"


def heard(member: CircleMember, person: Person, said: str, *, seen: int | None = None, by: Actor) -> Heard:
    """Somebody said something, by telephone or otherwise: 'spoken', or a stand of `circle.rules.STANDS`. The
    one verb behind a tap of the call list and of the board.

    Where a day stands they are invited, if they were not, unless they do not come. `seen` is how many
    attempts stood there; TooLateError where there are more by now.
    """
    attempt(member.municipality_id, member.referral_id, member.person_id, "reached", seen=seen, by=by)
    circle.spoken(member, by=by)
    mailed, why_not = False, ""
    try:
        mailed = said != "no" and coming.invite_now(member, person, by=by)
    except DomainError as error:
        why_not = str(error)
    told = said != "spoken" and telling.tell(member, said, by=by)
    apart = apart_days.warning(member.municipality_id, member.referral_id) if told else ""
    return Heard(told, mailed, why_not, apart)


def later(
    municipality_id: int, referral_id: int, person_id: int, when: str, *, seen: int | None = None, by: Actor
) -> datetime:
    """Somebody would rather be called at another time, a code of `rules.LATER`; gives the instant."""
    again = rules.again_at(when, clock.now(), clock.HOME)
    attempt(municipality_id, referral_id, person_id, "later", again=again, seen=seen, by=by)
    return again


def letter(
    member: CircleMember, person: Person, *, seen: int | None = None, by: Actor
) -> tuple[datetime, bool]:
    """A letter goes to somebody; gives when to call about it, and whether the bureau posts it."""
    again = rules.morning_after_letter(clock.now(), clock.HOME)
    circle.approached(member, by=by)
    attempt(
        member.municipality_id, member.referral_id, member.person_id, "letter", again=again, seen=seen, by=by
    )
    return again, coming.by_letter(member, person, by=by)


def not_reached(
    referral: Referral, person_id: int, *, way: str = "call", seen: int | None = None, by: Actor
) -> tuple[int, str | None]:
    """Nobody answered. Gives how often in a row now, and the first name of whom that is told, if anybody.

    Who asked for it is told once, after as many times as the municipality chose, and only where it is the
    family itself that cannot be reached: who else is around it is not theirs to know.
    """
    again = rules.after_no_answer(clock.now(), clock.HOME)
    place = referral.municipality_id
    made = attempt(place, referral.id, person_id, "not_reached", way=way, again=again, seen=seen, by=by)
    focus = person_id in circle_queries.focus_ids(referral)
    if not focus or made.misses != municipality(place).calls_before_word:
        return made.misses, None
    to = referrals.referrer(referral)
    if not to.active:
        return made.misses, None
    messages.traject(referral, "unreached", to.email, f"/aanmeldingen/{referral.id}")
    return made.misses, to.given_name


def first_contact(
    referral: Referral,
    assignment: Assignment,
    person_id: int,
    on: date,
    *,
    seen: int | None = None,
    by: Actor,
) -> None:
    """The family was spoken by telephone: see `circle.service.first_contact`."""
    attempt(referral.municipality_id, referral.id, person_id, "reached", seen=seen, by=by)
    circle.first_contact(referral, assignment, on, by=by)


def told_alone(call: Call, what: str, *, seen: int | None = None, by: Actor) -> datetime | None:
    """What came of a call of the bureau itself, for want of a coordinator: 'spoken', a code of `rules.LATER`,
    or not reached. Gives when to call again, if at all; nobody hears of it. Errors as `attempt`."""
    again = None if what == "spoken" else rules.after(what, clock.now(), clock.HOME)
    result = "reached" if what == "spoken" else "not_reached" if what == "not_reached" else "later"
    here = by.municipality_id
    attempt(here, call.referral_id, call.person_id, result, again=again, seen=seen, by=by)
    return again


def tell(message: Message, what: str, *, by: Actor) -> datetime | None:
    """What came of telling somebody what no message can: told, a code of `rules.LATER`, or not reached.

    Gives when to call again, if at all. TooLateError where a colleague did something with it before.
    """
    again = None if what == "told" else rules.after(what, clock.now(), clock.HOME)
    if again is None:
        calling.told(message)
    else:
        calling.again(message, again, missed=what == "not_reached")
    record("tell_message", "message", message.id, by=by.acting_for(message.person_id), reason=what)
    db.session.flush()
    return again


def attempt(
    municipality_id: int,
    referral_id: int,
    person_id: int,
    result: str,
    *,
    way: str = "call",
    again: datetime | None = None,
    seen: int | None = None,
    by: Actor,
) -> Attempt:
    """One more attempt to reach somebody; TooLateError where another was written down since `seen`."""
    if result not in rules.RESULTS:
        raise DomainError("Kies wat het werd.")
    before = queries.newest(municipality_id, referral_id, person_id)
    number = before.number if before else 0
    rules.check_fresh(seen, number)
    made = Attempt(
        id=new_id(),
        municipality_id=municipality_id,
        referral_id=referral_id,
        person_id=person_id,
        number=number + 1,
        way=way,
        result=result,
        misses=rules.misses(before.misses if before else 0, result),
        at=clock.now(),
        again_at=again,
        actor_id=by.signature,
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as error:
        raise TooLateError(rules.ALREADY) from error
    lead = circle_queries.lead_person_id(municipality_id, referral_id) if by.is_a(Role.BUREAU) else None
    record("attempt", "attempt", made.id, by=by.acting_for(lead) if lead else by, reason=result)
    db.session.flush()
    return made
