"""Which stories are told in the demo, and when; and telling them all in the order of time."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from heapq import heapify, heappop, heappush
from typing import Concatenate, ParamSpec

from sqlalchemy import update

from ekc import clock, seed_lately, seed_voice
from ekc.db import db
from ekc.matching import ladder
from ekc.notifications.models import Message, State
from ekc.pool import service as pool
from ekc.seed_apart import pair
from ekc.seed_expenses import claims
from ekc.seed_mail import wrote_back
from ekc.seed_polls import polling
from ekc.seed_pool import COR, NOOR, POOL, Volunteer
from ekc.seed_safety import reachability
from ekc.seed_stories import (
    Story,
    conference,
    decided,
    draft,
    held_up,
    looking,
    matched,
    paused,
    stopped,
    unguarded,
    without_meeting,
)
from ekc.seed_tonight import small_circle
from ekc.seed_town import START_UP, Town, enrol
from ekc.seed_training import evening
from ekc.seed_verbs import Case, instant, is_fit
from ekc.seed_ways import otherwise

P = ParamSpec("P")

BETWEEN = 8.2  # days from one conference to the next: some forty-four a year
BETWEEN_PLANS = 45  # days between two plans without a meeting
BETWEEN_STOPS = 45
RECENT = 90  # days; of what is longer ago, little is still known
ROUND = timedelta(days=3)  # the worker's rounds; more often would change nothing that can be seen
STOPS = (
    ("no_wish_focus", "intake"),
    ("plan_already", "preparation"),
    ("no_assent", "intake"),
    ("changed", "looking"),
    ("circle_small", "preparation"),
    ("other_help", "looking"),
    ("unreachable", "preparation"),
    ("not_needed", "preparation"),
    ("moved", "looking"),
    ("complex_divorce", "intake"),
    ("unsafe", "preparation"),
    ("no_wish_circle", "preparation"),
)
TWISTS = ("", "", "", "moved", "", "", "replanned", "", "", "", "handed_back", "", "", "", "moved", "")
ENDINGS = (
    *(("yes", "yes"),) * 7,
    ("yes", "in_making"),
    ("yes", "yes"),
    ("no", "yes"),
    ("yes", "no"),
    *(("yes", "yes"),) * 5,
    ("yes", "in_making"),
    ("yes", "unknown"),
    ("yes", "yes"),
    ("unknown", "yes"),
)


class Programme:
    """Everything that will happen, as stories; each household has a chance of its own, from the seed."""

    def __init__(self, town: Town, begin: datetime, until: datetime, seed: int) -> None:
        """For the days from `begin` up to `until`."""
        self.town, self.seed = town, seed
        self.first, self.today = begin.date(), until.date()
        self.booked: set[tuple[int, date]] = set()
        self.stories: list[Story] = []

    def add(
        self, story: Callable[Concatenate[Case, date, P], Story], day: date, *args: P.args, **kwargs: P.kwargs
    ) -> None:
        """One more household."""
        chance = random.Random(f"{self.seed} {len(self.stories)}")  # noqa: S311 -- a demo, not a secret
        case = Case(self.town, chance, self.booked, brief=day < self.ago(RECENT))
        self.stories.append(story(case, day, *args, **kwargs))

    def ago(self, days: int) -> date:
        """So many days before the day of the demo; a minus lies ahead."""
        return self.today - timedelta(days=days)


def play(town: Town, begin: datetime, until: datetime, seed: int) -> None:
    """Tell all stories from `begin` up to `until`."""
    programme = Programme(town, begin, until, seed)
    programme.stories += [_arrival(town, one, until.date()) for one in POOL]
    programme.stories += [_rest(town, one, until.date()) for one in POOL if one.paused is not None]
    programme.stories.append(_housekeeping(town, begin))
    _history(programme)
    _now(programme)
    _cast(programme)
    _lately(programme)
    programme.stories.append(seed_lately.covers(town, until.date()))
    _learning(programme)
    programme.stories += seed_voice.stories(town, until.date())
    programme.stories.append(reachability(town, until.date()))
    programme.stories.append(small_circle(town, until.date()))
    programme.stories.append(claims(town, until.date()))
    programme.stories.append(wrote_back(town, until.date()))
    programme.stories.append(pair(town, until.date()))
    programme.stories.append(otherwise(town, until.date()))
    tell(programme.stories, begin, until)
    with clock.at(until):
        deliver(town)


def tell(stories: list[Story], begin: datetime, until: datetime) -> None:
    """Tell stories in the order of time, each at its moments on the clock, from `begin` up to `until`."""
    numbered = ((next(story), number, story) for number, story in enumerate(stories))
    queue = [told for told in numbered if told[0] >= begin]
    heapify(queue)
    while queue and queue[0][0] < until:
        moment, number, story = heappop(queue)
        with clock.at(moment):
            following = next(story, None)
        if following is not None:
            heappush(queue, (max(following, moment), number, story))


def _history(programme: Programme) -> None:
    """Two years of conferences and those being prepared; plans without one; what stopped."""
    ahead = programme.today + timedelta(days=50)
    for number, day in enumerate(_days(programme.first + START_UP, ahead, BETWEEN)):
        own_time, plan = ENDINGS[number % len(ENDINGS)]
        twist = "follow_up" if number in {5, 61} else TWISTS[number % len(TWISTS)]
        programme.add(conference, day, twist=twist, own_time=own_time, plan=plan)
    for day in _days(programme.first + timedelta(days=60), programme.ago(3), BETWEEN_PLANS):
        programme.add(without_meeting, day)
    for number, day in enumerate(
        _days(programme.first + timedelta(days=20), programme.ago(20), BETWEEN_STOPS)
    ):
        programme.add(stopped, day, *STOPS[number % len(STOPS)])
    for number, reason in enumerate(("building_trust", "illness", "circumstances")):
        programme.add(paused, programme.ago(560 - 190 * number), reason, days=30)


def _now(programme: Programme) -> None:
    """What stands somewhere today, one or two of each."""
    ago, add = programme.ago, programme.add
    for days, post in ((1, 0), (3, 2), (6, 3)):
        add(draft, ago(days), post)
    waiting: tuple[tuple[int, int | None], ...] = ((2, 0), (5, None), (19, 0))
    for days, where in waiting:
        add(held_up, ago(days), "asked", post=where)
    add(held_up, ago(8), "explain", living="one_parent", post=0)
    add(held_up, ago(12), "explain", living="couple")
    add(held_up, ago(7), "one_parent", living="child", post=2)
    add(decided, ago(16), "safety_first")
    add(decided, ago(25), "stabilise_first")
    add(decided, ago(6), "return", "details_missing", post=0)
    add(decided, ago(10), "return", "not_fitting", post=2)
    add(decided, ago(14), "hand_over", "specialist")
    add(decided, ago(90), "hand_over", "crisis")
    add(unguarded, ago(4))
    add(paused, ago(45), "asked")
    add(paused, ago(60), "building_trust")
    add(looking, ago(1), offered=False)
    add(looking, ago(3))
    add(matched, ago(12))
    add(matched, ago(9))


def _cast(programme: Programme) -> None:
    """Of Cor and Noor: something to answer, something to come, something to tell, and some that are done."""
    town, ago, add = programme.town, programme.ago, programme.add
    cor, noor = town.known[COR], town.known[NOOR]
    for days in (640, 520, 430):
        add(conference, ago(days), lead=cor)
    add(conference, ago(150), lead=cor)
    for days in (580, 400, 170):
        add(conference, ago(days), lead=noor)
    add(conference, _fit(programme.today + timedelta(days=6)), lead=cor, post=0, twist="mail")
    add(conference, _fit_before(programme.ago(1)), lead=cor, post=0, twist="silent")
    add(conference, ago(-25), lead=noor, post=2)
    add(looking, ago(2), cor)
    add(polling, ago(30), opened=ago(2), lead=cor)


def _lately(programme: Programme) -> None:
    """Of the last days: choosing, climbing, standing by, and two who fall ill."""
    ago, add = programme.ago, programme.add
    add(seed_lately.choosing, ago(4), programme.town.known[NOOR])
    add(seed_lately.climbing, ago(4))
    add(seed_lately.standing_by, ago(8))
    add(seed_lately.dropping_out, _fit(ago(-7)), ago(2), replaced=True)
    add(seed_lately.dropping_out, _fit(ago(-9)), ago(1), replaced=False)


def _learning(programme: Programme) -> None:
    """Four intervisies a year and now and then a training, for Cor and Noor; one must be told yet."""
    town, ago = programme.town, programme.ago
    both = (town.known[COR], town.known[NOOR])
    for turn, days in enumerate((690, 600, 500, 410, 320, 230, 140, 50)):
        programme.stories.append(
            evening(town, _fit(ago(days)), "intervisie", turn, cast=both[: 1 + turn % 2])
        )
    programme.stories.append(evening(town, _fit(ago(560)), "deepening", 1, cast=both))
    programme.stories.append(evening(town, _fit(ago(200)), "workshop", 2, cast=both))
    programme.stories.append(evening(town, _fit_before(ago(2)), "return_day", 3, cast=both, told=False))
    programme.stories.append(
        evening(town, _fit(ago(-12)), "intervisie", 4, cast=both, told=False, fresh=True)
    )


def _days(first: date, last: date, between: float) -> Iterator[date]:
    """Days on which people come together, about `between` apart."""
    for number in range(int((last - first).days / between) + 1):
        yield _fit(first + timedelta(days=round(number * between)))


def _fit(day: date) -> date:
    while not is_fit(day):
        day += timedelta(days=1)
    return day


def _fit_before(day: date) -> date:
    while not is_fit(day):
        day -= timedelta(days=1)
    return day


def _arrival(town: Town, volunteer: Volunteer, today: date) -> Story:
    yield instant(today - timedelta(days=volunteer.joined), time(14))
    enrol(town, volunteer, today)


def _rest(town: Town, volunteer: Volunteer, today: date) -> Story:
    yield instant(today - timedelta(days=30), time(20, 10))
    until = today + timedelta(days=volunteer.paused or 0)
    who = town.pool[f"{volunteer.given_name} {volunteer.surname}"]
    pool.pause(who, until, by=town.coordinators[who.id])


def _housekeeping(town: Town, begin: datetime) -> Story:
    """What the worker does: messages left soon after they were written, and open offers lapse."""
    moment = begin
    while True:
        moment += ROUND
        yield moment
        ladder.lapse_due(clock.now())
        deliver(town)


def deliver(town: Town) -> None:
    """Everything that was in the outbox has arrived, at the moment it was written."""
    db.session.flush()
    db.session.execute(
        update(Message)
        .where(
            Message.municipality_id == town.municipality.id,
            Message.state.in_((State.QUEUED.value, State.TO_CALL.value)),
            Message.created_at < clock.now(),
        )
        .values(state=State.SENT.value, sent_at=Message.created_at, attempts=1)
    )
