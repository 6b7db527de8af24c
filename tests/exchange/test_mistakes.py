"""A pool file with every kind of mistake: each is named with row and column, nothing comes in or is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.errors import DomainError
from ekc.exchange import service
from ekc.exchange.pool_columns import COLUMNS, mark
from ekc.pool.models import Coordinator
from ekc.sheets.rules import letters
from tests.exchange.files import bring, problems, rows_of, take, xlsx_of

HEADER = [column.name for column in COLUMNS]
LETTER = {name: place for place, name in enumerate(HEADER, 1)}


def where(row: int, name: str = "") -> str:
    """How a place is named."""
    return f"rij {row}, kolom {letters(LETTER[name])} ({name})" if name else f"rij {row}"


def somebody(number: int, **told: object) -> list:
    """A row that is good but for what is `told`."""
    good = {"Voornaam": "Iemand", "Achternaam": f"Nummer {number}", "Postcode": "9601", **told}
    return [good.get(name) for name in HEADER]


def named(header: str) -> str:
    return header.replace("_", " ")


def mistakes(world) -> list[tuple[dict, str, str]]:
    """(what the row says, column where it is wrong, words of the sentence): one kind of mistake each."""
    later = (clock.today() + timedelta(days=1)).isoformat()
    ago = (clock.today() - timedelta(days=1)).isoformat()
    far = (clock.today() + timedelta(days=3 * 366)).isoformat()
    long_ago = "3-3-2015"
    cor = world.cor.person
    return [
        ({"Kenmerk": "P-FFF"}, "Kenmerk", "niet van iemand in deze pool"),
        ({"Kenmerk": "12345"}, "Kenmerk", "niet van ons"),
        ({"Voornaam": None}, "Voornaam", "Vul de voornaam in"),
        ({"Voornaam": "12 34"}, "Voornaam", "geen naam"),
        ({"Voornaam": "a" * 81}, "Voornaam", "te lang"),
        ({"Achternaam": None}, "Achternaam", "Vul de achternaam in"),
        ({"Telefoon": "06-123"}, "Telefoon", "geen heel telefoonnummer"),
        ({"Telefoon": "geen"}, "Telefoon", "geen heel telefoonnummer"),
        ({"Mail": "iemand.voorbeeld.nl"}, "Mail", "geen heel mailadres"),
        ({"Mail": "coordinator@demo.example"}, "Mail", "andere voornaam"),
        ({"Postcode": None}, "Postcode", "Vul de postcode in"),
        ({"Postcode": "96011"}, "Postcode", "vier cijfers"),
        ({"Talen": "Nederlands, Klingon"}, "Talen", "‘Klingon’ staat niet in de lijst"),
        ({"Werkt bij": "x" * 121}, "Werkt bij", "te lang"),
        ({"In eigen woorden": "mijn nummer is 111222333"}, "In eigen woorden", "burgerservicenummer"),
        ({"In eigen woorden": "NL91 ABNA 0417 1643 00"}, "In eigen woorden", "rekeningnummer"),
        ({"Stand": "bijna"}, "Stand", "‘bijna’ staat niet in de lijst"),
        ({"Stand": "gestopt"}, "Gestopt op", "op welke dag"),
        ({"Bij de pool sinds": "31-2-2020"}, "Bij de pool sinds", "bestaat niet"),
        ({"Bij de pool sinds": "voorjaar"}, "Bij de pool sinds", "begrijpen we niet"),
        ({"Bij de pool sinds": later}, "Bij de pool sinds", "moet nog komen"),
        ({"Bij de pool sinds": "3-3-1066"}, "Bij de pool sinds", "kan niet kloppen"),
        ({"Gevonden via": "de wind"}, "Gevonden via", "staat niet in de lijst"),
        ({"Gestopt op": long_ago}, "Gestopt op", "alleen in bij wie gestopt is"),
        ({"Reden van stoppen": "verhuisd"}, "Reden van stoppen", "alleen in bij wie gestopt is"),
        (
            {"Stand": "gestopt", "Gestopt op": long_ago, "Bij de pool sinds": "3-3-2016"},
            "Gestopt op",
            "niet voor het begin",
        ),
        ({"Training blok 2": long_ago}, "Training blok 2", "wanneer blok 1"),
        ({"Training blok 1": "3-3-2016", "Training blok 2": long_ago}, "Training blok 2", "niet voor blok 1"),
        ({"VOG gezien op": later}, "VOG gezien op", "moet nog komen"),
        ({"VOG geldig tot en met": far}, "VOG geldig tot en met", "wanneer de VOG gezien is"),
        (
            {"VOG gezien op": "3-3-2016", "VOG geldig tot en met": long_ago},
            "VOG geldig tot en met",
            "niet aflopen voordat",
        ),
        ({"Gedragscode versie": 99, "Gedragscode akkoord op": ago}, "Gedragscode versie", "nieuwste versie"),
        ({"Gedragscode versie": 1}, "Gedragscode versie", "wanneer de gedragscode akkoord"),
        ({"Gedragscode akkoord op": ago}, "Gedragscode akkoord op", "welke versie"),
        ({"Per jaar": 0}, "Per jaar", "getal in van 1"),
        ({"Per jaar": 10**12}, "Per jaar", "getal in van 1"),
        ({"Tegelijk": "veel"}, "Tegelijk", "getal in van 1"),
        ({"Per jaar": 2, "Per kwartaal": 3}, "Per kwartaal", "niet meer zijn dan per jaar"),
        ({"In bepaalde maanden": "in de zomer niet"}, "In bepaalde maanden", "Schrijf het zo"),
        ({"In bepaalde maanden": "juni: hooguit 9"}, "In bepaalde maanden", "getal van 0 tot en met"),
        ({"Verste afstand in km": -4}, "Verste afstand in km", "getal in van 1"),
        ({"Eigen dorp mag": "soms"}, "Eigen dorp mag", "ja of nee"),
        ({"Dagdelen": "maandagnacht"}, "Dagdelen", "staat niet in de lijst"),
        ({"Graag": "opvoeding", "Liever niet": "opvoeding"}, "Liever niet", "niet tegelijk"),
        ({"Thuis in": ", ".join(f"w{n}" for n in range(13))}, "Thuis in", "Er passen er 12"),
        ({"Pauze tot en met": ago}, "Pauze tot en met", "al voorbij"),
        ({"Pauze tot en met": far}, "Pauze tot en met", "hooguit twee jaar"),
        ({"Voornaam": "=1+1"}, "Voornaam", "formule"),
        (
            {"Voornaam": cor.given_name, "Achternaam": cor.surname, "Postcode": "1011"},
            "Achternaam",
            "Er staat al iemand met deze naam",
        ),
        ({"Kenmerk": mark(world.noor.coordinator.id), "Stand": "gestopt"}, "Stand", "eigen pagina"),
    ]


def test_each_mistake_is_named_with_row_and_column_and_nothing_comes_in(world):
    kinds = mistakes(world)
    assert len(kinds) >= 40
    rows = [somebody(number, **told) for number, (told, _, _) in enumerate(kinds, 2)]
    twice = somebody(2 + len(kinds))
    content = xlsx_of([*HEADER, "Telefon", "Telefoon", None], *rows, twice, [*twice, None, None, "los"])
    before = db.session.query(Coordinator).count()

    found = problems(world.petra, content)

    last, more = 2 + len(kinds), len(HEADER) + 1
    expected = [(where(number, column), words) for number, (_, column, words) in enumerate(kinds, 2)]
    expected += [
        (f"rij 1, kolom {letters(more)} (Telefon)", "Bedoel je ‘Telefoon’?"),
        (f"rij 1, kolom {letters(more + 1)} (Telefoon)", "twee keer"),
        (f"rij 1, kolom {letters(more + 2)}", "geen naam"),
        (where(last + 1, "Achternaam"), f"dezelfde persoon als rij {last}"),
    ]
    for place, words in expected:
        assert any(at == place and words in sentence for at, sentence in found), (place, words, found)
    named_rows = {int(at.split()[1].rstrip(",")) for at, _ in found}
    assert named_rows == set(range(1, last + 2)) - {last}, "only the one good row is not named"
    assert db.session.query(Coordinator).count() == before


def test_a_file_with_a_mistake_cannot_be_taken_over_and_is_kept(world):
    upload = bring(world.petra, xlsx_of(HEADER, somebody(1), somebody(2, Postcode="x")))
    with pytest.raises(DomainError, match="niets overgenomen"):
        service.take(upload, "", by=world.petra.actor)
    db.rollback()
    assert db.session.query(Coordinator).count() == 2
    assert rows_of(service.content_of(upload))[2][5] == "x"
    assert db.session.query(LogEntry).filter_by(action="take_file").count() == 0


def test_the_good_rows_come_in_once_the_mistakes_are_out(world):
    plan = take(world.petra, xlsx_of(HEADER, *(somebody(number) for number in range(2, 8))))
    assert plan.count("new") == 6
    assert db.session.query(Coordinator).count() == 8


def test_a_sheet_without_a_header_or_without_rows(world):
    assert problems(world.petra, b"a;b\n1;2\n")[0][1].startswith("We vinden geen kop")
    assert "nog niets onder de kop" in problems(world.petra, b"Voornaam;Achternaam;Postcode\n")[0][1]
    assert ("rij 1", "De kolom ‘Postcode’ ontbreekt. Die is nodig.") in problems(
        world.petra, b"Voornaam;Achternaam\nAn;Bos\n"
    )


def test_a_title_above_the_header_is_fine_but_data_there_is_not(world):
    title = b"Onze pool;;\n;;\nVoornaam;Achternaam;Postcode\nAn;Bos;9601\n"
    assert problems(world.petra, title) == []
    assert take(world.petra, title).count("new") == 1
