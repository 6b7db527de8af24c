"""How a volunteer found the year: one tap of hers, and totals for the bureau."""

from __future__ import annotations

import re
from datetime import date

import pytest

from ekc import clock
from ekc.db import db
from ekc.voice import rules
from ekc.voice.models import YearWord
from tests.matching.stories import logged
from tests.world import make_coordinator


class TestYear:
    def test_one_tap_says_how_the_year_was_and_only_totals_of_enough_of_them_are_told(self, world, client_of):
        year, petra = clock.today().year, client_of(world.petra)
        more = [make_coordinator(world.municipality, f"Lea {one}", f"lea{one}@x.example") for one in range(3)]
        db.commit()
        cor, page = client_of(world.cor), f"/jaar/{world.cor.coordinator.id}"
        for how in ("bad", "good"):  # the last tap counts
            assert cor.post(page, data={"year": year, "how": how}).location == f"{page}?jaar={year}"
        assert re.findall(r'value="(\w+)" aria-pressed="true"', cor.get(page).text) == ["good"]
        assert 'aria-pressed="true"' not in petra.get(page).text  # whose answer it was, nobody reads
        assert "Nog te weinig antwoorden" in petra.get("/cijfers/pool").text
        for one in (world.noor, *more):  # by telephone
            assert (
                petra.post(f"/jaar/{one.coordinator.id}", data={"year": year, "how": "mixed"}).status_code
                == 303
            )
        told = petra.get("/cijfers/pool").text
        assert '>Goed, ik doe het graag</th><td data-label="Hoeveel">1</td>' in told
        assert '>Het kan beter</th><td data-label="Hoeveel">4</td>' in told
        assert ("say_of_year", None, world.noor.person.id) in logged("coordinator", world.noor.coordinator.id)

    @pytest.mark.parametrize(
        "told", [{}, {"how": "geweldig"}, {"year": "2019"}, {"year": "9" * 20}, {"year": "x"}]
    )
    def test_what_cannot_be_is_refused(self, world, client_of, told):
        page = f"/jaar/{world.cor.coordinator.id}"
        data = {"year": clock.today().year, "how": "good", **told} if told else {}
        assert client_of(world.cor).post(page, data=data).status_code == 422
        assert client_of(world.noor).post(page, data=data).status_code == 404
        assert db.session.query(YearWord).count() == 0


def test_a_year_can_be_told_of_while_it_lasts_and_two_months_after():
    days = (date(2026, 1, 1), date(2026, 12, 31), date(2027, 2, 28), date(2027, 3, 1), date(2025, 12, 31))
    assert [rules.is_open(2026, day) for day in days] == [True, True, True, False, False]
