"""The words of a message: three small templates in one folder per message.

Days, hours and numbers come in as ready sentences: whoever writes the message knows how they must read.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from ekc.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping

LINK = "{{{link}}}"  # stands in the row where the personal link comes when the message leaves


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates" / "mail"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["link"] = LINK
    return environment


def render(kind: str, context: Mapping[str, object]) -> tuple[str, str, str]:
    """(subject, text, html) of message `kind`; a missing word raises, so that no half sentence ever
    leaves."""
    parts = (
        _templates().get_template(f"{kind}/{name}").render(context)
        for name in ("subject.txt", "body.txt", "body.html")
    )
    subject, text, html = parts
    return subject.strip(), text, html


def sms(kind: str, context: Mapping[str, object]) -> str:
    """The same message as the text of an SMS; LINK stands where the link comes."""
    return _templates().get_template(f"{kind}/sms.txt").render(context).strip()
