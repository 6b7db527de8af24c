"""Everything that people read is plain: short sentences, no words of an office. The founding document asks
for texts at level B1; whether somebody understands them, only they can tell."""

from __future__ import annotations

import re

import pytest

from ekc.notifications import catalogue
from ekc.notifications.rendering import render
from ekc.settings import ROOT
from ekc.web import speaking

LONGEST = 18  # words in a sentence, numbers aside
OFFICE = re.compile(
    r"\b(?:u|uw|aangaande|aldus|alsmede|alvorens|betreffende|bovenstaande?|casus|cliënt\w*|conform|derhalve"
    r"|desgewenst|dien(?:t|en)|doch|dossiers?|echter|faciliteren|gaarne|gelieve|hierbij|immers|indien"
    r"|ingevolge|inzake|middels|mislukt|mits|omtrent|onderstaande?|ontvang(?:t|en|st)|participe\w+|reeds"
    r"|teneinde|tenzij|terzake|tevens|thans|verzoek(?:en)?|voornoemde?|wenst)\b",
    re.IGNORECASE,
)
CODE = re.compile(r"{[{%#].*?[}%#]}|<!--.*?-->|<[^>]*>", re.DOTALL)
END = re.compile(r"\n+|(?<=[.!?:])\s+")
WORD = re.compile(r"[^\W\d_][\w’'-]*")


def hard(text: str) -> list[str]:
    """What in a text is not plain: a sentence that is too long, or a word of an office."""
    long = [one for one in END.split(text) if len(WORD.findall(one)) > LONGEST]
    return long + OFFICE.findall(text)


def test_every_message_is_plain():
    said = {kind.code: hard(render(kind.code, kind.sample()).body) for kind in catalogue.ALL}
    assert {code: found for code, found in said.items() if found} == {}


def test_every_page_behind_a_link_is_plain_and_no_page_talks_like_an_office():
    sentences = [*speaking.tongues()["en"].words]
    assert len(sentences) > 200
    assert [one for one in sentences if hard(one)] == []
    pages = [*(ROOT / "templates").rglob("*.html")]
    assert len(pages) > 150
    said = {page.name: OFFICE.findall(CODE.sub(" ", page.read_text())) for page in pages}
    assert {page: found for page, found in said.items() if found} == {}


@pytest.mark.parametrize("text", ["Wil je komen, indien je kunt?", f"Je {'ziet en ' * 8}hoort het daar."])
def test_what_is_hard_is_seen(text):
    assert hard(f"Hallo,\n\n{text}")
