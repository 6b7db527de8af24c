"""The stories of the demo: each household's way as a script that says when it goes on and what happens then.

A story gives the moment of its next event and is woken at that moment. All stories are told in order
of time, so that each sees what had happened by then. The day of the demo cuts them all off where they are:
that is how every phase has somebody in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from ekc import choosing, clock, seed_kring
from ekc.agenda import service as agenda
from ekc.outcomes import service as outcomes
from ekc.referrals import service as referrals
from ekc.referrals.lifecycle import Facts, State
from ekc.seed_households import happens
from ekc.seed_verbs import KINDS, Case, instant

Story = Iterator[datetime]

TRIES = 4
NOTICE = 17  # days between fixing a day and the day itself
AFTERWARDS = frozenset({State.PLAN_MADE, State.PLAN_WITHOUT_MEETING, State.HELD})


def later(case: Case, least: int, most: int) -> datetime:
    """Some working hour, so many days from now."""
    day = clock.today() + timedelta(days=case.chance.randint(least, most))
    return instant(
        day, time(case.chance.randint(9, 16), case.chance.randint(0, 59), case.chance.randint(0, 59))
    )


def asked(case: Case, day: date, *, post: int | None = None, living: str | None = None) -> Story:
    """A team asks on a day; a few days later everybody who must agree has agreed."""
    yield instant(
        day, time(case.chance.randint(9, 16), case.chance.randint(0, 59), case.chance.randint(0, 59))
    )
    agreed = case.brief or happens(case.chance, 0.6)
    case.ask(post, living, agreed=agreed)
    if not agreed:
        yield later(case, 2, 5)
        case.everyone_says("yes")


def found(case: Case, lead: int | None = None) -> Iterator[datetime]:
    """The bureau asks until a coordinator says yes (`lead`, where it must be hers), or else gives up."""
    for _ in range(TRIES):
        yield later(case, 1, 2)
        if not case.offer(first=lead):
            yield later(case, 7, 10)
            continue
        yield later(case, 1, 2)
        if case.answer_offers(only=lead):
            return
    case.step("stop", "no_coordinator")


def prepared(case: Case, *, all_mail: bool = False) -> Story:
    """The first contact, the people around the household, and speaking them all."""
    yield later(case, 1, 4)
    case.meet(6 if all_mail else case.chance.randint(4, 8), all_mail=all_mail)
    yield later(case, 3, 5)
    case.speak(0.6)
    yield later(case, 2, 4)
    case.speak()
    if not case.brief:
        seed_kring.fill(case)


def conference(
    case: Case,
    day: date,
    *,
    lead: int | None = None,
    post: int | None = None,
    twist: str = "",
    own_time: str = "yes",
    plan: str = "yes",
) -> Story:
    """From aanmelding to closing, with the conference on `day` or soon after.

    `twist`: moved, replanned, handed_back, follow_up, mail (all have an address), silent (nobody reports).
    """
    yield from asked(case, day - timedelta(days=case.chance.randint(42, 52)), post=post)
    yield from found(case, lead)
    if twist == "handed_back" and case.is_in(State.MATCHED):
        yield later(case, 1, 2)
        case.give_back("know_them")
        yield from found(case)
    if case.is_in(State.STOPPED):
        return
    yield from prepared(case, all_mail=twist == "mail")
    yield from planned(case, day, twist)
    if twist == "silent":
        return
    yield told_after(case)
    case.report(own_time, plan)
    if twist == "follow_up":
        yield from again(case)
    yield from afterwards(case)


def planned(case: Case, day: date, twist: str) -> Story:
    """The day is fixed, people answer; sometimes it moves, or is called off and fixed anew."""
    wait = (day - clock.today()).days - NOTICE
    if wait > 0:
        yield later(case, wait, wait)
    case.plan(max(day, clock.today() + timedelta(days=8)))
    yield later(case, 1, 3)
    case.answers()
    if twist == "moved":
        yield later(case, 1, 2)
        case.move(case.day + timedelta(days=7))
    if twist == "replanned":
        yield later(case, 1, 2)
        agenda.cancel(case.conference, "key_person", by=case.lead)
        yield later(case, 2, 4)
        case.plan(case.day + timedelta(days=10))
    if twist in {"moved", "replanned"}:
        yield later(case, 1, 2)
        case.answers()


def told_after(case: Case) -> datetime:
    """The evening of the conference, or one of the days after it."""
    return case.conference.ends_at + timedelta(minutes=case.chance.choice((35, 50, 16 * 60, 40 * 60)))


def again(case: Case) -> Story:
    """A second conference of the same household."""
    yield later(case, 20, 25)
    referrals.move(case.referral, "again", by=case.lead)
    case.plan(clock.today() + timedelta(days=14))
    yield told_after(case)
    case.report()


def afterwards(case: Case) -> Story:
    """What is in the making gets made; somebody calls after some weeks; it is closed."""
    if case.is_in(State.PLAN_IN_MAKING):
        yield later(case, 12, 20)
        case.step("plan_made")
    yield later(case, 21, 28)
    if case.is_in(*AFTERWARDS):
        case.step("follow_up")
    yield later(case, 5, 14)
    referrals.move(case.referral, "close", facts=Facts(follow_up_done=True), by=case.town.bureau)
    case.tell_onward()


def without_meeting(case: Case, day: date) -> Story:
    """While preparing, the household makes its plan itself."""
    yield from asked(case, day - timedelta(days=24))
    yield from found(case)
    if case.is_in(State.STOPPED):
        return
    yield later(case, 1, 3)
    case.meet(3)
    yield later(case, 5, 9)
    outcomes.plan_without_meeting(case.referral, case.chance.choice(KINDS), by=case.lead)
    yield from afterwards(case)


def stopped(case: Case, day: date, reason: str, phase: str) -> Story:
    """It stops, for a reason, in a phase: before instemming, while looking, or in preparation."""
    if phase == "intake":
        yield instant(day, time(11))
        case.ask(agreed=False)
        yield later(case, 6, 12)
    else:
        yield from asked(case, day)
        yield later(case, 2, 3)
    if phase == "preparation":
        yield from found(case)
        if case.is_in(State.STOPPED):
            return
        yield later(case, 1, 3)
        case.meet(3)
        yield later(case, 8, 15)
    case.step("stop", reason)


def paused(case: Case, day: date, reason: str, *, days: int | None = None) -> Story:
    """It stands still while it is prepared; after some days it goes on and leads to a conference."""
    yield from asked(case, day)
    yield from found(case)
    if case.is_in(State.STOPPED):
        return
    yield later(case, 1, 3)
    case.meet(5)
    yield later(case, 3, 6)
    case.step("pause", reason)
    if days is None:
        return
    yield later(case, days, days)
    case.step("resume")
    case.speak()
    yield from planned(case, clock.today() + timedelta(days=12), "")
    yield told_after(case)
    case.report()
    yield from afterwards(case)


def held_up(
    case: Case, day: date, answer: str, *, living: str | None = None, post: int | None = None
) -> Story:
    """Not everybody agrees yet: nobody answered, somebody wants it explained, or one parent is missing."""
    yield instant(day, time(13, 20))
    case.ask(post, living, agreed=False)
    if answer != "asked":
        yield later(case, 1, 2)
        case.first_say("yes" if answer == "one_parent" else answer, but=1)


def decided(case: Case, day: date, move: str, reason: str | None = None, *, post: int | None = None) -> Story:
    """The bureau decides about an aanmelding: back to the team, handed over, or something else first."""
    yield instant(day, time(9, 40))
    case.ask(post, agreed=False)
    yield later(case, 1, 3)
    until = clock.today() + timedelta(days=60) if move == "stabilise_first" else None
    case.step(move, reason, until)


def draft(case: Case, day: date, post: int) -> Story:
    """Begun and not sent."""
    yield instant(day, time(16, 45))
    case.begin(post)


def unguarded(case: Case, day: date) -> Story:
    """Everybody agrees, and there is no achterwacht yet."""
    yield instant(day, time(10, 5))
    case.ask(guarded=False)


def looking(case: Case, day: date, lead: int | None = None, *, offered: bool = True) -> Story:
    """All agree and a coordinator is sought; with `offered` somebody was asked and has not answered;
    without, the family told in words whom they would rather not have."""
    yield instant(day, time(9, 15))
    case.ask(0, agreed=True, urgency="normal")
    if not offered:
        choosing.exclude(case.referral, None, "iemand die op onze school werkt", "family", by=case.team)
    else:
        yield instant(day + timedelta(days=1), time(10, 30))
        case.offer(first=lead)


def matched(case: Case, day: date) -> Story:
    """Somebody said yes and has not called the family yet."""
    yield from asked(case, day)
    yield from found(case)
