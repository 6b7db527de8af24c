"""A real SMTP server (aiosmtpd) on a free port, that can be made to misbehave as mail servers do."""

import asyncio
import email.policy
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from typing import cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

_HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as it came in: the envelope's addresses and the bytes after DATA."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes

    @property
    def message(self) -> EmailMessage:
        """The mail as the standard library reads it."""
        return BytesParser(EmailMessage, policy=email.policy.SMTP).parsebytes(self.content)

    def part(self, content_type: str) -> bytes:
        """The decoded bytes of the first part of a type, as "text/calendar"; LookupError without one."""
        for one in self.message.walk():
            if one.get_content_type() == content_type:
                payload = one.get_payload(decode=True)
                if isinstance(payload, bytes):
                    return payload
        raise LookupError(content_type)


@dataclass(slots=True)
class MailServer:
    """What came in, and the switches that make the server misbehave. Addresses are compared in lower case."""

    port: int
    mails: list[Mail] = field(default_factory=list)
    slow: float = 0  # seconds before each answer to MAIL FROM
    hangs: bool = False  # no answer to MAIL FROM at all, until it is switched off
    hanging: int = 0  # so many wait for that now
    refuse: set[str] = field(default_factory=set)  # 550, for ever
    temporary: set[str] = field(default_factory=set)  # 451, until taken off the list
    greylist: bool = False  # 451 the first time an address is tried
    drop_after_data: int = 0  # so many mails are taken in, then the line goes dead before our 250
    connections: int = 0
    _seen: set[str] = field(default_factory=set)
    _controller: Controller | None = None

    @property
    def url(self) -> str:
        """The server's address in a form for settings: smtp://127.0.0.1:port."""
        return f"smtp://{_HOST}:{self.port}"

    @property
    def down(self) -> bool:
        """Whether nobody listens; set it to stop and start the server on the same port."""
        return self._controller is None

    @down.setter
    def down(self, wanted: bool) -> None:
        if wanted and self._controller:
            self._controller.stop()
            self._controller = None
        elif not wanted and not self._controller:
            self._controller = _Controller(_Handler(self), hostname=_HOST, port=self.port)
            so_far = self.connections
            self._controller.start()  # knocks at its own door
            self.connections = so_far

    def to(self, address: str) -> list[Mail]:
        """The mails for this recipient, oldest first."""
        return [mail for mail in self.mails if address.lower() in map(str.lower, mail.recipients)]

    def wait_for(self, count: int, seconds: float = 60) -> list[Mail]:
        """Wait until so many mails came in; TimeoutError after a generous hang limit."""
        deadline = time.monotonic() + seconds
        while len(self.mails) < count:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(self.mails)} of {count} mails came in")
            time.sleep(0.02)
        return list(self.mails)


class _Controller(Controller):
    def factory(self) -> SMTP:
        """Hand each new connection its protocol, and count it."""
        self.handler.server.connections += 1
        return super().factory()  # type: ignore[no-any-return, no-untyped-call] # -- it brings no types


class _Handler:
    def __init__(self, server: MailServer) -> None:
        self.server = server

    async def handle_EHLO(  # noqa: N802 -- the name aiosmtpd calls
        self, _smtp: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """As nearly every mail server does: several commands may come at once (RFC 2920)."""
        session.host_name = hostname
        return [responses[0], "250-PIPELINING", *responses[1:]]

    async def handle_MAIL(  # noqa: N802 -- the name aiosmtpd calls
        self, _smtp: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        await asyncio.sleep(self.server.slow)
        self.server.hanging += 1
        while self.server.hangs:  # noqa: ASYNC110 -- another thread switches it off
            await asyncio.sleep(0.02)
        self.server.hanging -= 1
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 -- the name aiosmtpd calls
        self, _smtp: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        known = address.lower()
        if known in self.server.refuse:
            return "550 5.1.1 no such mailbox"
        if known in self.server.temporary or (self.server.greylist and known not in self.server._seen):
            self.server._seen.add(known)
            return "451 4.7.1 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, smtp: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 -- the name aiosmtpd calls
        content = envelope.original_content or b""
        self.server.mails.append(Mail(envelope.mail_from or "", tuple(envelope.rcpt_tos), content))
        if self.server.drop_after_data > 0:
            self.server.drop_after_data -= 1
            cast(asyncio.Transport, smtp.transport).abort()
        return "250 OK"


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run a mail server on a free port until the block ends."""
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        server = MailServer(probe.getsockname()[1])
    server.down = False
    try:
        yield server
    finally:
        server.down = True
