"""A message as the sheets of a letter: the words of the mail, the address for the window, the link as a code.
Pure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ekc.notifications import hygiene
from ekc.notifications.markup import BELOW

if TYPE_CHECKING:
    from collections.abc import Callable

LINES = 5  # of an address: more does not fit in the window
WIDTH = 40  # signs of one of its lines
TEXT = 6000
SCAN = (
    "Point the camera of your phone at this. Then your own page opens.",
    "Richt de camera van je telefoon hierop. Dan opent je eigen pagina.",
)
CHECK = (
    "Is this letter from us? Call {} or look at {}/klopt-dit",
    "Klopt deze brief? Bel {} of kijk op {}/klopt-dit",
)


def sheet(
    address: str,
    subject: str,
    text: str,
    link: str | None,
    day: str,
    draw: Callable[[str], str],
    house: tuple[str, str],
) -> dict[str, object]:
    """What the template of a letter shows. `day` is when it was printed, in words; `draw` makes a code;
    `house` is the number of the bureau and the address of ekc. Where there is English above the Dutch, so
    there is at the code and at the foot."""
    words = hygiene.lines(text, TEXT).replace(house[0], house[0].replace(" ", "\N{NO-BREAK SPACE}"))
    several = slice(None) if BELOW in words else slice(1, None)
    paragraphs = [part.strip().splitlines() for part in words.split("\n\n") if part.strip()]
    return {
        "address": [hygiene.one_line(line, WIDTH) for line in address.splitlines()[:LINES]],
        "heading": hygiene.one_line(subject, 120),
        "day": day,
        "paragraphs": paragraphs,
        "code": draw(link) if link else None,
        "scan": SCAN[several],
        "footer": [line.format(*house) for line in CHECK[several]],
    }
