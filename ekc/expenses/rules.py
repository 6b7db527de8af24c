"""What can be claimed, what it is worth, and how near the caps somebody is. Amounts in cents. Pure.

Three caps hold at once: per hour, per month and per year. A month is never averaged with another, and what
other organisations pay counts along. Who claims per hour counts travel and costs along with the hours; who
gets back real costs only has no caps. One of these two ways holds for a whole calendar year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from ekc.errors import DomainError, TooLateError
from ekc.expenses.rates import Rates
from ekc.web.amounts import euros
from ekc.web.reading import MONTHS

REAL, FLAT = "real", "flat"
REGIMES = {
    REAL: "je krijgt terug wat je echt uitgaf",
    FLAT: "je krijgt een vast bedrag per uur, en je kosten tellen mee",
}
KM, RECEIPT, HOURS = "km", "receipt", "hours"
KINDS = {KM: "kilometers", RECEIPT: "een bonnetje", HOURS: "uren"}
RECEIPTS = {
    "transport": "bus of trein",
    "parking": "parkeren",
    "food": "koffie, thee of iets te eten",
    "material": "papier, printen of ander materiaal",
    "phone": "bellen of internet",
    "post": "postzegels",
    "childcare": "oppas",
    "other": "anders",
}
TRAJECT, TRAINING, OTHER = "traject", "training", "other"
STATES = {
    "entered": ("wacht op het bureau", "busy"),
    "returned": ("het bureau heeft een vraag", "attention"),
    "approved": ("goedgekeurd", "ok"),
    "exported": ("doorgegeven om te betalen", "ok"),
}
MOST = {KM: 600, RECEIPT: 100_000, HOURS: 16 * 4}
MOST_ELSEWHERE = 500_000
NEAR = 80  # per cent of a cap
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody claims: `amount` is kilometres, cents or quarter hours, as `kind` says."""

    kind: str
    on: date
    amount: int
    what: str | None = None  # of a receipt, a code of RECEIPTS
    note: str | None = None
    about: str = OTHER  # traject, training, other
    number: str | None = None  # of the traject


@dataclass(frozen=True, slots=True)
class Line:
    """A claim as the sums see it; `cents` once it was approved."""

    on: date
    kind: str
    amount: int
    cents: int | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """A calendar year of one volunteer. `elsewhere`: cents that others paid, by month (1 to 12)."""

    rates: Rates
    regime: str = REAL
    grown_up_on: date | None = None  # the day of becoming 21, of who is younger
    lines: tuple[Line, ...] = ()
    elsewhere: Mapping[int, int] = field(default_factory=dict)

    def worth(self, line: Line) -> int:
        """What a line brings, in cents; once approved it stays what it was."""
        return line.cents if line.cents is not None else worth(line, self.rates, self.grown_up_on)

    @property
    def paid(self) -> tuple[int, ...]:
        """What is claimed here, per month."""
        return tuple(
            sum(self.worth(line) for line in self.lines if line.on.month == month) for month in range(1, 13)
        )

    @property
    def months(self) -> tuple[int, ...]:
        """What counts for the cap of each month: claimed here, and paid elsewhere."""
        return tuple(cents + self.elsewhere.get(month, 0) for month, cents in enumerate(self.paid, 1))

    def over(self, month: int) -> bool:
        """Whether what counts in a month, or up to and including it in the year, is above a cap."""
        if self.regime != FLAT:
            return False
        months = self.months
        return months[month - 1] > self.rates.month or sum(months[:month]) > self.rates.in_year

    def warnings(self, month: int) -> tuple[str, ...]:
        """Sentences where a month, or the year, has come near its cap or above it. They never forbid."""
        if self.regime != FLAT:
            return ()
        used = (
            (f"in {MONTHS[month - 1]}", "per maand", self.months[month - 1], self.rates.month),
            (f"in {self.rates.year}", "per jaar", sum(self.months), self.rates.in_year),
        )
        return tuple(_warning(*one) for one in used if one[2] * 100 >= one[3] * NEAR)

    def with_lines(self, lines: Iterable[Line]) -> Account:
        """The same year with some lines more."""
        return replace(self, lines=(*self.lines, *lines))

    def passes(self, lines: Iterable[Line], month: int) -> bool:
        """Whether `lines` more would bring a month or the year above a cap that was not passed before."""
        if self.regime != FLAT:
            return False
        more = sum(self.worth(line) for line in lines)
        before, year = self.months[month - 1], sum(self.months)
        return before <= self.rates.month < before + more or year <= self.rates.in_year < year + more


def worth(line: Line, rates: Rates, grown_up_on: date | None) -> int:
    """What a line brings, in cents, rounded down to a whole cent: an hour never brings more than its cap."""
    if line.kind == KM:
        return line.amount * rates.km
    if line.kind == RECEIPT:
        return line.amount
    young = grown_up_on is not None and line.on < grown_up_on
    return line.amount * (rates.hour_young if young else rates.hour) // 4


def check_claim(claim: Claim, regime: str, today: date, numbers: Iterable[str]) -> None:
    """DomainError where something cannot be claimed: too long ago, still to come, too much, not hers."""
    if claim.kind not in KINDS:
        raise DomainError("Kies wat je wilt opschrijven.")
    check_day(claim.on, today)
    if not 0 < claim.amount <= MOST[claim.kind]:
        raise DomainError("Dit is te veel voor één keer. Klopt het toch? Bel het bureau.")
    if claim.kind == HOURS and regime != FLAT:
        raise DomainError("Uren opschrijven kan als je voor dit jaar een vast bedrag per uur kiest.")
    if claim.kind == RECEIPT and claim.what not in RECEIPTS:
        raise DomainError("Kies waar het bonnetje van is.")
    if claim.kind == RECEIPT and claim.what == "other" and not claim.note:
        raise DomainError("Schrijf erbij waar het bonnetje van is.")
    if claim.about == TRAJECT and claim.number not in set(numbers):
        raise DomainError("Kies een traject van jou, of kies ‘iets anders’.")
    check_no_iban(claim.note or "")


def check_day(on: date, today: date) -> None:
    """DomainError for a day to come, or before the calendar year before this one."""
    if on > today:
        raise DomainError("Deze dag moet nog komen. Schrijf het op als het geweest is.")
    if on.year < today.year - 1:
        raise DomainError(f"Dit is te lang geleden. Opschrijven kan vanaf 1 januari {today.year - 1}.")


def check_no_iban(text: str) -> None:
    """DomainError where a text holds a bank account number: the payroll office has it, we never do."""
    if IBAN.search(text):
        raise DomainError("Dit lijkt een rekeningnummer. Haal het weg: wij bewaren het niet.")


def check_open(state: str) -> None:
    """TooLateError where a claim was approved: then it does not change any more."""
    if state not in {"entered", "returned"}:
        raise TooLateError("Dit is al goedgekeurd. Klopt het niet? Bel het bureau.")


def check_waits(state: str) -> None:
    """TooLateError where a claim does not wait for the bureau."""
    if state != "entered":
        raise TooLateError("Hier is al over beslist, of het is net veranderd. Kijk nog een keer.")


def check_choice(regime: str, fixed: bool, kinds: Iterable[str]) -> None:  # noqa: FBT001 -- a fact about the year
    """DomainError where one of the two ways cannot be chosen for a year any more.

    `fixed`: something of the year was approved. `kinds` are those of the claims of that year.
    """
    if regime not in REGIMES:
        raise DomainError("Kies een van de twee.")
    if fixed:
        raise TooLateError("Voor dit jaar is al iets goedgekeurd. Je kunt pas volgend jaar anders kiezen.")
    if regime == REAL and HOURS in set(kinds):
        raise DomainError("Je hebt voor dit jaar al uren opgeschreven. Haal die eerst weg.")


def check_elsewhere(month: int, cents: int) -> None:
    """DomainError for a month or an amount that is none."""
    if not 1 <= month <= len(MONTHS):
        raise DomainError("Kies een maand.")
    if not 0 <= cents <= MOST_ELSEWHERE:
        raise DomainError(f"Vul een bedrag in tot en met {euros(MOST_ELSEWHERE)}.")


def check_rates(told: Rates, known: Rates) -> None:
    """DomainError where the amounts of a municipality are above those of the law, or are none.

    Of a year whose amounts were read from the source nothing may be higher; of another, nothing absurd.
    """
    for name, label in RATE_LABELS.items():
        value, law = getattr(told, name), getattr(known, name)
        if value < 0 or value > law * (1 if known.verified else 2):
            raise DomainError(f"{label.capitalize()}: hooguit {euros(law)} is belastingvrij in {known.year}.")
    if told.month > told.in_year or told.hour > told.month or told.hour_young > told.hour:
        raise DomainError("Kijk de bedragen na: uur, maand en jaar passen niet bij elkaar.")


RATE_LABELS = {
    "hour": "per uur, vanaf 21 jaar",
    "hour_young": "per uur, jonger dan 21",
    "month": "per maand",
    "in_year": "per jaar",
    "km": "per kilometer",
}


def _warning(when: str, per: str, used: int, cap: int) -> str:
    if used > cap:
        return (
            f"Je komt {when} op {euros(used)}. Belastingvrij is hooguit {euros(cap)} {per}. "
            "Ga je daarboven, dan telt alles als inkomen. Schrijf op wat klopt, en bel het bureau."
        )
    return f"Je zit {when} op {euros(used)} van de {euros(cap)} {per} die belastingvrij is."
