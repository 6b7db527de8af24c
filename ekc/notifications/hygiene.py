"""Words and addresses that may leave the house: nothing in them is hidden, nothing in them is a command."""

from __future__ import annotations

import re

_BREAKS = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Control characters, lone surrogates, marks that turn or hide text (so that it reads as something else),
# byte order marks and noncharacters. The joiners U+200C and U+200D stay: Persian and emoji need them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef"
    "\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_SPACES = re.compile(r"\s+")
_ADDRESS = re.compile(
    r"(?=[^@]{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?=.{1,253}\Z)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
)


def lines(text: str, limit: int) -> str:
    """The text with `\\n` as its only break, nothing unseen, at most `limit` characters (then ends in …)."""
    seen = _UNSEEN.sub("", _BREAKS.sub("\n", text).replace("\t", " "))
    return seen if len(seen) <= limit else seen[: limit - 1] + "…"


def one_line(text: str, limit: int) -> str:
    """The same on one line, with single spaces and none at the ends."""
    flat = _SPACES.sub(" ", _UNSEEN.sub("", _SPACES.sub(" ", text))).strip()
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def address(text: str) -> str:
    """The same text, if it is one plain e-mail address (RFC 5321 4.1.2, dot-atom@domain, ASCII).

    ValueError for anything else: a display name, two addresses, a line break, a domain not in ASCII.
    """
    if not _ADDRESS.fullmatch(text):
        raise ValueError(f"not one plain e-mail address: {text[:80]!r}")
    return text
