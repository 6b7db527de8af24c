"""A word of a message that reads otherwise in another language. Pure."""

from __future__ import annotations

from typing import Self


class Said(str):
    """A day, an hour or a sentence: itself the Dutch, and beside it the English."""

    english: str
    __slots__ = ("english",)

    def __new__(cls, dutch: str, english: str) -> Self:
        """`dutch` and `english` say the same."""
        made = super().__new__(cls, dutch)
        made.english = english
        return made
