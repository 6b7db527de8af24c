"""Fields for money and for time spent."""
# ruff: noqa: ANN401 -- WTForms hands anything to a field, and takes anything

from __future__ import annotations

from typing import Any

from ekc.web import amounts
from ekc.web.fields import Text


class Euros(Text):
    """An amount of money of at most `largest` cents, as cents."""

    empty = "Vul een bedrag in."
    shown = {"inputmode": "decimal"}  # noqa: RUF012 # -- constant

    def __init__(self, label: str, *, largest: int, **given: Any) -> None:
        self.largest = largest
        super().__init__(label, max_length=largest, **given)

    def read(self, text: str) -> Any:
        """See `amounts.cents`."""
        return amounts.cents(text, self.largest)

    def write(self, value: Any) -> str:
        """'12,50'."""
        return amounts.amount(value)


class Quarters(Text):
    """How long something took, of at most `largest` quarter hours, as quarter hours."""

    empty = "Vul in hoe lang het duurde."
    shown = {"inputmode": "decimal"}  # noqa: RUF012 # -- constant

    def __init__(self, label: str, *, largest: int, **given: Any) -> None:
        self.largest = largest
        super().__init__(label, max_length=largest, **given)

    def read(self, text: str) -> Any:
        """See `amounts.quarters`."""
        return amounts.quarters(text, self.largest)

    def write(self, value: Any) -> str:
        """'1,5'."""
        return amounts.hours(value)
