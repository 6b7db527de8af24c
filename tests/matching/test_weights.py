"""What weighs how much: tried on last year's matches, kept by a deliberate tap, by one at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekc import clock, create_app
from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.errors import DomainError
from ekc.matching import searching, weightings
from ekc.matching.fitting import Volunteer, Wanted
from ekc.matching.limits import objections
from ekc.matching.models import Weighting
from ekc.matching.replaying import Match, changed, replay
from ekc.matching.weighing import HEAVIEST, USUAL, Weights
from ekc.people.service import Particulars
from ekc.referrals import service as referrals
from ekc.referrals.models import Assignment
from tests.matching.stories import make_referral
from tests.matching.test_ranking import GOOD
from tests.world import empty_database, make_coordinator, make_settings, make_world

MAY_NOT = ("sanne", "tom", "tess", "cor", "noor", "gea", "bea")
DAY = date(2026, 3, 2)
NEAR = Volunteer(id=1, person_id=11, papers=GOOD, max_per_year=2, max_at_once=1)
FAR = replace(NEAR, id=2, person_id=12, languages=("nld", "ara"))
NOBODY_NEAR = USUAL._replace(distance=0)


def match(begun: date = DAY, weeks: int = 8, **asked: object) -> Match:
    wanted = Wanted(languages=("nld",), pc4="9601", point=(53.16, 6.75), **asked)
    return Match(wanted, begun, begun + timedelta(weeks=weeks), {1: 2.0, 2: 45.0})


class TestReplay:
    def test_who_was_suggested_is_busy_then_and_free_after(self):
        days = [DAY, DAY + timedelta(days=7), DAY + timedelta(weeks=9), DAY + timedelta(weeks=40)]
        found = replay([match(day) for day in days], [NEAR, FAR], USUAL)
        assert found.picks == (1, 2, 1, 2), "the near one has two a year, one at a time"
        assert (found.people, found.most, found.nobody, found.fluent) == (2, 2, 0, 4)
        assert found.mean_km == pytest.approx((2 + 45 + 2 + 45) / 4)

    def test_the_new_year_begins_with_a_clean_sheet(self):
        days = [DAY, DAY + timedelta(weeks=9), DAY.replace(year=2027)]
        assert replay([match(day) for day in days], [NEAR], USUAL).picks == (1, 1, 1)

    def test_where_nobody_is_left_it_says_so(self):
        found = replay([match(), match()], [NEAR], USUAL)
        assert (found.picks, found.nobody) == ((1, None), 1)
        nothing = replay([match()], [], USUAL)
        assert (nothing.picks, nothing.mean_km, nothing.most) == ((None,), None, 0)

    def test_other_weights_give_another_first(self):
        # the far one leads more often, which weighs nothing beside forty-five kilometres
        far = replace(FAR, led=5)
        before, after = (replay([match()], [NEAR, far], one) for one in (USUAL, NOBODY_NEAR))
        assert (before.picks, after.picks, changed(before, after)) == ((1,), (2,), 1)

    def test_the_limit_of_a_quarter_counts_too(self):
        one = replace(NEAR, max_per_quarter=1)
        days = [DAY, DAY + timedelta(weeks=4)]
        assert replay([match(day, weeks=1) for day in days], [one], USUAL).picks == (1, None)

    @given(
        st.lists(st.tuples(st.integers(0, 700), st.integers(0, 20)), max_size=12),
        st.lists(st.tuples(st.integers(1, 3), st.integers(1, 2)), max_size=5),
        st.lists(st.integers(0, HEAVIEST), min_size=11, max_size=11),
    )
    def test_no_limit_is_ever_broken(self, when, limits, weights):
        pool = [
            replace(NEAR, id=n, person_id=n, max_per_year=year, max_at_once=once)
            for n, (year, once) in enumerate(limits)
        ]
        matches = [match(DAY + timedelta(days=days), weeks) for days, weeks in sorted(when)]
        found = replay(matches, pool, Weights(*weights))
        assert len(found.picks) == len(matches)
        for one in pool:
            hers = [each for each, pick in zip(matches, found.picks, strict=True) if pick == one.id]
            assert not objections(match().wanted, one, DAY)
            for each in hers:
                same_year = [other for other in hers if other.begun.year == each.begun.year]
                assert len(same_year) <= one.max_per_year
                overlap = [other for other in hers if other.begun <= each.begun < other.ended]
                assert len(overlap) <= max(one.max_at_once, 1 if each.ended == each.begun else 0)


def told(**change: int) -> dict[str, str]:
    """What the form sends."""
    return {"base": "0", **{name: str(value) for name, value in USUAL._replace(**change)._asdict().items()}}


def matched(world, surname: str, who) -> None:
    """A match of this year."""
    referral = make_referral(world, focus=(Particulars("Bo", surname),), languages=("nld",))
    referrals.assign(referral, who.coordinator, by=world.by)
    db.commit()


class TestPage:
    def test_what_a_change_would_have_done_is_shown_and_nothing_is_kept(self, world, client_of):
        matched(world, "Bos", world.noor)
        client = client_of(world.petra)
        page = client.get("/pool/gewichten", query_string=told(distance=0, village=900)).get_data(
            as_text=True
        )
        assert "We speelden 1 koppeling van de laatste twaalf maanden na" in page
        assert "van de 1</strong>" in page
        assert "Gemiddelde afstand" in page
        assert "Bewaar deze gewichten" in page
        assert "Cor" not in page
        assert db.session.query(Weighting).count() == 0

    def test_a_tap_keeps_them_and_the_list_goes_by_them(self, world, client_of):
        make_coordinator(
            world.municipality, "Ada Arabisch", "ada@p.example", "9981", languages=("ara", "nld")
        )
        referral = make_referral(world)
        by = world.petra.actor
        first = searching.page(referral, by=by).candidates[0].volunteer
        assert "ara" in first.languages
        client = client_of(world.petra)
        response = client.post("/pool/gewichten", data=told(language=0, distance=1000))
        assert (response.status_code, response.location) == (303, "/pool/gewichten")
        page = client.get("/pool/gewichten").get_data(as_text=True)
        assert "Versie 1, sinds" in page
        assert "door Petra" in page
        assert searching.page(referral, by=by).candidates[0].volunteer.pc4 == "9611"
        (line,) = db.session.query(LogEntry).filter(LogEntry.action == "change_weights")
        assert (line.object_id, line.reason, line.actor_id) == (
            world.municipality.id,
            "1",
            world.petra.account.id,
        )

    def test_who_comes_second_reads_it_and_keeps_what_was_typed(self, world, client_of):
        client = client_of(world.petra)
        client.post("/pool/gewichten", data=told(load=7))
        response = client.post("/pool/gewichten", data=told(load=8))
        page = response.get_data(as_text=True)
        assert response.status_code == 409
        assert "Een collega bewaarde net andere gewichten" in page
        assert 'name="load" value="8"' in page
        assert db.session.query(Weighting).one().load == 7

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({}, "Deze gewichten gelden al"),
            ({"load": ""}, "Vul een getal in"),
            ({"load": "1001"}, "1000"),
            ({"load": "-1"}, "getal"),
            ({"load": "10" * 40}, "getal"),
            ({"load": "\x00"}, "Vul een getal in"),
            ({"load": "zes"}, "getal"),
        ],
    )
    def test_what_cannot_be_is_told(self, world, client_of, change, sentence):
        client = client_of(world.petra)
        response = client.post("/pool/gewichten", data={**told(), **change})
        assert response.status_code == 422
        assert sentence in response.get_data(as_text=True)
        if change:
            assert client.get("/pool/gewichten", query_string={**told(), **change}).status_code == 422
        assert db.session.query(Weighting).count() == 0

    @pytest.mark.parametrize("base", ["", "x", "99", "9" * 9, "-1"])
    def test_a_version_that_is_not_there(self, world, client_of, base):
        response = client_of(world.petra).post("/pool/gewichten", data={**told(load=9), "base": base})
        assert response.status_code in {409, 422}
        assert db.session.query(Weighting).count() == 0

    @pytest.mark.parametrize("who", MAY_NOT)
    def test_nobody_else_sees_or_keeps_them(self, world, client_of, who):
        client = client_of(getattr(world, who))
        assert client.get("/pool/gewichten").status_code == 404
        assert client.post("/pool/gewichten", data=told(load=9)).status_code == 404
        assert db.session.query(Weighting).count() == 0

    def test_as_many_queries_for_one_match_as_for_ten(self, world, client_of, queries):
        client = client_of(world.petra)
        matched(world, "Bos0", world.cor)

        def reads() -> int:
            queries.clear()
            assert client.get("/pool/gewichten", query_string=told(load=9)).status_code == 200
            return sum(one.startswith("SELECT") for one in queries)

        few = reads()
        for number in range(9):
            one = make_coordinator(world.municipality, f"V{number} Veen", f"v{number}@p.example")
            matched(world, f"Bos{number + 1}", one)
        assert reads() == few <= 6


def test_given_back_for_independence_or_long_ago_is_no_match(world):
    for name, who in (("Bos", world.cor), ("Dal", world.noor)):
        matched(world, name, who)
    one, other = db.session.query(Assignment).order_by(Assignment.id)
    one.ended_at, one.end_reason = clock.now(), "know_them"
    other.since = clock.now() - timedelta(days=366)
    db.session.flush()
    assert weightings.past(world.municipality.id)[0] == []


def test_a_weight_outside_what_can_be_is_refused_below_the_form_too(world):
    with pytest.raises(DomainError, match="van 0 tot en met 1000"):
        weightings.change(world.municipality.id, 0, USUAL._replace(load=1001), by=world.petra.actor)


def both(settings, world) -> tuple[list[int], int]:
    """Two of the bureau keep weights at the same moment: (statuses, versions)."""
    first, app = db.engine, create_app(settings)
    first.dispose()
    app.config.update(WTF_CSRF_ENABLED=False)
    session_id = world.petra.session_id
    db.remove()

    def keeps(load: int) -> int:
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = session_id
        return client.post("/pool/gewichten", data=told(load=load)).status_code

    with ThreadPoolExecutor(2) as at_once:
        statuses = sorted(at_once.map(keeps, (20, 30)))
    return statuses, db.session.query(Weighting).count()


def test_of_two_at_the_same_moment_one_is_kept_on_sqlite(tmp_path):
    settings = make_settings(tmp_path)
    empty_database(settings)
    assert both(settings, make_world()) == ([303, 409], 1)
    db.remove()
    db.engine.dispose()


def test_of_two_at_the_same_moment_one_is_kept_on_postgresql(tmp_path, postgres_kept):
    settings = make_settings(tmp_path, postgres_kept)
    empty_database(settings)
    assert both(settings, make_world()) == ([303, 409], 1)
    db.remove()
    db.engine.dispose()
