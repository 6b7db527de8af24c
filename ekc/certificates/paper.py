"""Certificates and the overview of a year as PDF: the same facts on the same day give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from ekc.certificates.rules import Learned, Year
from ekc.places.models import Municipality
from ekc.web import paper
from ekc.web.formatting import LOCALE, count, phone

COORDINATOR = "vrijwillige coördinator van eigenkrachtconferenties"


@dataclass(frozen=True, slots=True)
class Issued:
    """Who gives it out, and on which day (in the Netherlands)."""

    municipality: str
    central_phone: str
    day: date

    @classmethod
    def by(cls, municipality: Municipality, day: date) -> Issued:
        """By a municipality."""
        return cls(municipality.name, municipality.central_phone, day)


def of_training(who: Iterable[tuple[str, Learned]], issued: Issued) -> bytes:
    """A page for each (name, what she was at)."""
    return _pdf(
        "certificate",
        issued,
        {"title": "Bewijs van deelname", "sheets": [_sheet(*one, issued) for one in who]},
    )


def of_year(name: str, year: Year, issued: Issued) -> bytes:
    """The certificate of a year."""
    sheet = {
        "heading": f"Bewijs van inzet {year.year}",
        "before": "Met dank, en met waardering, verklaren wij dat",
        "name": name,
        "sentence": f"{_in_year(year, issued)} {COORDINATOR} was in {issued.municipality}:",
        "lines": [*year.sentences, *_taught(year)],
        **_signed(issued),
    }
    return _pdf("certificate", issued, {"title": f"Bewijs van inzet {year.year}", "sheets": [sheet]})


def overview(name: str, year: Year, issued: Issued) -> bytes:
    """All of a year, month by month."""
    meetings = [f"{_month(year.year, month)}: {', '.join(said)}" for month, said in year.months]
    parts = [
        {"heading": "Bijeenkomsten", "lines": meetings, "none": "Geen dit jaar."},
        {"heading": "Scholing", "lines": list(map(_line, year.trainings)), "none": "Geen dit jaar."},
        {"heading": "Intervisie", "lines": list(map(_line, year.intervisies)), "none": "Geen dit jaar."},
    ]
    told = {
        "title": f"Jaaroverzicht {year.year}",
        "heading": f"Jaaroverzicht {year.year}",
        "name": name,
        "stands": f"Opgemaakt op {long_day(issued.day)}.",
        "parts": parts,
    }
    return _pdf("year", issued, told)


def long_day(value: date) -> str:
    """'12 maart 2026'."""
    return format_date(value, "d MMMM y", LOCALE)


def _sheet(name: str, learned: Learned, issued: Issued) -> dict[str, object]:
    led = f", onder leiding van {learned.led_by}" if learned.led_by else ""
    return {
        "heading": "Bewijs van deelname",
        "before": "Hierbij verklaren wij dat",
        "name": name,
        "sentence": f"op {long_day(learned.day)} heeft deelgenomen aan: {learned.name} "
        f"({learned.hours}){led}. Dit hoort bij de scholing voor wie {COORDINATOR} is.",
        "lines": [],
        **_signed(issued),
    }


def _signed(issued: Issued) -> dict[str, str]:
    return {
        "issued": f"{issued.municipality}, {long_day(issued.day)}",
        "signature": f"Namens het bureau, gemeente {issued.municipality}",
    }


def _in_year(year: Year, issued: Issued) -> str:
    until = f" (tot en met {long_day(issued.day)})" if year.year == issued.day.year else ""
    return f"in {year.year}{until}"


def _taught(year: Year) -> list[str]:
    met = len(year.intervisies)
    said = [f"{one.name}, {long_day(one.day)} ({one.hours})" for one in year.trainings]
    return [*said, *([f"{count(met, 'keer', 'keer')} intervisie"] if met else [])]


def _line(one: Learned) -> str:
    return f"{long_day(one.day)}: {one.name} ({one.hours})"


def _month(year: int, month: int) -> str:
    return format_date(date(year, month, 1), "MMMM", LOCALE)


def _pdf(template: str, issued: Issued, told: Mapping[str, object]) -> bytes:
    footer = f"Gemeente {issued.municipality}, {phone(issued.central_phone)}"
    return paper.pdf(template, {**told, "municipality": issued.municipality, "footer": footer})
