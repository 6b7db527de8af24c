"""The letters of a text message (3GPP TS 23.038, section 6.2.1) and how many messages they take. Pure.

A text in the GSM alphabet takes 160 signs a message, any other only 70: one ë would cost a second message. So
signs that only look nicer are written plainly, and what is left goes as Unicode.
"""

from __future__ import annotations

import unicodedata

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWICE = frozenset("^{}\\[~]|€\f")  # written with an escape before it: takes the room of two
PLAINLY = str.maketrans(
    {
        "–": "-",
        "—": "-",
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "…": "...",
        "\u00a0": " ",
        "\u202f": " ",
        "\t": " ",
        "•": "-",
    }
)
ONE, PART = 160, 153  # signs in a message by itself, and in each of several
WIDE_ONE, WIDE_PART = 70, 67  # the same in UTF-16
MOST = 4  # messages that one text may take; a longer one belongs in a letter


def plain(text: str) -> str:
    """The text in the GSM alphabet where that only costs an accent; else as it is, in plain punctuation."""
    simple = text.translate(PLAINLY)
    bare = "".join(sign if is_basic(sign) else _bare(sign) for sign in unicodedata.normalize("NFC", simple))
    return bare if all(map(is_basic, bare)) else simple


def is_basic(sign: str) -> bool:
    """Whether a sign stands in the GSM alphabet or its extension."""
    return sign in BASIC or sign in TWICE


def parts(text: str) -> int:
    """How many messages a text takes as it is."""
    if all(map(is_basic, text)):
        room = sum(2 if sign in TWICE else 1 for sign in text)
        return 1 if room <= ONE else -(-room // PART)
    room = len(text.encode("utf-16-be")) // 2
    return 1 if room <= WIDE_ONE else -(-room // WIDE_PART)


def _bare(sign: str) -> str:
    """A letter without its accent: ë is e; a sign that is not a letter with an accent stays."""
    return (
        "".join(one for one in unicodedata.normalize("NFD", sign) if not unicodedata.combining(one)) or sign
    )
