"""Put appointments into somebody's own calendar and take them away again: CalDAV (RFC 4791).

Each appointment is one resource, named after its UID. It is written only where nothing is (`If-None-Match`)
or where what we put is still there (`If-Match`). After a change of somebody else's, or a stop between the
writing and our noting it, we look first: what has another UID is never touched. No redirect is followed: a
password goes to the address that it was given for, and nowhere else.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from ekc.calendars import addresses, download
from ekc.calendars.addresses import Address
from ekc.calendars.download import Fence, FetchError

WHAT_IS_IT = (
    b'<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop><resourcetype/></prop></propfind>'
)
IS_CALENDAR = ".//{DAV:}resourcetype/{urn:ietf:params:xml:ns:caldav}calendar"
# RFC 4791 section 5.3.2.1; the words of Nextcloud, which answers without that element.
SAME_UID = re.compile(rb"no-uid-conflict|uid already exists", re.IGNORECASE)
FOLD = re.compile(rb"\r?\n[ \t]")
UID = re.compile(rb"^UID(?:;[^:\r\n]*)?:(.*?)\r?$", re.MULTILINE | re.IGNORECASE)
REFUSED = download.REFUSED | {403: "read_only", 405: "no_calendar", 409: "gone"}
DONE = {HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED, HTTPStatus.NO_CONTENT}
AWAY = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
CLASH = {HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT, HTTPStatus.PRECONDITION_FAILED}


@dataclass(frozen=True, slots=True)
class Reply:
    """What the other machine said: `etag` is "" unless it is a strong one (RFC 9110 section 8.8.1)."""

    status: int
    etag: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Calendar:
    """Somebody's calendar: its address, what opens it, and the fence around it."""

    where: Address
    opens: str
    fence: Fence

    def ask(
        self, method: str, name: str = "", head: Mapping[str, str] | None = None, content: bytes | None = None
    ) -> Reply:
        """One question about the calendar, or `name` in it. FetchError for what ends the conversation."""
        heads = {**download.PLAIN, "Authorization": self.opens, **(head or {})}
        if content is not None:
            heads["Content-Length"] = str(len(content))
        where = replace(self.where, path=self.where.path + name)
        with download.asked(where, self.fence, method, heads, content) as answer:
            if answer.status in download.SECOND:
                raise FetchError("redirect")
            offered = " ".join(answer.headers.get_all("WWW-Authenticate", [])).lower()
            if answer.status == HTTPStatus.UNAUTHORIZED and offered and "basic" not in offered:
                raise FetchError("way")
            etag = answer.headers.get("ETag", "")
            return Reply(answer.status, etag if etag.startswith('"') else "", download.body(answer))


def carry_out(asked: dict[str, Any], fence: Fence, found: dict[str, Any]) -> None:
    """See that it is a calendar where there is nothing to do; else the steps, as far as it goes.

    `found["done"]` gets for each step its etag ("" where the server gives none), "away" or "theirs".
    FetchError with the code of what ended it.
    """
    done = found["done"] = list[str]()
    with download.told_by_code():
        calendar = _opened(asked, fence)
        if not asked["steps"]:
            _must_be(calendar)
        for step in asked["steps"]:
            done.append(_put(calendar, step) if step["text"] else _take(calendar, step))


def _opened(asked: dict[str, Any], fence: Fence) -> Calendar:
    where = addresses.read(asked["address"], ports=fence.ports)
    path = where.path.partition("?")[0]
    secret = b64encode(f"{asked['user']}:{asked['password']}".encode()).decode()
    return Calendar(replace(where, path=path.rstrip("/") + "/"), f"Basic {secret}", fence)


def _must_be(calendar: Calendar) -> None:
    """FetchError where there is no calendar at this address."""
    head = {"Depth": "0", "Content-Type": "application/xml; charset=utf-8"}
    reply = calendar.ask("PROPFIND", "", head, WHAT_IS_IT)
    if reply.status != HTTPStatus.MULTI_STATUS:
        raise FetchError("no_calendar" if reply.status in DONE else _code(reply))
    try:
        told = ElementTree.fromstring(reply.body)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise FetchError("no_calendar") from error
    if told.find(IS_CALENDAR) is None:
        raise FetchError("no_calendar")


def _put(calendar: Calendar, step: dict[str, Any]) -> str:
    """The etag of what is there now, or "theirs" where the appointment stands in that calendar already."""
    etag = _look(calendar, step) if step["etag"] == "" else step["etag"]
    if etag == "theirs":
        return etag
    reply = _write(calendar, step, etag)
    if reply.status == HTTPStatus.PRECONDITION_FAILED and not SAME_UID.search(reply.body):
        there = _look(calendar, step)
        if there == "theirs":
            return there
        reply = _write(calendar, step, there)
    if reply.status in CLASH and SAME_UID.search(reply.body):
        return "theirs"
    if reply.status not in DONE:
        raise FetchError(_code(reply))
    return reply.etag


def _write(calendar: Calendar, step: dict[str, Any], etag: str | None) -> Reply:
    """Only where nothing is (no etag), or where that version is."""
    head = {"Content-Type": "text/calendar; charset=utf-8", **_only(etag)}
    return calendar.ask("PUT", step["name"], head, step["text"].encode())


def _only(etag: str | None) -> dict[str, str]:
    if etag is None:
        return {"If-None-Match": "*"}
    return {"If-Match": etag} if etag else {}


def _take(calendar: Calendar, step: dict[str, Any]) -> str:
    """ "away" when it is; "theirs" where something else stands there."""
    etag = step["etag"] or _look(calendar, step)
    for _ in range(2):
        if etag is None:
            return "away"
        if etag == "theirs":
            return etag
        reply = calendar.ask("DELETE", step["name"], _only(etag))
        if reply.status in AWAY | DONE:
            return "away"
        if reply.status != HTTPStatus.PRECONDITION_FAILED:
            break
        etag = _look(calendar, step)
    raise FetchError(_code(reply))


def _look(calendar: Calendar, step: dict[str, Any]) -> str | None:
    """The etag of ours ("" without one); None where nothing is; "theirs" for whatever else is there."""
    reply = calendar.ask("GET", step["name"])
    if reply.status in AWAY:
        return None
    if reply.status != HTTPStatus.OK:
        raise FetchError(_code(reply))
    ours = step["uid"].encode() in UID.findall(FOLD.sub(b"", reply.body))  # an alarm has a UID too (RFC 9074)
    return reply.etag if ours else "theirs"


def _code(reply: Reply) -> str:
    return REFUSED.get(reply.status, "server")
