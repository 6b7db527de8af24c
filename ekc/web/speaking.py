"""Pages in the language of who reads them: a Dutch sentence is the key, and each language has a catalogue.

A language is one file, `catalogues/<tag>.po` (gettext; the tag as in BCP 47), and nothing else: what it is
called, which persons read it and how it writes an hour stand in it as well. What it lacks is shown in Dutch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.pofile import read_po
from flask import request
from markupsafe import Markup, escape

from ekc.clock import HOME
from ekc.errors import DomainError
from ekc.web import formatting
from ekc.web.quick import made, shown

if TYPE_CHECKING:
    from flask import Flask

FOLDER = Path(__file__).with_name("catalogues")
ASKED = "taal"  # in an address: the language that somebody chose
REMEMBERED = 2048  # sentences, with the marks that HTML wants
# What a catalogue says about its own language, each as the translation of the Dutch.
NAME, READS, CLOCK = "in het Nederlands", "nld", "H.mm"
DAY, HOURS, OVER_MIDNIGHT = (
    "EEEE d MMMM y",
    "{day}, {start} – {end} uur",
    "{day}, {start} – {next}, {end} uur",
)


@dataclass(frozen=True, slots=True, eq=False)
class Tongue:
    """A language: `tag` for the page (BCP 47), `locale` for days, and its sentences by the Dutch ones."""

    tag: str
    locale: Locale
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What it is called in itself."""
        return self.words.get(NAME, "Nederlands")

    def __getitem__(self, dutch: str) -> str:
        """A sentence in this language; the Dutch one where there is none."""
        return self.words.get(dutch) or dutch

    def day(self, value: date) -> str:
        """'Tuesday 3 March 2026' from an instant (the day it is in Amsterdam) or from a date."""
        local = value.astimezone(HOME).date() if isinstance(value, datetime) else value
        return format_date(local, self[DAY], self.locale)

    def day_and_times(self, start: datetime, end: datetime) -> str:
        """'Tuesday 3 March 2026, 19:30 – 22:00 (Dutch time)'; over midnight both days are named."""
        first, last = self.day(start), self.day(end)
        pattern = self[HOURS if first == last else OVER_MIDNIGHT]
        at = [format_datetime(one, self[CLOCK], HOME, self.locale) for one in (start, end)]
        return pattern.format(day=first, start=at[0], next=last, end=at[1])


DUTCH = Tongue("nl", Locale("nl"))
_spoken: ContextVar[Tongue | None] = ContextVar("spoken", default=None)  # None: a page in Dutch only
_asked: ContextVar[Tongue | None] = ContextVar("asked", default=None)


def init_app(app: Flask) -> None:
    """Templates say sentences with `_`, lists with `listed`, and know the `tongue` of the page and the
    other `tongues`. Call it after `formatting`, whose days and hours speak along."""
    app.jinja_env.globals.update({"_": say, "tongue": current, "tongues": others})
    app.jinja_env.filters.update(listed=listed, say=say, day=day)
    app.jinja_env.globals["day_and_times"] = day_and_times
    app.url_defaults(_keep)
    app.teardown_request(speak_dutch)


@cache
def tongues() -> dict[str, Tongue]:
    """Every language there are pages in, by tag; Dutch first."""
    found = {DUTCH.tag: DUTCH}
    for path in sorted(FOLDER.glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file)
        words = {str(one.id): str(one.string) for one in catalogue if one.id and one.string and not one.fuzzy}
        found[path.stem] = Tongue(path.stem, catalogue.locale or Locale.parse(path.stem), words)
    return found


def choose(reads: str | None = None) -> None:
    """This page speaks the language of who opens it: what they asked for in the address, else what they read
    (ISO 639-3), else Dutch."""
    known = tongues()
    asked = known.get(request.args.get(ASKED, ""))
    _asked.set(asked)
    _spoken.set(asked or next((one for one in known.values() if one[READS] == reads), DUTCH))


def speak_dutch(_: object = None) -> None:
    """This page is in Dutch only; so is every page until it chooses."""
    _spoken.set(None)
    _asked.set(None)


def current() -> Tongue:
    """The language of this page."""
    return _spoken.get() or DUTCH


def others() -> list[Tongue]:
    """The languages in which this page can be read too; none on a page that is only there in Dutch, or that
    answers a form."""
    spoken = _spoken.get()
    if spoken is None or request.method != "GET":
        return []
    return [one for one in tongues().values() if one is not spoken]


def refusal(error: DomainError) -> Markup:
    """Why something cannot be, in the language of the page."""
    return say(error.sentence, **error.values)


def say(dutch: str, **values: object) -> Markup:
    """A sentence in the language of the page, with `{names}` filled in; all of it is text, never HTML."""
    words = _written(current(), dutch)
    if not values:
        return words
    return made(str.format(words, **{name: shown(value) for name, value in values.items()}))


def listed(words: Sequence[str]) -> str:
    """'Arabisch, Nederlands en Turks', each in the language of the page."""
    said = [say(word) for word in words]
    *most, last = said or [Markup()]
    return say("{most} en {last}", most=Markup(", ").join(most), last=last) if most else last


def day(value: date) -> str:
    """A day in the language of the page, from an aware instant or a date."""
    tongue = current()
    return formatting.day(value) if tongue is DUTCH else tongue.day(value)


def day_and_times(start: datetime, end: datetime) -> str:
    """A day and its hours in the language of the page; both aware."""
    tongue = current()
    return formatting.day_and_times(start, end) if tongue is DUTCH else tongue.day_and_times(start, end)


@lru_cache(REMEMBERED)
def _written(tongue: Tongue, dutch: str) -> Markup:
    return escape(tongue[dutch])


def _keep(_: str, values: dict[str, object]) -> None:
    """Links and forms of a page keep the language that somebody asked for in its address."""
    asked = _asked.get()
    if asked is not None:
        values.setdefault(ASKED, asked.tag)
