"""A mailbox on a mail server (IMAP4rev1, RFC 3501): looked into over one kept connection.

A mail that was dealt with moves to a folder of its own, so that whatever lies in the mailbox still waits,
whoever looked at it meanwhile.
"""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from ekc.notifications.trays import KEPT, Maildir, Tray, TrayError, Waiting

PORT, TLS_PORT = 143, 993
PATIENCE = 30  # seconds that the server may take for one step
DONE = "Verwerkt"
LOST = (OSError, imaplib.IMAP4.error, ValueError)  # ValueError: a server that talks nonsense
_DELIMITER = re.compile(rb'\([^)]*\) "(\\?[^"])" ')


@dataclass(slots=True)
class Imap:
    """The mailbox at imap(s)://user:password@host[:port]/FOLDER; without a folder it is INBOX.

    The connection is made when first needed, kept, and made anew after any trouble.
    """

    url: str
    _server: imaplib.IMAP4 | None = None
    _done: str = ""

    def waiting(self, most: int) -> Iterator[Waiting]:
        """The first `most` mails that wait; TrayError says in a code why that is not to be had now."""
        server = self._begin()
        try:
            count = int(_ok(server.select(_quoted(self._folder)))[0] or 0)
            found = _ok(server.uid("SEARCH", f"1:{min(count, most)}", "UNDELETED")) if count else [b""]
        except LOST as error:
            self._drop()
            raise TrayError("away") from error
        yield from (_Mail(self, uid.decode("ascii")) for uid in (found[0] or b"").split())

    def close(self) -> None:
        """Say goodbye, politely if the server still listens."""
        if self._server is not None:
            with suppress(*LOST):
                self._server.logout()
        self._drop()

    def content(self, uid: str) -> bytes | None:
        """As much of a mail as we keep, unread by us as far as the server knows; None where it is gone."""
        server = self._same()
        try:
            for part in _ok(server.uid("FETCH", uid, f"(BODY.PEEK[]<0.{KEPT}>)")):
                if isinstance(part, tuple):
                    return bytes(part[1])
        except LOST as error:
            self._drop()
            raise TrayError("away") from error
        return None

    def put_away(self, uid: str) -> None:
        """Move a mail to the folder of what was dealt with (RFC 6851; in three steps on an older server)."""
        server = self._same()
        try:
            if "MOVE" in server.capabilities:
                _ok(server.uid("MOVE", uid, _quoted(self._done)))
                return
            _ok(server.uid("COPY", uid, _quoted(self._done)))
            _ok(server.uid("STORE", uid, "+FLAGS.SILENT", r"(\Deleted)"))
            _ok(server.expunge())
        except LOST as error:
            self._drop()
            raise TrayError("not_moved") from error

    @property
    def _folder(self) -> str:
        return unquote(urlsplit(self.url).path).strip("/") or "INBOX"

    def _same(self) -> imaplib.IMAP4:
        """The connection that the mails were found over: on another one a number may mean another mail."""
        if self._server is None:
            raise TrayError("away")
        return self._server

    def _begin(self) -> imaplib.IMAP4:
        """A connection that is known and has a folder to move to. A kept one may have ended meanwhile."""
        if self._server is not None:
            with suppress(*LOST):
                _ok(self._server.noop())
                return self._server
            self._drop()
        try:
            server = self._connected()
        except ssl.SSLCertVerificationError as error:
            raise TrayError("untrusted") from error
        except LOST as error:
            raise TrayError("away") from error
        self._server = server
        self._log_in(server)
        self._done = self._place_for_done(server)
        return server

    def _connected(self) -> imaplib.IMAP4:
        at = urlsplit(self.url)
        host = at.hostname or "localhost"
        if at.scheme == "imap":
            return imaplib.IMAP4(host, at.port or PORT, timeout=PATIENCE)
        port, context = at.port or TLS_PORT, ssl.create_default_context()
        return imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=PATIENCE)

    def _log_in(self, server: imaplib.IMAP4) -> None:
        at = urlsplit(self.url)
        name, password = unquote(at.username or ""), unquote(at.password or "")
        try:
            if "AUTH=PLAIN" in server.capabilities:  # takes a password in any script (RFC 4616)
                server.authenticate("PLAIN", lambda _: f"\0{name}\0{password}".encode())
            else:
                server.login(name, password)
        except (imaplib.IMAP4.abort, OSError) as error:
            self._drop()
            raise TrayError("away") from error
        except (imaplib.IMAP4.error, ValueError) as error:
            self._drop()
            raise TrayError("refused") from error

    def _place_for_done(self, server: imaplib.IMAP4) -> str:
        """The folder for what was dealt with: below ours where the server allows that, else beside it."""
        try:
            there = server.select(_quoted(self._folder))[0] == "OK"
            name = self._made(server) if there else None
        except LOST as error:
            self._drop()
            raise TrayError("away") from error
        if name is None:
            self._drop()
            raise TrayError("not_moved" if there else "no_folder")
        return name

    def _made(self, server: imaplib.IMAP4) -> str | None:
        listed = _DELIMITER.match(_ok(server.list('""', '""'))[0] or b"")
        below = [f"{self._folder}{listed[1].decode('ascii')[-1]}{DONE}"] if listed else []
        for name in (*below, DONE):
            server.create(_quoted(name))  # NO where it is there already
            if server.status(_quoted(name), "(MESSAGES)")[0] == "OK":
                return name
        return None

    def _drop(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            with suppress(*LOST):
                server.shutdown()


@dataclass(frozen=True, slots=True)
class _Mail:
    box: Imap
    uid: str

    def content(self) -> bytes | None:
        return self.box.content(self.uid)

    def put_away(self) -> None:
        self.box.put_away(self.uid)


def _ok(answer: tuple[str, list[Any]]) -> list[Any]:
    kind, data = answer
    if kind != "OK":
        raise imaplib.IMAP4.error(kind)
    return data


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def open_tray(url: str) -> Tray:
    """The mailbox of an `EKC_INBOX_URL`."""
    return Maildir(url.removeprefix("maildir:")) if url.startswith("maildir:") else Imap(url)
