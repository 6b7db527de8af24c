"""A message as its reader sees it: the whole of it, and what a locked telephone shows."""

from __future__ import annotations

from typing import NamedTuple

from ekc import settings
from ekc.notifications import own_words, texts, tongues
from ekc.notifications.delivery import SENDER
from ekc.notifications.kinds import Kind
from ekc.notifications.markup import LINK
from ekc.notifications.models import TextVersion
from ekc.notifications.rendering import PARTS, Words, render

GLANCE = 80  # characters of a message that a locked telephone shows, about


class Seen(NamedTuple):
    """An example: the words, how many SMS that is, and what a locked telephone shows of a mail and an SMS."""

    words: Words
    how_many: int
    locked_mail: tuple[str, str, str]
    locked_sms: tuple[str, str]


def example(kind: Kind, version: TextVersion | None) -> Seen:
    """The message with invented words; ours where a text cannot be filled in."""
    if version is None:
        return seen(render(kind.code, kind.sample()))
    try:
        return seen(texts.filled(version, kind, kind.sample()))
    except ValueError:
        return seen(render(kind.code, kind.sample()))


def in_english(kind: Kind) -> Words | None:
    """The same for who reads English, above the Dutch; None for what never goes in English."""
    words = tongues.translated(kind, kind.sample(), tongues.ENGLISH)
    return words and seen(words).words


def typed(kind: Kind, parts: dict[str, str]) -> Seen:
    """The same of texts that were not kept yet, and were found to be good."""
    return seen(Words(*(own_words.fill(own_words.tidy(part, parts[part]), kind.sample()) for part in PARTS)))


def seen(words: Words) -> Seen:
    """As it reads with a link in it."""
    link = f"{settings.current().public_url}/k/…"
    subject, body, sms = (part.replace(LINK, link).strip() for part in words)
    return Seen(
        Words(subject, body, sms),
        words.texts,
        (SENDER, subject, _glance(body)),
        (settings.current().sms_from, _glance(sms)),
    )


def _glance(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= GLANCE else f"{flat[:GLANCE].rstrip()}…"
