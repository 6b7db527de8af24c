"""Handing a text message over: to a provider by one POST, or into a folder for the demo.

Every provider gets the same reference, so that a report, or a question about a double, can be matched; the
rest is as its shape says (`shapes.py`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ekc.notifications import asking, shapes
from ekc.notifications.transport import RefusedError, TroubledError

if TYPE_CHECKING:
    from ekc.notifications.shapes import Shape
    from ekc.settings import Settings

TAKEN = frozenset({200, 201, 202, 204})
REFUSED = frozenset({400, 413, 422})  # this number or this text, never mind how often
ONE_ONLY = frozenset({409, 425})  # RFC 8470, and the same key still being worked on


@dataclass(frozen=True, slots=True)
class Texts:
    """A provider of text messages. `url` is the address it listens at."""

    shape: Shape
    url: str
    token: str

    def send(self, sender: str, recipient: str, data: bytes, key: str = "") -> None:
        """Hand one text over. The `key` is the same at each retry, so that a provider may refuse a double."""
        body = shapes.question(self.shape, sender, recipient, data.decode(), key)
        headers = {
            "Accept": "application/json",
            "Idempotency-Key": f'"{key}"',
            **shapes.headers(self.shape, self.token),
        }
        try:
            answer = asking.post(self.url, headers, body)
        except TroubledError as error:
            raise TroubledError(f"sms_{error.code}", everybody=True, handed_over=error.handed_over) from error
        _judge(answer)

    def close(self) -> None:
        """Nothing is held."""


class Folder:
    """A folder with one file per text: the demo's provider."""

    def __init__(self, path: str) -> None:
        """`path` is made when the first text comes."""
        self._path = Path(path)

    def send(self, sender: str, recipient: str, data: bytes, key: str = "") -> None:
        """Write one text; the same key twice is one text."""
        try:
            self._path.mkdir(parents=True, exist_ok=True)
            head = f"Van: {sender}\nAan: {recipient}\n\n"
            (self._path / f"{key}.txt").write_bytes(head.encode() + data + b"\n")
        except OSError as error:
            raise TroubledError("folder_away", everybody=True) from error

    def close(self) -> None:
        """Nothing is held."""


def open_texts(settings: Settings) -> Texts | Folder:
    """The provider of the settings: folder:PATH, or provider+https://…"""
    if settings.sms_url.startswith("folder:"):
        return Folder(settings.sms_url.removeprefix("folder:"))
    return Texts(shapes.of(settings), settings.sms_url.partition("+")[2], settings.sms_token)


def _judge(answer: asking.Answered) -> None:
    if answer.status in TAKEN:
        if _says_no(answer.body):
            raise RefusedError("sms")
        return
    code = f"sms_{answer.status}"
    if answer.status in REFUSED:
        raise RefusedError(code)
    raise TroubledError(code, everybody=answer.status not in ONE_ONLY)


def _says_no(body: bytes) -> bool:
    """Whether a polite 200 says that the one message in it was not taken (CM: `messageErrorCode`)."""
    try:
        found = json.loads(body)
    except ValueError:
        return False
    messages = found.get("messages") if isinstance(found, dict) else None
    first = messages[0] if isinstance(messages, list) and messages else None
    return isinstance(first, dict) and first.get("messageErrorCode", 0) not in (0, None)
