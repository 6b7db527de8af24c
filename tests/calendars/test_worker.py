"""The worker reads calendars that are due from a real server; proposals avoid busy hours; kept for a day."""

from __future__ import annotations

import json
import sqlite3
import sys
from datetime import UTC, datetime, timedelta

import pytest

from ekc import jobs
from ekc.accounts import service as accounts
from ekc.agenda.queries import busy_of
from ekc.audit.models import LogEntry
from ekc.calendars import queries, reader, rules, service
from ekc.calendars.models import CalendarLink
from ekc.calendars.reader import Answer, Question
from ekc.db import db
from ekc.errors import DomainError
from ekc.polls.planning import suggestions
from ekc.polls.queries import Beginning
from ekc.pool import moving
from ekc.pool.path import Facts
from tests.agenda.trajects import NOON
from tests.both import at_once
from tests.calendars.feeds import bare, calendar, reply, serving

pytestmark = pytest.mark.usefixtures("noon")
QUARTER = int(NOON.timestamp()) // 900
SOON = [(QUARTER + 10, QUARTER + 14)]
PATH = "/geheim/cor.ics"
FIELDS = "SUMMARY:Oncoloog Geheim\r\nLOCATION:Ziekenhuis\r\nATTENDEE:mailto:mevrouw@post.example"


@pytest.fixture
def server(tmp_path):
    with serving(tmp_path) as made:
        yield made


def kept(world, now):
    """Cor's busy hours as proposals see them at this moment."""
    return queries.busy_of(world.cor.person.id, NOON, NOON + timedelta(days=60), now)


def linked(somebody, address: str = "https://feed.example/geheim/cor.ics") -> CalendarLink:
    made = service.link(address, by=somebody.actor)
    db.commit()
    return made


def turned_to(server, link: CalendarLink, path: str = PATH) -> None:
    """Ask the server of the tests: its port is not one that a person may type."""
    db.session.get_one(CalendarLink, link.id, populate_existing=True).address = server.address(path)
    db.commit()


def own(somebody) -> CalendarLink:
    db.session.expire_all()
    found = queries.own(somebody.actor)
    assert found is not None
    return found


def an_event(starts: datetime, hours: int = 3) -> str:
    begins, ends = (
        each.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") for each in (starts, starts + timedelta(hours=hours))
    )
    return f"UID:1\r\nDTSTART:{begins}\r\nDTEND:{ends}\r\n{FIELDS}"


def proposed(somebody):
    """What is suggested to somebody who is free on Tuesday evenings."""
    return suggestions(Beginning(somebody.person.id, None, ("tue_evening",), False, None, None, None, []))


def test_days_on_which_she_has_something_else_are_not_proposed(world, settings, server):
    before = proposed(world.cor)
    starts = before[0].starts
    server.says[PATH] = reply(calendar(an_event(starts)))
    turned_to(server, linked(world.cor))
    assert jobs.read_calendars(settings, server.child()) == 1
    assert own(world.cor).trouble is None
    after = proposed(world.cor)
    assert before[0] not in after
    assert before[1] in after
    assert proposed(world.noor)[0].starts == starts  # hers are not another's


def test_nothing_but_hours_is_kept_and_nothing_can_be_read_in_the_table(world, settings, server):
    server.says[PATH] = reply(calendar(an_event(NOON + timedelta(days=3))))
    turned_to(server, linked(world.cor))
    jobs.read_calendars(settings, server.child())
    assert len(json.loads(own(world.cor).busy)) == 1
    db.remove()
    raw = sqlite3.connect(settings.database_url.removeprefix("sqlite:///"))
    told = b"".join(str(row).encode() for row in raw.execute("SELECT * FROM calendar_link"))
    told += b"".join(str(row).encode() for row in raw.execute("SELECT * FROM log_entry"))
    raw.close()
    for word in (b"Oncoloog", b"Ziekenhuis", b"mevrouw", b"geheim", b"feed.example"):
        assert word not in told


def test_the_question_tells_nothing_about_us_or_her(world, settings, server):
    server.says[PATH] = reply(calendar(), Set_Cookie="a=b")
    turned_to(server, linked(world.cor))
    jobs.read_calendars(settings, server.child())
    (head,) = server.heads
    assert head.startswith(f"GET {PATH} HTTP/1.1\r\nHost: feed.example:{server.port}\r\n".encode())
    for word in (b"cookie", b"authorization", b"referer", b"cor@"):
        assert word not in head.lower()


def test_three_redirects_are_followed_and_a_fourth_is_not(world, settings, server):
    server.says |= {f"/{n}": reply(b"", "302 Found", Location=f"/{n - 1}") for n in (1, 2, 3, 4)}
    server.says["/0"] = bare(calendar(), "Content-Type: text/plain")
    link = linked(world.cor)
    for path, trouble in (("/3", None), ("/4", "redirect")):
        turned_to(server, link, path)
        db.session.query(CalendarLink).update({"next_at": NOON})
        db.commit()
        jobs.read_calendars(settings, server.child())
        assert own(world.cor).trouble == trouble


def test_http_only_where_the_setting_allows_it(tmp_path, world):
    with serving(tmp_path, secure=False) as plain:
        plain.says[PATH] = reply(calendar())
        for allowed, trouble in (((), "plain"), (("plain",), None)):
            asked = reader.question(
                plain.address(PATH), int(NOON.timestamp()), "Europe/Amsterdam", "", plain=False
            )
            assert reader.ask(asked, plain.child(8, *allowed)).trouble == trouble


def test_others_write_while_a_calendar_is_being_read(world, settings, server):
    file, wrote = settings.database_url.removeprefix("sqlite:///"), []

    def says(line):
        beside = sqlite3.connect(file, timeout=0, isolation_level=None)
        beside.execute("BEGIN IMMEDIATE")
        beside.execute("ROLLBACK")
        beside.close()
        wrote.append(True)
        line.sendall(reply(calendar()))

    server.says[PATH] = says
    turned_to(server, linked(world.cor))
    jobs.read_calendars(settings, server.child())
    assert (wrote, own(world.cor).trouble) == ([True], None)


def test_after_a_day_the_hours_are_gone(world):
    linked(world.cor)
    (taken,) = service.claim(NOON)
    service.keep(taken, Answer(SOON), NOON)
    assert kept(world, NOON + rules.KEPT - timedelta(seconds=1)) == SOON
    assert kept(world, NOON + rules.KEPT) == []
    assert service.lapse(NOON + rules.KEPT - timedelta(seconds=1)) == 0
    assert service.lapse(NOON + rules.KEPT) == 1
    assert own(world.cor).busy is None


def test_only_what_lies_between_is_told(world):
    linked(world.cor)
    first = int(NOON.timestamp()) // 900
    (taken,) = service.claim(NOON)
    service.keep(
        taken, Answer([(first - 9, first - 5), (first + 4, first + 8), (first + 400, first + 404)]), NOON
    )
    assert busy_of(world.cor.person.id, NOON, NOON + timedelta(hours=2)) == [(first + 4, first + 8)]


def test_a_late_answer_about_an_earlier_address_is_dropped(world):
    linked(world.cor)
    (taken,) = service.claim(NOON)
    linked(world.cor, "https://other.example/a.ics")
    assert not service.keep(taken, Answer(SOON), NOON)
    service.unlink(own(world.cor), by=world.cor.actor)
    assert not service.keep(taken, Answer(SOON), NOON)
    assert kept(world, NOON) == []


def test_two_workers_read_it_once_and_one_that_died_is_replaced(world):
    linked(world.cor)
    assert len(service.claim(NOON)) == 1
    assert service.claim(NOON) == []
    assert len(service.claim(NOON + rules.PATIENCE)) == 1


def test_linking_twice_at_the_same_moment_gives_one_link(world):
    cor = world.cor.actor
    addresses = [f"https://agenda.example/{n}.ics" for n in (1, 2)]
    wishes = [lambda address=address: service.link(address, by=cor) for address in addresses]
    assert at_once(wishes, NOON) == ["done", "done"]
    assert db.session.query(CalendarLink).count() == 1


def test_trouble_is_tried_again_ever_later_and_at_most_once_a_day():
    waits = [rules.next_read(NOON, failures) - NOON for failures in (0, 1, 2, 3, 9, 10**6)]
    hours = [wait / timedelta(hours=1) for wait in waits]
    assert hours == [4, 0.5, 1, 2, 24, 24]


def test_who_stops_leaves_no_address_behind(world):
    linked(world.cor)
    linked(world.noor)
    moving.move(world.cor.coordinator, "stop", Facts(), reason="time", by=world.petra.actor)
    assert queries.own(world.cor.actor) is None
    assert queries.own(world.noor.actor) is not None


def test_who_may_not_come_in_any_more_is_not_asked_for_and_soon_forgotten(world):
    linked(world.cor)
    linked(world.noor)
    accounts.stop_account(world.cor.account, by=world.by)
    assert [taken.id for taken in service.claim(NOON)] == [own(world.noor).id]
    assert service.lapse(NOON) == 1
    assert queries.own(world.cor.actor) is None
    assert queries.own(world.noor.actor) is not None


def test_the_logbook_knows_that_and_not_where(world):
    linked(world.cor)
    service.unlink(own(world.cor), by=world.cor.actor)
    verbs = [each.action for each in db.session.query(LogEntry).order_by(LogEntry.id).all()]
    assert verbs[-2:] == ["link_calendar", "unlink_calendar"]


def test_an_address_of_our_own_network_is_refused_by_the_service_too(world):
    with pytest.raises(DomainError, match="niet van internet"):
        service.link("https://192.168.1.1/", by=world.cor.actor)


@pytest.mark.parametrize(
    "program",
    [
        "print('nonsense')",
        "print('[]')",
        'print(\'{"blocks": [[1]], "unread": 0}\')',
        'print(\'{"trouble": "<b>"}\')',
        "raise SystemExit(3)",
        "import os; os.kill(os.getpid(), 9)",
    ],
)
def test_whatever_happens_to_the_process_is_a_sentence(program):
    asked = Question("https://a.example/", 0, 9, "UTC", "", plain=False)
    assert reader.ask(asked, (sys.executable, "-c", program)).trouble == "complicated"


def test_the_process_has_no_keys_no_database_and_few_means():
    program = (
        "import os, json, resource\nfrom ekc.calendars import child\nchild.limit()\n"
        "got = [name for name in os.environ if 'EKC' in name or 'SECRET' in name]\n"
        "try:\n    bytearray(500 * 1024 * 1024)\nexcept MemoryError:\n    got.append('memory')\n"
        "print(json.dumps({'blocks': [], 'unread': len(got) if got[-1:] == ['memory'] else 99}))"
    )
    asked = Question("https://a.example/", 0, 9, "UTC", "", plain=False)
    assert reader.ask(asked, (sys.executable, "-c", program)).unread == 1
