"""Handing a mail over: to a mail server over one kept connection, or into a Maildir."""

from __future__ import annotations

import mailbox
import smtplib
import ssl
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

PATIENCE = 30  # seconds that a mail server may take for one step
SUBMISSION, SMTPS = 25, 465


class RefusedError(Exception):
    """This address will never take this message (a 5yz reply, RFC 5321 section 4.2.1)."""


class TroubledError(Exception):
    """Not now: the server is away, slow, or says to come back. `everybody` where no other message will
    fare better."""

    def __init__(self, code: str, *, everybody: bool) -> None:
        super().__init__(code)
        self.code = code
        self.everybody = everybody


class Transport(Protocol):
    """A way to hand mail over."""

    def send(self, sender: str, recipient: str, data: bytes) -> None:
        """Hand one mail over, or raise RefusedError or TroubledError."""

    def close(self) -> None:
        """Let go of what is open."""


class Maildir:
    """A folder in Maildir format: the demo's mail server."""

    def __init__(self, path: str) -> None:
        """`path` is made where it is not there."""
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        self._box = mailbox.Maildir(path, create=True)

    def send(self, sender: str, recipient: str, data: bytes) -> None:  # noqa: ARG002 -- same shape as a mail server
        """Store one mail."""
        self._box.add(data)

    def close(self) -> None:
        """Nothing is held."""
        self._box.close()


class Smtp:
    """A mail server. The connection is made when first needed, kept, and made anew after any trouble."""

    def __init__(self, url: str) -> None:
        """`url` is smtp://[user:password@]host[:port] or smtps://… ."""
        self._at = urlsplit(url)
        self._server: smtplib.SMTP | None = None

    def send(self, sender: str, recipient: str, data: bytes) -> None:
        """Hand one mail over; only a 250 after the data counts."""
        try:
            self._connected().sendmail(sender, [recipient], data)
        except smtplib.SMTPRecipientsRefused as error:
            code, _ = next(iter(error.recipients.values()))
            self._judge(code, error)
        except smtplib.SMTPResponseException as error:
            self.close()
            self._judge(error.smtp_code, error)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise TroubledError("server_away", everybody=True) from error

    def close(self) -> None:
        """Say goodbye, politely if the server still listens."""
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except (OSError, smtplib.SMTPException):
                server.close()

    def _judge(self, code: int, error: Exception) -> None:
        if code >= 500 and code not in {502, 503, 530, 535}:  # noqa: PLR2004 -- those four are about our set-up, not the address
            raise RefusedError(str(code)) from error
        raise TroubledError(f"server_{code}", everybody=code == 421 or code >= 500) from error  # noqa: PLR2004 -- 421: closing the channel

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            host = self._at.hostname or "localhost"
            secure = self._at.scheme == "smtps"
            context = ssl.create_default_context()
            if secure:
                self._server = smtplib.SMTP_SSL(
                    host, self._at.port or SMTPS, timeout=PATIENCE, context=context
                )
            else:
                self._server = smtplib.SMTP(host, self._at.port or SUBMISSION, timeout=PATIENCE)
                self._server.ehlo()
                if self._server.has_extn("starttls"):
                    self._server.starttls(context=context)
            if self._at.username:
                self._server.login(unquote(self._at.username), unquote(self._at.password or ""))
        return self._server


def open_transport(url: str) -> Transport:
    """The transport for an `EKC_MAIL_URL`."""
    return Maildir(url.removeprefix("maildir:")) if url.startswith("maildir:") else Smtp(url)
