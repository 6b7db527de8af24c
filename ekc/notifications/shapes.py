"""How a provider of text messages is spoken to, and how it tells later whether one arrived. Pure.

Three are known by name, as they describe themselves: Spryng (REST v1), MessageBird (SMS API) and CM
(Messaging Gateway v1.0). Any other is described by settings.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from ekc.notifications import gsm

if TYPE_CHECKING:
    from ekc.settings import Settings

WORD = re.compile(r"\{([a-z]+)\}")  # what is filled in; any other stays as it is


class Shape(NamedTuple):
    """The header that says who we are; what is posted, decoded; whether that goes as a form, not as JSON; and
    of a report: the field with our reference, the one with how it stands, and which words of that mean that
    it arrived, and that it will not."""

    header: str
    body: Any
    is_form: bool
    report: str


_WORDS = {"body": "{text}", "originator": "{from}", "recipients": ["{number}"], "reference": "{reference}"}
_CM = {
    "from": "{from}",
    "to": [{"number": "00{number}"}],
    "body": {"type": "auto", "content": "{text}"},
    "reference": "{reference}",
    "minimumNumberOfMessageParts": 1,
    "maximumNumberOfMessageParts": gsm.MOST,
    "allowedChannels": ["SMS"],
}
KNOWN = {
    "spryng": Shape(
        "Authorization: Bearer {token}",
        {**_WORDS, "encoding": "{coding}", "route": "business"},
        False,
        "reference;status;delivered,10;not delivered,failed,undelivered,expired,rejected,20",
    ),
    "messagebird": Shape(
        "Authorization: AccessKey {token}",
        {**_WORDS, "datacoding": "{coding}"},
        False,
        "reference;status;delivered;delivery_failed,expired",
    ),
    "cm": Shape(
        "X-CM-PRODUCTTOKEN: {token}",
        {"messages": {"msg": [_CM]}},
        False,
        "messages.msg.reference;messages.msg.status.code;2;1,3",
    ),
}


def of(settings: Settings) -> Shape:
    """That of the provider in the settings; where texts go to a folder, nobody tells anything."""
    name = settings.sms_url.partition("+")[0]
    if name in KNOWN:
        return KNOWN[name]
    return Shape(settings.sms_header, *decoded(settings.sms_body), settings.sms_report)


def decoded(body: str) -> tuple[Any, bool]:
    """What is posted, as JSON or as the fields of a form, and whether it is a form. ValueError where it looks
    like JSON and is none."""
    if body.startswith(("{", "[")):
        return json.loads(body), False
    return dict(parse_qsl(body, keep_blank_values=True)), True


def question(shape: Shape, sender: str, recipient: str, text: str, key: str) -> bytes:
    """What is posted for one text. `recipient` is a number in E.164, with its plus."""
    words = {
        "from": sender,
        "to": recipient,
        "number": recipient.removeprefix("+"),
        "text": text,
        "reference": key,
        "coding": "plain" if all(map(gsm.is_basic, text)) else "unicode",
    }
    body = _filled(shape.body, words)
    return (urlencode(body) if shape.is_form else json.dumps(body)).encode()


def headers(shape: Shape, token: str) -> dict[str, str]:
    """How we are known; `{basic}` is the token as RFC 7617 has it, where it is name:password."""
    name, _, value = shape.header.partition(":")
    words = {"token": token, "basic": b64encode(token.encode()).decode()}
    kind = "application/x-www-form-urlencoded" if shape.is_form else "application/json"
    return {"Content-Type": kind, name.strip(): _filled(value.strip(), words)}


def _filled(shape: Any, words: Mapping[str, str]) -> Any:  # noqa: ANN401 -- decoded JSON
    """The same with its words filled in, once: what is filled in is not looked at again."""
    if isinstance(shape, str):
        return WORD.sub(lambda found: words.get(found[1], found[0]), shape)
    if isinstance(shape, dict):
        return {name: _filled(value, words) for name, value in shape.items()}
    if isinstance(shape, list):
        return [_filled(value, words) for value in shape]
    return shape
