"""What machines send by themselves: away, read, not delivered, still trying; and what only looks like it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.corpus.real import RE, Case
from tests.corpus.shapes import ANNA, EVE, OURS, TO_ANNA, mail, plain

AWAY = {
    "exchange": "Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\n",
    "exchange-rule": "X-MS-Exchange-Inbox-Rules-Loop: anna@post.example\n",
    "exchange-subject-only": "",
    "gmail": "Precedence: bulk\nX-Autoreply: yes\nAuto-Submitted: auto-replied\n",
    "sieve": "Auto-Submitted: auto-replied (vacation)\n",
    "zimbra": "Auto-Submitted: auto-replied (zimbra; vacation)\nPrecedence: bulk\n",
    "vacation": "Precedence: junk\n",
    "autorespond": "X-Autorespond: Afspraak met Cor\nPrecedence: auto_reply\n",
    "notes": "Auto-Submitted: auto-generated\nX-Mailer: HCL Notes Release 12\n",
    "null-return-path": "Return-Path: <>\n",
    "notified": "Auto-Submitted: auto-notified\n",
}
RECEIPT = """Content-Type: multipart/report; report-type=disposition-notification; boundary="r"

--r
Content-Type: text/plain

Het bericht is gelezen.
--r
Content-Type: message/disposition-notification

Final-Recipient: rfc822;anna@post.example
Original-Message-ID: <{id:x}@ekc.example>
Disposition: manual-action/MDN-sent-manually; {what}
--r--
"""
STATUS = """Return-Path: <>
From: {sender}
To: {ours}
Subject: {subject}
{headers}MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="d"

--d
Content-Type: text/plain; charset=utf-8

{text}

--d
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.post.example

{recipients}

--d
Content-Type: {returned}

From: Afspraken <{ours}>
To: anna@post.example
Subject: Afspraak
Message-ID: <{id}@ekc.example>

--d--
"""
PLAIN = """Return-Path: <>
From: {sender}
To: {ours}
Subject: {subject}
{headers}MIME-Version: 1.0
Content-Type: text/plain; charset=us-ascii

{text}
"""
GONE = "Final-Recipient: rfc822; anna@post.example\nAction: failed\nStatus: 5.1.1"
NAMED = f"Message-ID: <{TO_ANNA:x}@ekc.example>"


def away() -> Iterator[Case]:
    """Out of office, in what each program does; and a calendar's answer under such headers."""
    subjects = {
        "exchange-subject-only": "Automatisch antwoord: Afspraak met Cor",
        "notes": "Anna is out of the office",
    }
    for name, headers in AWAY.items():
        raw = plain(
            "Ik ben er niet tot maandag.", headers=f"{RE}{headers}", subject=subjects.get(name, "Afwezig")
        )
        yield Case(f"away-{name}", raw, "automatic")
    for subject in (
        "Automatic reply: Afspraak",
        "Abwesenheitsnotiz",
        "Réponse automatique",
        "Out of Office: Afspraak",
    ):
        slug = subject.split()[0].strip(":").lower().replace("é", "e")
        headers = "Auto-Submitted: auto-replied\n" if slug in {"abwesenheitsnotiz", "reponse"} else ""
        yield Case(f"away-subject-{slug}", plain("Weg", headers=headers, subject=subject), "automatic")
    yield Case("away-with-an-answer", mail(headers="X-Autoreply: yes\n"), "automatic")
    yield Case("away-in-the-subject-of-an-answer", mail(subject="Out of office: Accepted"), "answered", "yes")


def receipts() -> Iterator[Case]:
    """Read, deleted unread, and one of an old program."""
    head = plain("", headers=RE).partition(b"Content-Type")[0]
    for what in ("displayed", "deleted", "displayed/error"):
        body = RECEIPT.format(id=TO_ANNA, what=what).encode()
        yield Case(f"receipt-{what.replace('/', '-')}", head + body, "automatic")
    yield Case(
        "receipt-in-words",
        plain("Gelezen op maandag", headers="X-Autoreply: yes\n", subject="Gelezen: Afspraak"),
        "automatic",
    )


def status(**given: str) -> bytes:
    """A delivery status notification; `given` overrules what Postfix writes."""
    usual = {
        "sender": "MAILER-DAEMON@mx.post.example (Mail Delivery System)",
        "ours": OURS,
        "subject": "Undelivered Mail Returned to Sender",
        "headers": "Auto-Submitted: auto-replied\n",
        "text": "I'm sorry to have to inform you that your message could not be delivered.",
        "recipients": GONE,
        "returned": "text/rfc822-headers",
        "id": f"{TO_ANNA:x}",
    }
    return STATUS.format(**{**usual, **given}).encode()


def words(
    text: str,
    *,
    subject: str = "failure notice",
    sender: str = "MAILER-DAEMON@post.example",
    headers: str = "",
) -> bytes:
    """A report of before RFC 3464."""
    return PLAIN.format(sender=sender, ours=OURS, subject=subject, headers=headers, text=text).encode()


def returned() -> Iterator[Case]:
    """It did not arrive, as each server tells it."""
    failed = "Final-Recipient: rfc822; {}\nAction: failed\nStatus: {}"
    full = failed.format("anna@post.example", "5.2.2") + "\nDiagnostic-Code: smtp;552 5.2.2 mailbox full"
    original = "Original-Recipient: rfc822;anna@post.example\n" + failed.format(
        "anna@elders.example", "5.1.1"
    )
    microsoft = "Microsoft Outlook <MicrosoftExchange329e71ec88ae@post.example>"
    reports = {
        "postfix": status(),
        "whole-mail": status(returned="message/rfc822"),
        "exchange-online": status(
            sender=microsoft,
            subject="Undeliverable: Afspraak met Cor",
            headers=f"{RE}X-MS-Exchange-Message-Is-Ndr:\n",
        ),
        "exchange-dutch": status(sender="postmaster@post.example", subject="Onbestelbaar: Afspraak met Cor"),
        "gmail": status(
            sender="Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
            subject="Delivery Status Notification (Failure)",
            headers=f"X-Failed-Recipients: anna@post.example\n{RE}",
        ),
        "mailbox-full": status(recipients=full),
        "original-recipient": status(recipients=original),
        "expired": status(recipients=GONE.replace("5.1.1", "4.4.7"), subject="Mail delivery failed"),
        "no-action": status(recipients=GONE.replace("Action: failed\n", "")),
        "lower-case": status(recipients=GONE.lower()),
        "reply-only": status(id="weg", headers=RE),
        "exim": words(
            f"A message could not be delivered.\n\n  anna@post.example\n    mx: 550 no user\n\n{NAMED}\n",
            subject="Mail delivery failed: returning message to sender",
            headers="X-Failed-Recipients: anna@post.example\n",
        ),
        "qmail": words(
            "Hi. This is the qmail-send program at post.example.\n<anna@post.example>:\nNo mailbox here.\n\n"
            f"--- Below this line is a copy of the message.\n\n{NAMED}\nTo: anna@post.example\n"
        ),
        "sendmail": words(
            f" ----- The following addresses had fatal errors -----\n<anna@post.example>\n{NAMED}\n",
            subject="Returned mail: see transcript for details",
        ),
        "quoted": words(
            f"anna@post.example bestaat niet\n\n> {NAMED}\n",
            subject="Niet bezorgd: Afspraak",
            sender="postmaster@post.example",
        ),
    }
    for name, raw in reports.items():
        yield Case(f"returned-{name}", raw, "bounced")


def not_returned() -> Iterator[Case]:
    """Still trying; arrived; and reports that nobody can have written about a message of ours."""
    for action in ("delayed", "delivered", "relayed", "expanded"):
        yield Case(
            f"status-{action}",
            status(recipients=GONE.replace("failed", action).replace("5.1.1", "4.0.0")),
            "automatic",
        )
    late = words(
        f"Warning: message delayed 4 hours\nanna@post.example\n{NAMED}",
        subject="Warning: could not send message for past 4 hours",
    )
    yield Case("delayed-sendmail", late, "automatic")
    yield Case(
        "delayed-exim",
        words(f"anna@post.example\n{NAMED}", subject="Mail delivery failed: delayed 24 hours"),
        "automatic",
    )
    yield Case(
        "delayed-dutch",
        words(f"anna@post.example\n{NAMED}", subject="Bezorging vertraagd: niet bezorgd"),
        "automatic",
    )
    yield Case("forged-id", status(id="1a2b3c4d5e6f7fff"), "automatic")
    yield Case("forged-id-of-another-house", status(id="abc.def"), "automatic")
    yield Case("forged-huge-id", status(id="f" * 16), "automatic")
    yield Case("forged-address", status(recipients=GONE.replace(ANNA, "bram@post.example")), "undelivered")
    yield Case("forged-no-address", status(recipients="Action: failed\nStatus: 5.1.1"), "automatic")
    yield Case("forged-words-without-id", words("anna@post.example bestaat niet"), "automatic")
    yield Case("forged-words-other-address", words(f"eve@evil.example bestaat niet\n{NAMED}"), "undelivered")
    mine = words(f"anna@post.example\n{NAMED}", sender=EVE).replace(b"Return-Path: <>\n", b"")
    yield Case("forged-by-no-server", mine, "words")
    many = "\n\n".join(GONE.replace("anna@", f"x{number}@") for number in range(60))
    yield Case("forged-many-recipients", status(recipients=many), "undelivered")
    yield Case("status-no-groups", status(recipients=""), "automatic")
    yield Case("status-garbage", status(recipients="\x00\x01 ~~~~ : : :"), "automatic")
    yield Case(
        "status-nested",
        status(returned='multipart/report; report-type=delivery-status; boundary="d"'),
        "automatic",
    )


def all_of_them() -> Iterator[Case]:
    """Everything that no person wrote."""
    yield from away()
    yield from receipts()
    yield from returned()
    yield from not_returned()
