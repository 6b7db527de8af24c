"""The menu: few entries stay, many are folded, and where we are is always said."""

from __future__ import annotations

import pytest

from ekc.home import navigation


def entries(many: int) -> list[tuple[str, str, bool]]:
    return [(str(number), f"/{number}", False) for number in range(many)]


@pytest.mark.parametrize(("many", "shown"), [(0, 0), (4, 4), (5, 3), (9, 3)])
def test_of_many_entries_the_first_stay(many, shown):
    parts = navigation.folded(entries(many))
    assert [len(parts["nav"]), len(parts["nav_more"])] == [shown, many - shown]
    assert parts["nav"] + parts["nav_more"] == entries(many)


def test_a_coordinator_finds_the_rest_under_more_and_reads_where_she_is(world, client_of):
    cor = client_of(world.cor)
    today = cor.get("/").get_data(as_text=True)
    head = today.partition("<main")[0]
    assert head.index("/bellen") < head.index("<summary>Meer</summary>") < head.index("/mijn-vergoedingen")
    said = '<summary aria-current="true">Meer<span class="ekc-nav__here">: Mijn grenzen</span></summary>'
    assert said in cor.get("/mijn-grenzen").get_data(as_text=True)


def test_who_has_few_entries_sees_them_all(world, client_of):
    assert "<summary>Meer" not in client_of(world.sanne).get("/").get_data(as_text=True)
