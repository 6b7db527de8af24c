"""What a page may ask of the database and of a phone, counted; its speed is measured by `make bench`."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bench import main_job, multiply, pages, stage, town, weight
from bench.watching import Seen
from ekc import clock
from ekc.db import db

TEN = 10


@dataclass
class Town:
    """Every page opened with one household in each phase and with ten, and three first visits."""

    pages: list[pages.Page]
    with_one: list[Seen]
    with_ten: list[Seen]
    visits: list[weight.Visit]


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """All counts of pages, taken once."""
    app, there = stage.a_town(tmp_path_factory.mktemp("costs") / "town")
    copies = multiply.Copies(there.kept)
    with clock.at(town.NOON):
        visits = weight.visits(app, there)
        opened = pages.of(there)
        with_one = [stage.opened(app, page) for page in opened]
        copies.up_to(TEN)
        with_ten = [stage.opened(app, page) for page in opened]
    db.reading(False)
    db.engine.dispose()
    return Town(opened, with_one, with_ten, visits)


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> list[main_job.Step]:
    """The main job, walked once."""
    walked = stage.the_main_job(tmp_path_factory.mktemp("costs") / "main")
    db.reading(False)
    db.engine.dispose()
    return walked


def test_a_page_asks_few_queries_and_as_many_for_ten_households_as_for_one(measured):
    asked = {
        page.name: (len(one.reads), len(ten.reads))
        for page, one, ten in zip(measured.pages, measured.with_one, measured.with_ten, strict=True)
    }
    allowed = {page.name: page.queries for page in measured.pages}
    assert {name: pair for name, pair in asked.items() if pair[0] != pair[1]} == {}
    assert {name: pair for name, pair in asked.items() if max(pair) > allowed[name]} == {}


def test_looking_at_a_page_writes_nothing_but_its_lines_in_the_logbook(measured):
    for page, seen in zip(measured.pages, measured.with_ten, strict=True):
        assert seen.commits <= 1, page.name
        assert [one for one in seen.writes if not one.startswith("INSERT INTO log_entry")] == [], page.name


def test_a_first_visit_on_a_phone_fits_in_what_a_server_may_send_at_once(measured):
    """RFC 6928: ten segments, some 14 kB, before the first answer comes back."""
    assert [visit for visit in measured.visits if not visit.fits] == []


def test_each_step_of_the_main_job_commits_once(steps):
    assert [step for step in steps if step.status not in main_job.DONE] == []
    assert [step for step in steps if step.commits != 1] == []
