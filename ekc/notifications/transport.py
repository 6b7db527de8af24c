"""Handing a mail over: to a mail server over one kept connection, or into a Maildir."""

from __future__ import annotations

import mailbox
import smtplib
import ssl
from contextlib import suppress
from pathlib import Path
from smtplib import quoteaddr
from typing import NoReturn, Protocol
from urllib.parse import unquote, urlsplit

PATIENCE = 60  # seconds that a mail server may take for one step
LONGEST_END = 600  # and for the last one, in which it stores the mail (RFC 5321 section 4.5.3.2.6)
SUBMISSION, SMTPS = 25, 465
OK = 250
ACCEPTED = {250, 251, 252}
TRY_LATER, REFUSED = 400, 500
OUR_SETUP = {421, 502, 503, 504, 530, 534, 535, 538}  # these say nothing about the address or the message
OWN_MACHINE = {"localhost", "127.0.0.1", "::1"}
LOST = (OSError, smtplib.SMTPException)


class RefusedError(Exception):
    """This address will never take this message (a 5yz reply, RFC 5321 section 4.2.1)."""


class TroubledError(Exception):
    """Not now: the server is away, slow, or says to come back.

    `everybody`: no other message will fare better. `handed_over`: the server may have taken it all the same.
    """

    def __init__(self, code: str, *, everybody: bool, handed_over: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.everybody = everybody
        self.handed_over = handed_over


class Transport(Protocol):
    """A way to hand messages over. The `key` of a message is the same at each retry."""

    def send(self, sender: str, recipient: str, data: bytes, key: str) -> None:
        """Hand one message over, or raise RefusedError or TroubledError."""

    def close(self) -> None:
        """Let go of what is open."""


class Maildir:
    """A folder in Maildir format: the demo's mail server."""

    def __init__(self, path: str) -> None:
        """`path` is made where it is not there, or is an empty folder, as a fresh disk is."""
        for name in ("tmp", "new", "cur"):
            Path(path, name).mkdir(parents=True, exist_ok=True)
        self._box = mailbox.Maildir(path)

    def send(self, sender: str, recipient: str, data: bytes, key: str = "") -> None:  # noqa: ARG002 -- same shape as a mail server
        """Store one mail; trouble when the disk is full or the folder is gone."""
        try:
            self._box.add(data)
        except OSError as error:
            raise TroubledError("folder_away", everybody=True) from error

    def close(self) -> None:
        """Nothing is held."""
        self._box.close()


class Smtp:
    """A mail server. The connection is made when first needed, kept, and made anew after any trouble."""

    def __init__(self, url: str) -> None:
        """`url` is smtp://[user:password@]host[:port] or smtps://… ."""
        self._at = urlsplit(url)
        self._server: smtplib.SMTP | None = None

    def send(self, sender: str, recipient: str, data: bytes, key: str = "") -> None:  # noqa: ARG002 -- a mail has its Message-ID
        """Hand one mail over; only a 250 after the data counts."""
        try:
            server, code = self._begin(sender, recipient)
            if code not in ACCEPTED:
                server.rset()
        except LOST as error:
            self._drop()
            raise TroubledError("server_away", everybody=True) from error
        if code not in ACCEPTED:
            self._judge(code)
        code = self._give(server, data)
        if code != OK:
            self._judge(code)

    def close(self) -> None:
        """Say goodbye, politely if the server still listens."""
        if self._server is not None:
            with suppress(*LOST):
                self._server.quit()
        self._drop()

    def _begin(self, sender: str, recipient: str) -> tuple[smtplib.SMTP, int]:
        """A connection that took the sender, and what it says of the recipient. A kept one may have ended
        meanwhile: that is no trouble."""
        if self._server is not None:
            with suppress(*LOST):
                code, other = _ask(self._server, sender, recipient)
                if code == OK:
                    return self._server, other
            self._drop()
        server = self._connected()
        code, other = _ask(server, sender, recipient)
        if code != OK:
            self._drop()
            raise TroubledError(_code(code), everybody=True)
        return server, other

    def _give(self, server: smtplib.SMTP, data: bytes) -> int:
        """The reply to the mail itself. Where the line breaks here, nobody knows whether it was taken."""
        try:
            _patience(server, LONGEST_END)
            code, _ = server.data(data)
            _patience(server, PATIENCE)
        except smtplib.SMTPDataError as error:
            self._drop()
            return error.smtp_code
        except LOST as error:
            self._drop()
            raise TroubledError("line_lost", everybody=True, handed_over=True) from error
        return code

    def _judge(self, code: int) -> NoReturn:
        if code in OUR_SETUP or code < TRY_LATER:
            self._drop()
            raise TroubledError(_code(code), everybody=True)
        if code >= REFUSED:
            raise RefusedError(str(code))
        raise TroubledError(_code(code), everybody=False)

    def _drop(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()

    def _connected(self) -> smtplib.SMTP:
        host = self._at.hostname or "localhost"
        context = ssl.create_default_context()
        if self._at.scheme == "smtps":
            port = self._at.port or SMTPS
            self._server = smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=context)
            return self._known(self._server)
        server = self._server = smtplib.SMTP(host, self._at.port or SUBMISSION, timeout=PATIENCE)
        server.ehlo_or_helo_if_needed()
        if host not in OWN_MACHINE and server.has_extn("starttls"):
            server.starttls(context=context)
        elif host not in OWN_MACHINE and self._at.username:
            self._drop()
            raise TroubledError("server_without_tls", everybody=True)
        return self._known(server)

    def _known(self, server: smtplib.SMTP) -> smtplib.SMTP:
        """Say who we are, where the address has a name and a password."""
        if self._at.username:
            server.login(unquote(self._at.username), unquote(self._at.password or ""))
        return server


def _ask(server: smtplib.SMTP, sender: str, recipient: str) -> tuple[int, int]:
    """The replies to who sends it and who gets it, asked in one breath where the server can (RFC 2920)."""
    if server.has_extn("pipelining"):
        server.send(f"MAIL FROM:{quoteaddr(sender)}\r\nRCPT TO:{quoteaddr(recipient)}\r\n")
        return server.getreply()[0], server.getreply()[0]
    code, _ = server.mail(sender)
    return code, server.rcpt(recipient)[0] if code == OK else code


def _code(reply: int) -> str:
    """What is told to people; a server that talks nonsense is as good as away."""
    return f"server_{reply}" if reply >= TRY_LATER else "server_away"


def _patience(server: smtplib.SMTP, seconds: int) -> None:
    if server.sock is not None:
        server.sock.settimeout(seconds)


def open_transport(url: str) -> Transport:
    """The transport for an `EKC_MAIL_URL`."""
    return Maildir(url.removeprefix("maildir:")) if url.startswith("maildir:") else Smtp(url)
