"""The words of a message: three small texts in one folder per message; the HTML is made from the text.

What may have to be told by telephone has a fourth, `call.txt`: what the bureau tells or asks.

Days, hours and numbers come in as ready sentences: whoever writes the message knows how they must read.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ekc.notifications import gsm
from ekc.notifications.markup import LINK, page
from ekc.notifications.said import Said
from ekc.settings import ROOT, current

if TYPE_CHECKING:
    from collections.abc import Mapping

PARTS = ("subject", "body", "sms")
TOKEN = "x" * 35  # as long as what ends a personal link


class Words(NamedTuple):
    """A message written out: for a mail or a letter, and for an SMS."""

    subject: str
    body: str
    sms: str

    @property
    def html(self) -> str:
        """The text as the HTML part of a mail."""
        return page(self.body)

    @property
    def texts(self) -> int:
        """How many text messages the SMS takes, its link as long as a real one."""
        return gsm.parts(gsm.plain(self.sms.strip().replace(LINK, f"{current().public_url}/k/{TOKEN}")))


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates" / "mail"),
        autoescape=False,  # noqa: S701 -- plain text; `page` escapes all of it
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["link"] = LINK
    return environment


def render(kind: str, context: Mapping[str, object], language: str | None = None) -> Words:
    """Message `kind` in our own words; a missing word raises, so that no half sentence ever leaves.

    `language` is what the texts in another language than Dutch are called: `en`.
    """
    ending = "txt"
    if language:
        ending = f"{language}.txt"
        context = {
            word: value.english if isinstance(value, Said) else value for word, value in context.items()
        }
    templates = (_templates().get_template(f"{kind}/{part}.{ending}") for part in PARTS)
    subject, text, sms = (template.render(context) for template in templates)
    return Words(" ".join(subject.split()), text, sms.strip())


def spoken(kind: str, context: Mapping[str, object]) -> Words:
    """What the bureau says to whom message `kind` cannot reach: one sentence, in every part."""
    words = " ".join(_templates().get_template(f"{kind}/call.txt").render(context).split())
    return Words(words, words, words)


def source(kind: str, part: str) -> str:
    """One of our own texts, before it is filled in."""
    return (ROOT / "templates" / "mail" / kind / f"{part}.txt").read_text()
