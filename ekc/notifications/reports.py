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
    reference, status, *both = (part.split(".") for part in fields.lower().replace(" ", "").split(";"))
    arrived, lost = (".".join(part).split(",") for part in both)
    words = {**dict.fromkeys(lost, False), **dict.fromkeys(arrived, True), "": None}
    found, shared = [], 0
    while reference[shared] == status[shared] and shared + 1 < min(len(reference), len(status)):
        shared += 1
    for part in _parts(_ends(told, reference[:shared])):
        whose, how = _values(part, reference[shared:]), _values(part, status[shared:])
        if len(whose) != 1 or len(how) != 1 or not OURS.fullmatch(whose[0]):
            continue
        became = words.get(how[0].replace(" ", "").lower())
        if became is not None and int(whose[0], 16) < 1 << 63:
            found.append(Report(int(whose[0], 16), became))
    return found


def _values(told: Any, steps: list[str]) -> list[str]:  # noqa: ANN401 -- the same
    """The words and numbers at the end of a path; of a list, in each of its parts."""
    return [str(one) for one in _ends(told, steps) if isinstance(one, str | int)]


def _ends(told: Any, steps: list[str]) -> list[Any]:  # noqa: ANN401 -- the same
    found = [told]
    for step in steps:
        found = [
            value
            for part in _parts(found)
            if isinstance(part, dict)
            for name, value in part.items()
            if name.lower() == step
        ]
    return found


def _parts(found: list[Any]) -> list[Any]:
    """What there is, of a list each of its parts."""
    return [part for one in found for part in (one if isinstance(one, list) else [one])]
