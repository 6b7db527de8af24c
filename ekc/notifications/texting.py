"""Handing a text message over: to a provider by one POST, or into a folder for the demo.

The three shapes are those that the providers describe: Spryng (REST v1), MessageBird (SMS API) and CM
(Messaging Gateway v1.0). All get the same reference, so that a report, or a question about a double, can be
matched.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ekc.notifications import asking, gsm
from ekc.notifications.transport import RefusedError, TroubledError

TAKEN = frozenset({200, 201, 202, 204})
REFUSED = frozenset({400, 413, 422})  # this number or this text, never mind how often
ONE_ONLY = frozenset({409, 425})  # RFC 8470, and the same key still being worked on


@dataclass(frozen=True, slots=True)
class Texts:
    """A provider of text messages. `url` is the address it listens at."""

    provider: str
    url: str
    token: str

    def send(self, sender: str, recipient: str, data: bytes, key: str = "") -> None:
        """Hand one text over. The `key` is the same at each retry, so that a provider may refuse a double."""
        body = json.dumps(shaped(self.provider, sender, recipient, data.decode(), key)).encode()
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Idempotency-Key": f'"{key}"',
            **_pass(self.provider, self.token),
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


def open_texts(url: str, token: str) -> Texts | Folder:
    """The provider for an `EKC_SMS_URL`: folder:PATH, or provider+https://…"""
    if url.startswith("folder:"):
        return Folder(url.removeprefix("folder:"))
    provider, _, address = url.partition("+")
    return Texts(provider, address, token)


def shaped(provider: str, sender: str, recipient: str, text: str, key: str) -> dict[str, Any]:
    """The question in the words of a provider. `recipient` is a number in E.164, with its plus."""
    number = recipient.removeprefix("+")
    wide = not all(map(gsm.is_basic, text))
    if provider == "spryng":
        return {
            "body": text,
            "encoding": "unicode" if wide else "plain",
            "originator": sender,
            "recipients": [number],
            "route": "business",
            "reference": key,
        }
    if provider == "messagebird":
        coding = "unicode" if wide else "plain"
        return {
            "originator": sender,
            "recipients": [number],
            "body": text,
            "datacoding": coding,
            "reference": key,
        }
    message = {
        "from": sender,
        "to": [{"number": f"00{number}"}],
        "body": {"type": "auto", "content": text},
        "reference": key,
        "minimumNumberOfMessageParts": 1,
        "maximumNumberOfMessageParts": gsm.MOST,
        "allowedChannels": ["SMS"],
    }
    return {"messages": {"msg": [message]}}


def _pass(provider: str, token: str) -> dict[str, str]:
    if provider == "cm":
        return {"X-CM-PRODUCTTOKEN": token}
    return {"Authorization": f"{'AccessKey' if provider == 'messagebird' else 'Bearer'} {token}"}


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
