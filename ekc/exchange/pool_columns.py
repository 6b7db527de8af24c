"""The columns of the pool: how each is read, and how it is written. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from ekc.errors import DomainError
from ekc.exchange import cells
from ekc.people.languages import LANGUAGES
from ekc.pool.bounds import MOST_KM, MOST_PER_QUARTER, MOST_WORDS
from ekc.pool.dayparts import DAY_PARTS
from ekc.pool.path import LABELS, SOURCES, STOP_REASONS
from ekc.pool.rules import MOST_AT_ONCE, MOST_PER_YEAR
from ekc.referrals.codes import THEMES
from ekc.sheets.columns import Column
from ekc.sheets.writing import Value
from ekc.web import reading

STAGES = {stage.value: label for stage, label in LABELS.items()}
MARK = re.compile(r"P-([0-9A-F]{1,16})")
DAY = "Een dag, zoals 3-3-2026."


def mark(coordinator_id: int) -> str:
    """How one coordinator is told from another in a file, also when her name or mail changed."""
    return f"P-{coordinator_id:X}"


def read_mark(cell: str) -> object:
    """The id in a mark that we wrote."""
    found = MARK.fullmatch(cell.upper())
    if found is None:
        raise DomainError("Dit kenmerk is niet van ons. Laat het leeg bij wie nieuw is.")
    return int(found[1], 16)


def _list(labels: dict[str, str]) -> str:
    return "Een van: " + ", ".join(labels.values()) + "."


def _lists(labels: dict[str, str]) -> str:
    return "Een of meer van (met een komma ertussen): " + ", ".join(labels.values()) + "."


COLUMNS = (
    Column("mark", "Kenmerk", read_mark, "Van ons. Laat het staan; bij wie nieuw is blijft het leeg."),
    Column("given_name", "Voornaam", cells.name(80), "Nodig.", "Vul de voornaam in."),
    Column("surname", "Achternaam", cells.name(120), "Nodig.", "Vul de achternaam in."),
    Column("phone", "Telefoon", cells.phone, "Zoals 06-12345678.", also=("Telefoonnummer", "Mobiel", "Tel")),
    Column(
        "mail", "Mail", reading.mail, "Zoals naam@voorbeeld.nl.", also=("E-mail", "Mailadres", "E-mailadres")
    ),
    Column(
        "pc4", "Postcode", reading.postcode4, "Nodig. De vier cijfers zijn genoeg.", "Vul de postcode in."
    ),
    Column("languages", "Talen", cells.some_of(LANGUAGES), _lists(LANGUAGES), also=("Spreekt", "Taal")),
    Column("employer", "Werkt bij", cells.text(120), "Om onafhankelijk te blijven.", also=("Werkgever",)),
    Column("about", "In eigen woorden", cells.text(500, lines=True), "Wat zij of hij zelf vertelt."),
    Column(
        "stage", "Stand", cells.one_of(STAGES), _list(STAGES) + " Leeg: heeft interesse.", also=("Status",)
    ),
    Column("joined_on", "Bij de pool sinds", cells.day, DAY, also=("Sinds", "Startdatum")),
    Column("source", "Gevonden via", cells.one_of(SOURCES), _list(SOURCES)),
    Column("stopped_on", "Gestopt op", cells.day, DAY),
    Column("stop_reason", "Reden van stoppen", cells.one_of(STOP_REASONS), _list(STOP_REASONS)),
    Column("trained_on", "Training blok 1", cells.day, DAY),
    Column("block2_on", "Training blok 2", cells.day, DAY),
    Column("vog_asked_on", "VOG aangevraagd op", cells.day, DAY),
    Column("vog_seen_on", "VOG gezien op", cells.day, f"{DAY} De VOG zelf bewaren we niet."),
    Column("vog_until", "VOG geldig tot en met", cells.day, f"{DAY} Leeg: dan rekenen we het uit."),
    Column("secrecy_on", "Geheimhouding getekend op", cells.day, DAY),
    Column("code_version", "Gedragscode versie", cells.number(1, 9999), "Welke versie akkoord is."),
    Column("code_on", "Gedragscode akkoord op", cells.day, DAY),
    Column(
        "max_per_year", "Per jaar", cells.number(1, MOST_PER_YEAR), "Hooguit zoveel bijeenkomsten. Leeg: 3."
    ),
    Column("max_at_once", "Tegelijk", cells.number(1, MOST_AT_ONCE), "Hooguit zoveel tegelijk. Leeg: 1."),
    Column(
        "periods",
        "In bepaalde maanden",
        cells.periods,
        "Zo: juni tot en met augustus: hooguit 1; december: niets. Leeg: geen aparte grens.",
    ),
    Column("max_per_quarter", "Per kwartaal", cells.number(1, MOST_PER_QUARTER), "Leeg: geen grens."),
    Column("max_km", "Verste afstand in km", cells.number(1, MOST_KM), "Leeg: maakt niet uit.", also=("Km",)),
    Column("own_village", "Eigen dorp mag", cells.yes_no, "ja of nee. Leeg: ja."),
    Column("prefers_two", "Liever samen", cells.yes_no, "ja of nee. Leeg: nee."),
    Column("number_on_card", "Eigen nummer op het kaartje", cells.yes_no, "ja of nee. Leeg: nee."),
    Column("day_parts", "Dagdelen", cells.some_of(DAY_PARTS), _lists(DAY_PARTS)),
    Column("themes_like", "Graag", cells.some_of(THEMES), _lists(THEMES)),
    Column("themes_not", "Liever niet", cells.some_of(THEMES), _lists(THEMES)),
    Column("at_home", "Thuis in", cells.words(MOST_WORDS, 300), "Eigen woorden, met een komma ertussen."),
    Column("paused_until", "Pauze tot en met", cells.day, DAY),
    Column(
        "payroll_number", "Salarisnummer", cells.text(20), "Hoe de salarisadministratie haar of hem kent."
    ),
    Column("namesake", "Naamgenoot", cells.yes_no, "ja als dit iemand anders is met dezelfde naam."),
)
NAMES = {column.key: column.name for column in COLUMNS}
PERSONAL = ("given_name", "surname", "phone", "mail")
NOT_KEPT = ("mark", "namesake")  # they say who is meant
APART = ("periods",)  # rows of their own
KEPT = tuple(column.key for column in COLUMNS if column.key not in (*PERSONAL, *NOT_KEPT, *APART))
LISTS: dict[str, dict[str, str]] = {
    "languages": LANGUAGES,
    "day_parts": DAY_PARTS,
    "themes_like": THEMES,
    "themes_not": THEMES,
}
ONES: dict[str, dict[str, str]] = {"stage": STAGES, "source": SOURCES, "stop_reason": STOP_REASONS}


def same(key: str, one: object, other: object) -> bool:
    """Whether two values say the same: codes of a list in any order."""
    if key in LISTS:
        return set(one or ()) == set(other or ())  # type: ignore[call-overload, no-any-return] # -- tuples of codes
    return one == other


def shown(key: str, value: object) -> Value:
    """A value as it stands in its cell."""
    if value is None or value == ():
        return None
    if key in LISTS:
        return cells.listed(value, LISTS[key])  # type: ignore[arg-type] # -- a tuple of codes
    writers: dict[str, Callable[[object], Value]] = {
        "periods": lambda told: "; ".join(one.in_words for one in told),  # type: ignore[attr-defined] # -- periods
        "at_home": ", ".join,  # type: ignore[dict-item] # -- a tuple of words
    }
    if key in writers:
        return writers[key](value)
    if key in ONES:
        return ONES[key].get(str(value), str(value))
    return cells.shown(key, value)
