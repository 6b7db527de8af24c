"""What a provider of text messages tells later: whether one arrived. Pure.

It tells it at an address that nobody else was given. One that comes again, or late, changes nothing.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

LARGEST = 65_536  # bytes: some tell of many at once
OURS = re.compile(r"[0-9a-f]{1,16}", re.ASCII)


class Report(NamedTuple):
    """One message by its id: it arrived, or it will not."""

    message_id: int
    arrived: bool


def read(fields: str, told: Any) -> list[Report]:  # noqa: ANN401 -- decoded JSON, or the fields of a form
    """What the parts of a report say that are news about a text of ours; a state on the way is none.

    `fields` are the report of a `Shape`: the field with the reference as we sent it along, the one with how
    it stands (a dot steps into it, whatever the case of the letters), and the words of that for arrived, and
    for lost.
    """
    reference, status, arrived, lost = fields.lower().split(";")
    words = {**dict.fromkeys(lost.split(","), False), **dict.fromkeys(arrived.split(","), True), "": None}
    found = []
    whose, how = _values(told, reference), _values(told, status)
    for ours, word in zip(whose, how, strict=True) if len(whose) == len(how) else ():
        became = words.get(word.strip().lower())
        if became is not None and OURS.fullmatch(ours) and int(ours, 16) < 1 << 63:
            found.append(Report(int(ours, 16), became))
    return found


def _values(told: Any, path: str) -> list[str]:  # noqa: ANN401 -- the same
    """What stands at the end of a path; of a list, in each of its parts."""
    found = [told]
    for step in path.split("."):
        parts = [part for one in found for part in (one if isinstance(one, list) else [one])]
        found = [
            value
            for part in parts
            if isinstance(part, dict)
            for name, value in part.items()
            if name.lower() == step
        ]
    return [str(one) for one in found if isinstance(one, str | int)]
