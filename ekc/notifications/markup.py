"""The HTML of a mail, made from its text, so that the two never differ. Pure.

Lines that a text may hold: `What you can do there: LINK` becomes a link with those words; a line with nothing
but LINK a link that says so; the day and the hours after `Wanneer:` or `Nieuw:` stand out.
"""

from __future__ import annotations

import re
from html import escape

LINK = "{{{link}}}"  # stands in the row where the personal link comes when the message leaves

PAGE = """<!doctype html>
<html lang="nl">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Afspraken</title></head>
<body>
{body}
</body>
</html>
"""  # noqa: E501 -- a line of HTML
ALONE = "Open de pagina"
BELOW = "— Nederlands —"  # above this line a mail is in the language of who gets it
_URL = re.compile(re.escape(LINK) + r"[\w/.~-]*")
_LABELLED = re.compile(r"(.*?):? ?(" + _URL.pattern + r")\s*")
_WHEN = re.compile(r"(Wanneer|Nieuw|When|New): (.+)")
_GAP = re.compile(r"\n\s*\n")


def page(text: str) -> str:
    """A whole HTML page from the text of a mail; whatever the text holds, it is only text."""
    first, line, dutch = text.partition(f"\n\n{BELOW}\n\n")
    if not line:
        return PAGE.format(body=_paragraphs(text))
    below = _paragraphs(f"{line.strip()}\n\n{dutch}")
    return PAGE.format(body=f'<div lang="en">\n{_paragraphs(first)}\n</div>\n{below}')


def _paragraphs(text: str) -> str:
    parts = [part for part in _GAP.split(text.strip()) if part.strip()]
    return "\n".join(f"<p>{'<br>'.join(map(_line, part.splitlines()))}</p>" for part in parts)


def _line(line: str) -> str:
    labelled = _LABELLED.fullmatch(line)
    if labelled:
        return _anchor(labelled[2], labelled[1] or ALONE)
    when = _WHEN.fullmatch(line.strip())
    if when:
        return f"{when[1]}: <strong>{escape(when[2])}</strong>"
    return _inside(line)


def _inside(line: str) -> str:
    """A link amid a sentence is a link with its own address as words."""
    pieces, end = [], 0
    for found in _URL.finditer(line):
        pieces += [escape(line[end : found.start()]), _anchor(found[0], found[0])]
        end = found.end()
    return "".join([*pieces, escape(line[end:])])


def _anchor(address: str, words: str) -> str:
    return f'<a href="{escape(address)}">{escape(words)}</a>'
