"""Words of families, coordinators and organisations made comparable. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

SHORTEST = 3
MOST_WORDS = 12
DENIED_AFTER = 2  # a denial is about so many words after it
DENIES = frozenset({"geen", "niet", "zonder", "nooit"})
SAYS_NOTHING = frozenset(
    "aan als bij dan dat den der die dit een eens elke graag haar had heb hem het hij hoe iemand ieder ons "
    "liefst liever maar met mijn mogen naar nog onze ook ooit over past passend per uit van voor wat wel "
    "wie wij wil willen wordt zelf zich zijn zou coördinator coordinator familie gezin".split()
)


def own_words(at_home: Iterable[str]) -> tuple[str, ...]:
    """The single words in what a coordinator is at home with, each once."""
    return tuple(dict.fromkeys(word for said in at_home for word in _words(said) if _tells(word)))


def wish_words(wishes: str | None) -> tuple[str, ...]:
    """The first words of a wish that tell something; what the family does not want is no wish.

    'Liever een vrouw, geen leraar' gives ('vrouw',).
    """
    found: dict[str, None] = {}
    denied = 0
    for word in _words(wishes or ""):
        denied = DENIED_AFTER + 1 if word in DENIES else max(0, denied - 1)
        if not denied and _tells(word):
            found[word] = None
    return tuple(found)[:MOST_WORDS]


def plain(text: str) -> str:
    """A name as words and figures only, in lower case, with one blank between."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKC", text).casefold())


def _tells(word: str) -> bool:
    return len(word) >= SHORTEST and word not in SAYS_NOTHING and word not in DENIES
