"""The Dutch volunteer allowance by calendar year: amounts in cents, each row with its source. Pure.

The frame is article 2, sixth paragraph, Wet op de loonbelasting 1964 (month and year); the Belastingdienst
names the amounts per hour that it does not take for a wage. Kilometres: article 31a, second paragraph, of
the same law.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Rates:
    """What may be paid in a year without tax. `verified`: read from the source of that very year."""

    year: int
    hour: int  # from the age of 21
    hour_young: int
    month: int
    in_year: int
    km: int
    source: str
    verified: bool = True


TABLE = (
    Rates(2022, 500, 275, 18_000, 180_000, 19, "Belastingdienst, vrijwilligersvergoedingen 2021 en 2022"),
    Rates(2023, 500, 275, 19_000, 190_000, 21, "Belastingdienst, vergoeding voor inzet en voor kosten 2023"),
    Rates(2024, 550, 325, 21_000, 210_000, 23, "Belastingdienst, vrijwilligersvergoedingen 2024"),
    Rates(2025, 560, 330, 21_000, 210_000, 23, "Belastingdienst, vrijwilligersvergoedingen 2025"),
    Rates(
        2026,
        560,
        330,
        21_000,
        210_000,
        23,
        "bedragen van 2025: die van 2026 zijn nog niet nagekeken",
        verified=False,
    ),
)


def national(year: int) -> Rates:
    """The amounts of a year; for a year that is not in the table yet, those of the last one, not verified."""
    for row in TABLE:
        if row.year == year:
            return row
    last = TABLE[-1] if year > TABLE[-1].year else TABLE[0]
    source = f"bedragen van {last.year}: die van {year} zijn nog niet nagekeken"
    return replace(last, year=year, source=source, verified=False)
