"""Letters, texts and other ways on both databases, also for two at the same moment."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from ekc import clock
from ekc import settings as setting
from ekc.calls import otherwise
from ekc.db import db
from ekc.notifications import delivery, stacks
from ekc.notifications.delivery import Postman
from ekc.notifications.models import LetterStack
from ekc.notifications.outbox import withdraw
from ekc.notifications.rules import Way
from ekc.notifications.texting import open_texts
from tests.both import at_once
from tests.notifications.posting import NOW, put, rows, run, states
from tests.notifications.provider import provider
from tests.world import make_person, make_world

ENVELOPE = "Fam Jansen\nDorpsstraat 1\n9611 AB Sappemeer"


@pytest.fixture
def here(chosen):
    """The cast on a Monday in January, on either database."""
    with clock.at(NOW):
        yield make_world()


def write(here, number: int = 1) -> None:
    """A letter about appointment `number`."""
    put(ENVELOPE, number, municipality_id=here.municipality.id)


def text_worker(url: str) -> Postman:
    """A worker that hands over to the provider at `url`."""
    return Postman(
        delivery.worker_name(),
        open_texts(replace(setting.current(), sms_url=url, sms_token="t")),
        setting.current(),
        Way.SMS,
    )


def test_letters_are_printed_once_and_posted_once_by_two_at_the_same_moment(here):
    town = here.municipality.id
    for number in range(12):
        write(here, number)
    assert at_once([lambda: stacks.take(town, None, NOW)] * 2, NOW) == ["done", stacks.NOTHING]
    (stack,) = db.session.query(LetterStack).all()
    assert {(row.state, row.stack_id) for row in rows()} == {("printed", stack.id)}
    number = stack.id

    def post() -> None:
        stacks.post(stacks.get_for(town, number))

    assert at_once([post, post], NOW) == ["done", "Deze brieven zijn al op de post."]
    assert {(row.state, row.sent_at) for row in rows()} == {("sent", NOW)}


def test_a_letter_that_is_printed_and_taken_back_at_the_same_moment_is_one_of_the_two(here):
    town = here.municipality.id
    write(here)
    ended = at_once(
        [lambda: stacks.take(town, None, NOW), lambda: withdraw(ENVELOPE, ("appointment", 1))], NOW
    )
    (row,) = rows()
    assert (row.state, row.stack_id is not None, ended) in [
        ("printed", True, ["done", "done"]),
        ("replaced", False, ["done", stacks.NOTHING]),
    ]


@pytest.mark.parametrize(
    ("told", "way", "sent"), [({"phone": "+31611112222"}, "sms", 1), ({"phone": "+31598123456"}, "mail", 0)]
)
def test_what_did_not_arrive_goes_another_way_once(here, told, way, sent):
    setting.use(replace(setting.current(), sms_url="spryng+http://127.0.0.1:9/", sms_token="t"))
    for number in range(6):
        person = make_person(here.municipality, f"Gast{number}", mail=f"gast{number}@post.example", **told)
        row = put(
            f"gast{number}@post.example", number, municipality_id=here.municipality.id, person_id=person.id
        )
        row.state, row.trouble = "failed", "refused_550"
    tried: list[int] = []
    ended = at_once([lambda: tried.append(otherwise.send_otherwise(clock.now()))] * 2, NOW)
    assert ended == ["done", "done"]
    assert sorted(tried) == [0, 6 * sent]
    assert {(row.way, row.gave_way) for row in rows()} == {(way, "mail")}


def test_two_workers_send_every_text_once(here):
    for number in range(30):
        put(f"+316111122{number:02}", number, municipality_id=here.municipality.id)
    with provider() as there:
        assert at_once([lambda: run(text_worker(there.url()))] * 2, NOW) == ["done", "done"]
        assert set(Counter(number for number, _ in there.texts).values()) == {1}
        assert len(there.texts) == 30
    assert set(states()) == {"sent"}
