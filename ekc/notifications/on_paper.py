"""A message as the sheets of a letter: the words of the mail, the address for the window, the link as a code.
Pure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ekc.notifications import hygiene

if TYPE_CHECKING:
    from collections.abc import Callable

LINES = 5  # of an address: more does not fit in the window
WIDTH = 40  # signs of one of its lines
TEXT = 6000


def sheet(
    address: str, subject: str, text: str, link: str | None, day: str, draw: Callable[[str], str]
) -> dict[str, object]:
    """What the template of a letter shows. `day` is when it was printed, in words; `draw` makes a code."""
    words = hygiene.lines(text, TEXT)
    paragraphs = [part.strip().splitlines() for part in words.split("\n\n") if part.strip()]
    return {
        "address": [hygiene.one_line(line, WIDTH) for line in address.splitlines()[:LINES]],
        "heading": hygiene.one_line(subject, 120),
        "day": day,
        "paragraphs": paragraphs,
        "code": draw(link) if link else None,
    }
