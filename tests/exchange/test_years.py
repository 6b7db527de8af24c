"""Numbers of before ekc: in per year, month or place, shown with the figures, counted once."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from ekc.db import db
from ekc.exchange import service
from ekc.exchange.cells import month
from ekc.exchange.years_columns import COLUMNS
from ekc.reporting import past
from ekc.reporting import queries as figures
from tests.exchange.files import bring, csv_of, problems, rows_of, take, xlsx_of
from tests.reporting.facts import make_held

HEADER = ["Jaar", "Maand", "Plaats", "Aanmeldingen", "Gehouden", "Plan zonder bijeenkomst"]


def wrong(world, *rows) -> list[tuple[str, str]]:
    return problems(world.petra, csv_of(HEADER, *rows), "jaren")


def page(client, year: int) -> str:
    response = client.get(f"/cijfers/{year}")
    assert response.status_code == 200
    return " ".join(response.get_data(as_text=True).split())


def test_months_come_in_and_stand_with_the_figures(world, client_of):
    take(world.petra, xlsx_of(HEADER, [2019, "mrt", None, 4, 3, 1], [2019, 4, None, 2, 2, None]), "jaren")
    there = page(client_of(world.gea), 2019)
    for words in (
        "<strong>5 conferenties</strong>",
        '<th scope="row">maart</th><td>3</td>',
        "Hiervan komen er 5 uit de eigen telling",
        "6 aanmeldingen",
        "1 keer maakten mensen in 2019",
    ):
        assert words in there
    assert 'href="/cijfers/2019"' in page(client_of(world.gea), 2026)


def test_a_whole_year_per_place_shows_no_small_numbers(world, client_of):
    rows = [[2018, "", "Slochteren", "", 3, ""], [2018, "", "9601", "", 7, ""]]
    take(world.petra, csv_of(HEADER, *rows), "jaren")
    there = page(client_of(world.gea), 2018)
    assert '<td data-label="Conferenties">minder dan 5</td>' in there
    assert '<td data-label="Conferenties">7</td>' in there
    assert "Van 10 conferenties is de maand niet bekend." in there


def test_in_the_year_of_starting_both_are_counted_once(world):
    make_held(world, date(2026, 5, 4))
    db.commit()
    take(world.petra, csv_of(HEADER, [2026, 4, "", "", 2, ""]), "jaren")
    year = figures.year_of(world.municipality.id, 2026, date(2026, 11, 20))
    assert (year.total, year.months[3], year.months[4]) == (3, 2, 1)
    ((place, sentence),) = wrong(world, [2026, 5, "", "", 2, ""])
    assert place == "rij 2, kolom B (Maand)"
    assert "Vanaf mei 2026 telt ekc zelf" in sentence


@pytest.mark.parametrize(
    ("row", "where", "words"),
    [
        (["", "", "", "", 1, ""], "rij 2, kolom A (Jaar)", "Vul het jaar in"),
        ([1066, "", "", "", 1, ""], "rij 2, kolom A (Jaar)", "getal in van 1995"),
        (["10" * 9, "", "", "", 1, ""], "rij 2, kolom A (Jaar)", "getal in van 1995"),
        ([2019, 13, "", "", 1, ""], "rij 2, kolom B (Maand)", "getal in van 1 tot en met 12"),
        ([2019, "ma", "", "", 1, ""], "rij 2, kolom B (Maand)", "kennen we niet"),
        ([2019, "", "Parijs", "", 1, ""], "rij 2, kolom C (Plaats)", "kennen we niet"),
        ([2019, "", "", -1, 1, ""], "rij 2, kolom D (Aanmeldingen)", "getal in van 0"),
        ([2019, "", "", "", "", ""], "rij 2, kolom E (Gehouden)", "0 is ook een antwoord"),
        ([2019, "", "", "", "veel", ""], "rij 2, kolom E (Gehouden)", "getal in van 0"),
        ([2019, "", "", "", 1, 10**12], "rij 2, kolom F (Plan zonder bijeenkomst)", "getal in van 0"),
        ([2026, "", "", "", 1, ""], "rij 2, kolom A (Jaar)", "nog niet voorbij"),
        ([2026, 10, "", "", 1, ""], "rij 2, kolom B (Maand)", "nog niet voorbij"),
        ([2199, "", "", "", 1, ""], "rij 2, kolom A (Jaar)", "nog niet voorbij"),
    ],
)
def test_each_mistake_is_named(world, row, where, words):
    ((place, sentence),) = wrong(world, row)
    assert place == where
    assert words in sentence


def test_nothing_is_counted_twice(world):
    both = wrong(world, [2019, "", "", "", 1, ""], [2019, 3, "", "", 1, ""], [2018, 1, "", "", 1, ""])
    assert both == [
        (
            "rij 3, kolom B (Maand)",
            "Van 2019 is er een regel van het hele jaar en een per maand. Kies een van de twee.",
        )
    ]
    places = wrong(world, [2019, 3, "", "", 1, ""], [2019, 3, "Slochteren", "", 1, ""])
    assert "de hele gemeente en een per plaats" in places[0][1]
    assert (
        "staan ook op rij 2" in wrong(world, [2019, 3, "", "", 1, ""], [2019, "maart", "", "", 2, ""])[0][1]
    )
    take(world.petra, csv_of(HEADER, [2019, 3, "", "", 1, ""]), "jaren")
    assert "een per maand" in wrong(world, [2019, "", "", "", 1, ""])[0][1]


def test_a_year_that_ekc_counts_from_some_month_is_told_per_month(world):
    make_held(world, date(2025, 5, 4))
    db.commit()
    assert "Vanaf mei 2025 telt ekc zelf" in wrong(world, [2025, "", "", "", 2, ""])[0][1]
    assert wrong(world, [2025, 4, "", "", 2, ""]) == []


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_goes_out_comes_in_again(world, kind):
    rows = [[2018, "", "Slochteren", "", 3, ""], [2019, 3, "", 4, 2, 0]]
    take(world.petra, csv_of(HEADER, *rows), "jaren")
    make_held(world, date(2017, 1, 1))  # what came in stays, also when ekc turns out to count that year
    db.commit()
    _, content = service.download(f"jaren.{kind}", by=world.petra.actor)
    upload = bring(world.petra, content, "jaren")
    again = service.plan_of(upload, by=world.petra.actor)
    assert again.problems == ()
    assert [line.what for line in again.lines] == ["same", "same"]


def test_a_better_number_takes_the_place_of_the_old_one_and_empty_leaves_it(world):
    take(world.petra, csv_of(HEADER, [2019, 3, "", 4, 2, 0]), "jaren")
    changed = take(world.petra, csv_of(HEADER, [2019, "maart", "", "", 3, ""]), "jaren")
    assert changed.lines[0].changes == ("Gehouden: 2 → 3",)
    (row,) = past.counts(world.municipality.id)
    assert (row.asked, row.held, row.plans) == (4, 3, 0)


def test_the_database_refuses_a_second_row_of_one_period(world):
    for _ in "ab":
        past.write((2019, 3, ""), 1, None, None, by=world.petra.actor)
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.rollback()


def test_the_example_comes_in(world):
    _, content = service.download("jaren-voorbeeld.xlsx", by=world.petra.actor)
    assert rows_of(content)[0] == [column.name for column in COLUMNS]
    assert service.plan_of(bring(world.petra, content, "jaren"), by=world.petra.actor).count("new") == 2


def test_months_by_any_usual_name():
    assert [month(word) for word in ("1", "jan", "Mrt.", "maart", "aug", "12")] == [1, 1, 3, 3, 8, 12]
