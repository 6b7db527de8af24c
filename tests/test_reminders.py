"""Everything that has a date has a reminder: once, by day, of what is so today, and never when it is late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import pytest

from ekc import clock, jobs
from ekc.agenda import service as agenda
from ekc.db import db
from ekc.matching import service as matching
from ekc.notifications.models import Message, State
from ekc.polls import service as polls
from ekc.polls.models import DatePoll
from ekc.referrals.models import Referral
from ekc.training import service as training
from ekc.training.models import Gathering
from ekc.visits import service as visits
from ekc.visits.models import Visit
from ekc.web.formatting import local_to_utc
from tests.agenda.trajects import NOON, a_plan, add, make_conference, make_traject
from tests.duty.watches import make_day
from tests.matching.stories import make_referral as make_search
from tests.matching.stories import open_round
from tests.polls.stories import make_poll
from tests.training.evenings import a_plan as an_evening
from tests.training.evenings import make_gathering
from tests.world import DAY, World

MORNING = local_to_utc(DAY, time(10))


@dataclass
class Story:
    """Something with a date: which reminder, when it is due, which job looks, and what ends it.

    `late`: from when on it would come too late. `move` puts it ten days later; None where that is no verb.
    """

    kind: str
    due: datetime
    job: Callable[..., int]
    off: Callable[[], object]
    late: datetime
    move: Callable[[], object] | None = None


def an_offer(world: World) -> Story:
    search = make_search(world, waived=False)
    offer, _ = open_round(world, search, world.cor, world.noor)
    referral = search.id

    def off() -> None:
        matching.withdraw_open(db.session.get_one(Referral, referral), by=world.petra.actor)

    assert offer.nudge_at is not None
    return Story("offer_nudge", offer.nudge_at, jobs.nudge, off, offer.expires_at)


def a_poll(world: World) -> Story:
    poll = make_poll(world)
    number, referral = poll.id, poll.referral_id

    def off() -> None:
        polls.close(
            db.session.get_one(DatePoll, number), db.session.get_one(Referral, referral), by=world.cor.actor
        )

    return Story("poll_nudge", NOON + timedelta(days=3), jobs.nudge_polls, off, poll.answer_until)


def a_day(world: World) -> Story:
    conference = make_conference(world, make_traject(world))
    return Story(
        "invitation_reminder",
        MORNING - timedelta(days=1),
        jobs.remind_days,
        lambda: agenda.cancel(db.session.merge(conference), "no_room", by=world.cor.actor),
        MORNING,
        lambda: agenda.move(db.session.merge(conference), a_plan(days=10), by=world.cor.actor),
    )


def an_achterwacht(world: World) -> Story:
    conference = make_day(world)
    jobs.ask_reach(None)  # type: ignore[arg-type] # -- it looks at no setting
    return Story(
        "reach_question",
        local_to_utc(DAY - timedelta(days=1), time(12)),
        jobs.ask_reach,
        lambda: agenda.cancel(db.session.merge(conference), "no_room", by=world.cor.actor),
        conference.starts_at,
        lambda: agenda.move(db.session.merge(conference), a_plan(days=10), by=world.cor.actor),
    )


def an_intervisie(world: World) -> Story:
    gathering = make_gathering(world, world.cor)
    number = gathering.id
    return Story(
        "gathering_reminder",
        MORNING - timedelta(days=1),
        jobs.remind,
        lambda: training.call_off(db.session.get_one(Gathering, number), by=world.petra.actor),
        gathering.starts_at - timedelta(hours=9, minutes=30),
        lambda: training.change(
            db.session.get_one(Gathering, number), an_evening(days=10), by=world.petra.actor
        ),
    )


def a_visit(world: World) -> Story:
    traject = make_traject(world)
    oma = add(traject, "Oma", world.cor.actor, phone="+31644444444")
    made = visits.plan(traject.referral, oma.person_id, MORNING, 60, in_calendar=False, by=world.cor.actor).id
    return Story(
        "visit_reminder",
        MORNING - timedelta(days=1),
        jobs.remind,
        lambda: visits.cancel(db.session.get_one(Visit, made), by=world.cor.actor),
        MORNING,
        lambda: visits.move(
            db.session.get_one(Visit, made), MORNING + timedelta(days=10), 60, by=world.cor.actor
        ),
    )


def a_first_call(world: World) -> Story:
    traject = make_traject(world, spoken=False)
    by = traject.assignment.first_contact_by
    due = local_to_utc(by, time(10))

    def off() -> None:
        traject.assignment.first_contact_on = by

    return Story("first_call_reminder", due, jobs.remind, off, due + timedelta(days=1))


def a_follow_up(world: World) -> Story:
    traject = make_traject(world)
    referral = traject.referral
    referral.state, referral.state_since = "plan_made", NOON
    due = NOON + timedelta(days=28)

    def off() -> None:
        traject.referral.state = "closed"

    return Story("follow_up_reminder", due, jobs.remind, off, due + timedelta(days=1))


def a_vog(world: World) -> Story:
    assert world.cor.coordinator is not None
    coordinator = world.cor.coordinator.id
    ends = clock.today() + timedelta(days=120)

    def until(day: object) -> Callable[[], None]:
        def change() -> None:
            db.session.get_one(type(world.cor.coordinator), coordinator).vog_until = day

        return change

    until(ends)()
    return Story(
        "vog_month",
        local_to_utc(ends - timedelta(days=20), time(10)),
        jobs.remind_pool,
        until(ends + timedelta(days=700)),
        local_to_utc(ends + timedelta(days=15), time(10)),
    )


STORIES = (
    an_offer,
    a_poll,
    a_day,
    an_achterwacht,
    an_intervisie,
    a_visit,
    a_first_call,
    a_follow_up,
    a_vog,
)
ALL = pytest.mark.parametrize("make", STORIES, ids=lambda make: make.__name__)


@pytest.fixture(autouse=True)
def noon():
    with clock.at(NOON):
        yield


@pytest.fixture
def begin(world):
    """The story as it stands when everything so far was delivered."""

    def begin(make: Callable[[World], Story]) -> Story:
        story = make(world)
        db.session.flush()
        db.session.query(Message).update({"state": State.SENT.value})
        db.commit()
        return story

    return begin


def run(story: Story, moment: datetime) -> list[str]:
    """The reminders that are to leave after a tick at `moment`."""
    with clock.at(moment):
        story.job(None)
    return waiting(story)


def waiting(story: Story) -> list[str]:
    rows = db.session.query(Message).filter_by(kind=story.kind, state="queued").all()
    return [row.dedupe_key for row in rows]


@ALL
def test_once_by_day_and_taken_back_when_it_is_off_before_it_left(begin, make, quiet_nights):
    """A first call, a follow-up and a VOG are put in order by what is entered: those are not taken back."""
    story = begin(make)
    assert run(story, NOON + timedelta(minutes=30)) == []
    assert run(story, story.due.replace(hour=2)) == [] or story.kind == "reach_question"
    first = run(story, story.due)
    assert first, "it is due"
    assert run(story, story.due + timedelta(minutes=20)) == first
    for row in db.session.query(Message).filter_by(kind=story.kind, state="queued"):
        lasts = story.late + timedelta(hours=14)
        assert story.kind == "vog_month" or row.expires_at <= lasts, "it may not leave when it is late"
    if story.kind in {"first_call_reminder", "follow_up_reminder", "vog_month"}:
        return
    with clock.at(story.due + timedelta(minutes=25)):
        story.off()
        db.commit()
        jobs.ask_reach(None)
    assert waiting(story) == []


@ALL
def test_nothing_for_what_is_off(begin, make):
    story = begin(make)
    with clock.at(story.due - timedelta(hours=30)):
        story.off()
        db.commit()
    assert run(story, story.due) == []


@pytest.mark.parametrize("make", [a_day, an_achterwacht, an_intervisie, a_visit])
def test_what_moves_is_reminded_of_its_new_day_alone(begin, make):
    story = begin(make)
    assert story.move is not None
    with clock.at(story.due - timedelta(days=3)):
        story.move()
        db.commit()
        jobs.ask_reach(None)
        db.session.query(Message).update({"state": State.SENT.value})
        db.commit()
    assert run(story, story.due) == []
    assert run(story, story.due + timedelta(days=10))


@ALL
def test_late_is_worse_than_never(begin, make):
    story = begin(make)
    assert run(story, story.late + timedelta(minutes=1)) == []
