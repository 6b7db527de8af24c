"""Nobody gets more than the maximum in a day or a week but of what must arrive, and that always does."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import update

from ekc import clock
from ekc.clock import HOME
from ekc.db import db
from ekc.notifications import catalogue, enough
from ekc.notifications.enough import MOST
from ekc.notifications.kinds import Audience
from ekc.notifications.models import Message
from ekc.texts import digest
from tests.both import at_once
from tests.notifications.posting import NOW, after, make_worker, put, rows, run
from tests.world import empty_database, make_municipality, make_settings, make_world

SAME = {code: catalogue.of(code).sample() for code in [kind.code for kind in catalogue.ALL]}
NOOR = "noor@pool.example"
MUST, MAY = "organiser_on", "thanks"


def send(code: str, number: int, to: str = NOOR, **given: object) -> None:
    put(to, number, kind=code, context=SAME[code], again=code, **given)


def stands() -> list[tuple[str, str]]:
    return [(row.kind, row.state) for row in rows()]


@pytest.mark.usefixtures("day")
class TestADay:
    def test_what_must_arrive_arrives_and_what_may_wait_comes_in_one_mail_in_the_morning(
        self, mail_server, worker
    ):
        postman = worker(mail_server.url)
        for number in range(MOST[Audience.POOL].day + 2):
            send(MUST, number)
        run(postman)
        assert {state for _, state in stands()} == {"sent"}
        send(MAY, 90)
        send("expense_returned", 91)
        assert run(postman) == 2
        assert stands()[-2:] == [(MAY, "held"), ("expense_returned", "held")]
        here = make_municipality("Elders", "9999").id
        db.session.execute(update(Message).values(municipality_id=here))
        with clock.at(NOW.replace(hour=7) + timedelta(days=1)):
            assert digest.send_due(clock.now()) == 1
            db.commit()
            run(postman)
        assert stands()[-1] == ("digest", "sent")
        last = mail_server.mails[-1].part("text/plain").decode()
        assert "Heb je een vraag" not in last
        assert all(rows()[-number].subject in last for number in (2, 3))

    @pytest.mark.parametrize("code", ["asked_dry", "asked_other"])
    def test_what_somebody_must_do_something_about_today_comes_today(self, mail_server, worker, code):
        bureau = "bureau@demo.example"
        for number in range(MOST[Audience.HERE].day + 2):
            send("asked_can", number, bureau)
        send(code, 90, bureau)
        run(worker(mail_server.url))
        assert stands()[-2:] == [("asked_can", "held"), (code, "sent")]

    def test_the_last_that_may_is_the_maximum_and_the_next_is_not(self, mail_server, worker):
        for number in range(MOST[Audience.POOL].day + 1):
            send(MAY, number)
        run(worker(mail_server.url))
        assert [state for _, state in stands()] == ["sent"] * MOST[Audience.POOL].day + ["held"]

    def test_a_reminder_that_would_be_too_late_tomorrow_stays_away(self, mail_server, worker):
        guest, tonight = "gast@post.example", NOW.replace(hour=23)
        for number in range(MOST[Audience.PEOPLE].day):
            send("invitation", number, guest)
        run(worker(mail_server.url))
        send("invitation_reminder", 1, guest, expires=tonight, link=(1, 1))
        send("poll_nudge", 2, guest, expires=NOW + timedelta(days=2), link=(2, 1))
        send("invitation_cancelled", 3, guest)
        run(worker(mail_server.url))
        assert [state for _, state in stands()[-3:]] == ["spared", "queued", "sent"]
        with after(days=1):
            run(worker(mail_server.url))
        assert [state for _, state in stands()[-3:]] == ["spared", "sent", "sent"]
        assert rows()[-3].trouble is None, "nobody is called about it"

    def test_what_a_neighbouring_municipality_sent_counts_and_what_went_to_another_does_not(
        self, mail_server, worker
    ):
        for number in range(MOST[Audience.POOL].day):
            send(MUST, number, municipality_id=2)
            send(MUST, number, "cor@pool.example")
        run(worker(mail_server.url))
        send(MAY, 90)
        send(MAY, 91, "tom@pool.example")
        run(worker(mail_server.url))
        assert [state for _, state in stands()[-2:]] == ["held", "sent"]


@pytest.mark.usefixtures("day")
def test_a_week_is_seven_days_in_a_row(mail_server, worker):
    day, week = MOST[Audience.POOL]
    for number in range(week):
        with after(days=number // day, minutes=number):
            send(MUST, number)
            run(worker(mail_server.url))
    last = (week - 1) // day
    with after(days=last + 1):
        send(MAY, 90)
        run(worker(mail_server.url))
        assert stands()[-1] == (MAY, "held")
    with after(days=7):
        send(MAY, 91)
        run(worker(mail_server.url))
        assert stands()[-1] == (MAY, "sent")


def test_what_somebody_acts_on_never_gives_way():
    for code in (
        "invitation invitation_moved invitation_changed invitation_cancelled invitation_removed"
        " invitation_reworded poll choice offer offer_yours offer_withdrawn organiser_on organiser_off"
        " handover reach_question reach_off signal_worry signal_incident signal_alarm tonight_alarm"
        " check_nudge password_link vog_over"
    ).split():
        assert not enough.is_enough(catalogue.of(code), 99, 999), code


@pytest.mark.parametrize("hour", [0, 1, 23])
def test_the_day_is_the_day_on_the_clocks_here(hour):
    moment = NOW.astimezone(HOME).replace(hour=hour)
    today, week = enough.since(moment)
    assert (today.date(), today.hour, week.date()) == (moment.date(), 0, moment.date() - timedelta(days=6))


@pytest.mark.parametrize("base", ["sqlite", "postgresql"])
def test_two_workers_together_send_no_more_than_one(request, tmp_path, mail_server, base):
    url = request.getfixturevalue("postgres_kept") if base == "postgresql" else None
    empty_database(make_settings(tmp_path, url))
    with clock.at(NOW):
        make_world()
        for number in range(12):
            send(MAY, number)
        workers = [make_worker(mail_server.url) for _ in range(3)]
        ended = at_once([partial(run, one) for one in workers], NOW)
        for one in workers:
            one.transport.close()
    assert ended == ["done"] * 3
    there = [state for _, state in stands()]
    assert 1 <= there.count("sent") <= MOST[Audience.POOL].day
    assert there.count("sent") + there.count("held") == 12
    db.reading(False)
    db.remove()
    db.engine.dispose()
