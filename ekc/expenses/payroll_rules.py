"""What goes to the payroll office: lines as they went, what they come to per person, and the warnings. Pure.

No bank account number, no traject and no note: the office needs who, what for, how much and when.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import TypeVar

from ekc.expenses.rates import Rates
from ekc.expenses.rules import FLAT, HOURS, KINDS, KM, RECEIPT, RECEIPTS, Account, Line
from ekc.sheets.writing import Sheet, Value
from ekc.web.reading import MONTHS

Key = TypeVar("Key")
UNITS = {KM: "km", RECEIPT: "bonnetje", HOURS: "uur"}
OVER_CAP = "boven de grens per maand of per jaar"
OVER_HOUR = "boven het belastingvrije bedrag per uur"
REGIME_WORDS = {FLAT: "vast bedrag per uur"}


@dataclass(frozen=True, slots=True)
class Paid:
    """One approved claim on its way to the payroll office. `amount` as in a claim: km, cents or quarters."""

    claim: int
    coordinator: int
    number: str
    name: str
    on: date
    kind: str
    what: str
    amount: int
    cents: int
    regime: str
    warning: str = ""

    @property
    def quantity(self) -> Decimal:
        """How many: kilometres, hours, or one receipt."""
        if self.kind == HOURS:
            return Decimal(self.amount * 25) / 100
        return Decimal(1) if self.kind == RECEIPT else Decimal(self.amount)


def packed(lines: Sequence[Paid]) -> str:
    """The lines as they are kept."""
    return json.dumps([asdict(one) for one in lines], default=date.isoformat, ensure_ascii=False)


def unpacked(text: str) -> list[Paid]:
    """The lines as they went."""
    return [Paid(**{**row, "on": date.fromisoformat(row["on"])}) for row in json.loads(text)]


def digest(lines: Sequence[Paid]) -> str:
    """Differs when another line, another amount or another warning would go."""
    return sha256(packed(lines).encode()).hexdigest()[:32]


def warning(line: Line, account: Account) -> str:
    """What the office must look at: above the cap of an hour, or of the month or the year; '' for nothing.

    The three caps hold at once (article 2, sixth paragraph, Wet op de loonbelasting 1964).
    """
    over_hour = line.kind == HOURS and account.worth(line) * 4 > line.amount * _hour(
        account.rates, line, account
    )
    over_cap = account.over(line.on.month)
    return "; ".join(words for words, is_so in ((OVER_HOUR, over_hour), (OVER_CAP, over_cap)) if is_so)


def sheets(lines: Sequence[Paid]) -> tuple[Sheet, Sheet, Sheet]:
    """Per person, month and kind; each person's total; and every line."""
    return (
        Sheet(
            "Per soort",
            (
                "Salarisnummer",
                "Naam",
                "Jaar",
                "Maand",
                "Soort",
                "Aantal",
                "Eenheid",
                "Bedrag",
                "Regeling",
                "Let op",
            ),
            _per_kind(lines),
        ),
        Sheet(
            "Totalen",
            ("Salarisnummer", "Naam", "Bedrag"),
            [*_totals(lines), [None, "Alles samen", total(lines)]],
        ),
        Sheet(
            "Regels",
            ("Salarisnummer", "Naam", "Datum", "Soort", "Waarvan", "Aantal", "Eenheid", "Bedrag", "Let op"),
            [
                (
                    *_who(one),
                    one.on,
                    KINDS[one.kind],
                    RECEIPTS.get(one.what),
                    one.quantity,
                    UNITS[one.kind],
                    _euros(one.cents),
                    one.warning,
                )
                for one in lines
            ],
        ),
    )


def total(lines: Iterable[Paid]) -> Decimal:
    """All of it, in euros."""
    return _euros(sum(one.cents for one in lines))


def per_person(lines: Iterable[Paid]) -> dict[int, list[Paid]]:
    """The lines by coordinator, in order of name and day."""
    return _grouped(lines, lambda one: one.coordinator)


def _per_kind(lines: Sequence[Paid]) -> list[Sequence[Value]]:
    groups = _grouped(lines, lambda one: (one.coordinator, one.on.year, one.on.month, one.kind, one.regime))
    return [
        (
            *_who(first := group[0]),
            first.on.year,
            MONTHS[first.on.month - 1],
            KINDS[first.kind],
            sum((one.quantity for one in group), Decimal(0)),
            UNITS[first.kind],
            total(group),
            REGIME_WORDS.get(first.regime, "onkosten"),
            "; ".join(dict.fromkeys(one.warning for one in group if one.warning)),
        )
        for group in groups.values()
    ]


def _totals(lines: Iterable[Paid]) -> list[Sequence[Value]]:
    return [(*_who(group[0]), total(group)) for group in per_person(lines).values()]


def _grouped(lines: Iterable[Paid], key: Callable[[Paid], Key]) -> dict[Key, list[Paid]]:
    found: dict[Key, list[Paid]] = {}
    for one in lines:
        found.setdefault(key(one), []).append(one)
    return found


def _who(one: Paid) -> tuple[str | None, str]:
    return one.number or None, one.name


def _euros(cents: int) -> Decimal:
    return Decimal(cents) / 100


def _hour(rates: Rates, line: Line, account: Account) -> int:
    young = account.grown_up_on is not None and line.on < account.grown_up_on
    return rates.hour_young if young else rates.hour
