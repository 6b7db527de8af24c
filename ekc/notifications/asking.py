"""One POST to a machine of somebody else, with an end to it: for text messages and for push."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from threading import Timer
from urllib.parse import urlsplit

from ekc.notifications.transport import TroubledError

PATIENCE = 15.0  # seconds for one step
LONGEST = 40.0  # and for the whole, however slowly it drips
MOST = 65_536  # bytes of an answer that are read


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back: the status (RFC 9110 section 15) and the first 64 KiB."""

    status: int
    body: bytes


def post(url: str, headers: Mapping[str, str], body: bytes) -> Answered:
    """POST `body` to an http(s) address; no redirect is followed, no proxy asked.

    TroubledError `away` where nobody is there, `line_lost` where it broke after the question was sent: then
    it may have been taken.
    """
    parts = urlsplit(url)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    line = _line(parts.scheme, parts.hostname or "", parts.port)
    try:
        line.connect()
    except (OSError, http.client.HTTPException) as error:
        line.close()
        raise TroubledError("away", everybody=True) from error
    end = Timer(LONGEST, _hang_up, [line])
    end.daemon = True
    end.start()
    try:
        line.request("POST", path, body, dict(headers))
        answer = line.getresponse()
        return Answered(answer.status, answer.read(MOST))
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise TroubledError("line_lost", everybody=True, handed_over=True) from error
    finally:
        end.cancel()
        line.close()


def _line(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=PATIENCE, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=PATIENCE)


def _hang_up(line: http.client.HTTPConnection) -> None:
    if line.sock is not None:
        with suppress(OSError):
            line.sock.shutdown(socket.SHUT_RDWR)
