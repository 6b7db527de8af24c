"""Which kind a message is, read as its reader reads it: by the subject, or by the words of a text."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from ekc.notifications import catalogue

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "mail"
GAP = re.compile(r"{%.*?%}|{{.*?}}")
BRANCH = re.compile(r"{% if .*?%}(.*?)(?:{% else %}(.*?))?{% endif %}")


@cache
def by_subject(subject: str) -> frozenset[str]:
    """The kinds with such a subject; of several that fit, those that say most."""
    return _fitting(subject, ("subject.txt", "subject.en.txt"))


def by_text(text: str) -> frozenset[str]:
    """The kinds with such a text message."""
    return _fitting(text, ("sms.txt", "sms.en.txt"))


def by_call(said: str) -> frozenset[str]:
    """The kinds of which this is told on the telephone, where no message reaches somebody."""
    return _fitting(said, ("call.txt",))


def _fitting(words: str, names: tuple[str, ...]) -> frozenset[str]:
    fits = [(said, code) for said, shape, code in _shapes(names) if shape.search(words)]
    most = max(fits, default=(0, ""))[0]
    return frozenset(code for said, code in fits if said == most)


@cache
def _shapes(names: tuple[str, ...]) -> list[tuple[int, re.Pattern[str], str]]:
    """(how many letters are its own, its shape, the kind) of each template."""
    found = []
    for kind in catalogue.ALL:
        for name in names:
            file = TEMPLATES / kind.code / name
            if file.exists():
                written = " ".join(file.read_text("utf-8").split())
                begin = "^" if name.startswith("subject") else ""
                for way in (r"\1", r"\2"):  # where it asks "if": as it says then, and otherwise
                    parts = GAP.split(BRANCH.sub(way, written))
                    shape = re.compile(begin + ".*".join(map(re.escape, parts)) + "$")
                    found.append((sum(map(len, parts)), shape, kind.code))
    return found
