"""Reports of mail servers, as they write them about a message of ours."""

from __future__ import annotations

from ekc.notifications.models import Message

OURS = "afspraak@ekc.example"


def report(
    message: Message, *, action: str = "failed", to: str | None = None, named: str | None = None
) -> bytes:
    """A delivery status notification (RFC 3464) as Postfix writes it.

    `to`: the address that it says failed; `named`: the Message-ID in the returned headers.
    """
    return f"""Return-Path: <>
From: MAILER-DAEMON@mx.example (Mail Delivery System)
To: {OURS}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {to or message.address}
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: text/rfc822-headers

From: Afspraken <{OURS}>
To: {message.address}
Message-ID: {named or f"<{message.id:x}@localhost>"}

--b--
""".encode()
