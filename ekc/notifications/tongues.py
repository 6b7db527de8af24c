"""A message for who reads another language: that language first, and the Dutch below it.

A language is one more text beside each Dutch one (`body.en.txt`) and one more field of `Said`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ekc.notifications.kinds import Audience, Kind
from ekc.notifications.markup import BELOW
from ekc.notifications.rendering import Words, render

if TYPE_CHECKING:
    from collections.abc import Mapping

DUTCH, ENGLISH = "nld", "eng"  # ISO 639-3
TEXTS = {ENGLISH: "en"}  # which languages there are texts in, and what their files are called


def translated(kind: Kind, context: Mapping[str, object], language: str) -> Words | None:
    """The message in the language (ISO 639-3) of whoever gets it; None where it only goes in Dutch: to
    colleagues and volunteers always."""
    if kind.audience is not Audience.PEOPLE or language not in TEXTS:
        return None
    return render(kind.code, context, TEXTS[language])


def above(first: Words, dutch: Words) -> Words:
    """One message of the two. A text message has no room for both: it is in Dutch where the other takes more
    than one (160 signs, 3GPP TS 23.040 section 9.2.3.24.1)."""
    sms = first.sms if first.texts == 1 else dutch.sms
    return Words(first.subject, f"{first.body.strip()}\n\n{BELOW}\n\n{dutch.body}", sms)
