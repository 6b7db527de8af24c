"""Mails as they come back to our mailbox: good answers of calendars, and thirty that must change nothing."""

from __future__ import annotations

import email.policy
from datetime import UTC, datetime
from email.message import EmailMessage

from ekc.invitations.models import Appointment, Invitation

STAMP = datetime(2027, 1, 11, 9, 30, tzinfo=UTC)
OURS = "afspraak@ekc.example"


def calendar(
    appointment: Appointment,
    attendee: str,
    *,
    answer: str = "ACCEPTED",
    sequence: int | None = None,
    stamp: datetime = STAMP,
    method: str = "REPLY",
    uid: str | None = None,
    more: str = "",
) -> str:
    """What a calendar program writes."""
    number = appointment.sequence if sequence is None else sequence
    return f"""BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
METHOD:{method}
BEGIN:VEVENT
DTSTART:20270212T183000Z
DTEND:20270212T210000Z
DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}
ORGANIZER:mailto:{OURS}
UID:{uid or appointment.uid}
ATTENDEE;PARTSTAT={answer};CN=A:mailto:{attendee}
SEQUENCE:{number}
{more}SUMMARY:Accepted
END:VEVENT
END:VCALENDAR
"""


def reply(
    appointment: Appointment,
    attendee: str,
    *,
    sender: str | None = None,
    method: str = "REPLY",
    **given: object,
) -> EmailMessage:
    """An answer by mail; `sender` where it comes from another address than the one invited."""
    mail = EmailMessage(email.policy.SMTP)
    mail["From"] = sender or attendee
    mail["To"] = OURS
    mail["Subject"] = "Geaccepteerd: Afspraak met Cor"
    mail["Message-ID"] = "<1@post.example>"
    mail.set_content("Ik kom.")
    body = calendar(appointment, attendee, method=method, **given)  # type: ignore[arg-type] -- handed through
    mail.add_alternative(body.encode(), "text", "calendar", params={"method": method, "charset": "UTF-8"})
    return mail


def words(sender: str, text: str = "Ik kom wat later.", **headers: str) -> EmailMessage:
    """A mail that somebody wrote by hand, or a machine by itself."""
    mail = EmailMessage(email.policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, OURS, "Re: Afspraak"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def hostile(appointment: Appointment, anna: Invitation, bram: Invitation) -> dict[str, tuple[bytes, str]]:
    """(mail, what must come of it) by what is wrong with it. Anna and Bram were invited; Eve was not."""
    a, b, eve = str(anna.address), str(bram.address), "eve@evil.example"
    good = reply(appointment, a).as_bytes()

    def made(**given: object) -> bytes:
        return reply(appointment, a, **given).as_bytes()  # type: ignore[arg-type] -- handed through

    bounce = words("MAILER-DAEMON@post.example", "Undelivered")
    bounce.replace_header("Subject", "Undelivered Mail Returned to Sender")
    bounce["Return-Path"] = "<>"
    bounce.add_attachment(reply(appointment, a))
    quoted = words(a, "Zie bijlage")
    quoted.add_attachment(reply(appointment, a))
    away = reply(appointment, a)
    away["Auto-Submitted"] = "auto-replied"
    report = (
        b"Content-Type: multipart/report; boundary=x\r\n" + good.partition(b"MIME-Version")[0] + b"\r\n--x--"
    )
    two_froms = b"From: " + eve.encode() + b"\r\n" + good
    twins = reply(appointment, a)
    twins.add_alternative(calendar(appointment, a, answer="DECLINED").encode(), "text", "calendar")
    crowd = calendar(appointment, a, more=f"ATTENDEE;PARTSTAT=DECLINED:mailto:{b}\n")
    deep = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(2000)
    )
    many = (
        b"From: "
        + a.encode()
        + b"\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
        + b"--x\r\n\r\n" * 40_000
    )

    def bare(body: str) -> bytes:
        head = f"From: {a}\r\nContent-Type: text/calendar; method=REPLY\r\n\r\n"
        return head.encode() + body.encode()

    return {
        "from somebody else": (made(sender=eve), "stranger"),
        "another guest for her": (made(sender=b), "stranger"),
        "her name, another address": (made(sender=f'"{a}" <{eve}>'), "stranger"),
        "two senders": (made(sender=f"{a}, {eve}"), "stranger"),
        "two From lines": (two_froms, "stranger"),
        "party crasher": (reply(appointment, eve).as_bytes(), "stranger"),
        "ourselves": (reply(appointment, OURS).as_bytes(), "stranger"),
        "unknown appointment": (made(uid="0" * 32 + "@ekc.example"), "unknown"),
        "uid with a star": (made(uid="*"), "unknown"),
        "version that is not there yet": (made(sequence=7), "old"),
        "a stamp from the future": (made(stamp=datetime(2099, 1, 1, tzinfo=UTC)), "old"),
        "cancel": (made(method="CANCEL"), "words"),
        "request": (made(method="REQUEST"), "words"),
        "counter": (made(method="COUNTER"), "counter"),
        "add": (made(method="ADD"), "words"),
        "refresh": (made(method="REFRESH"), "words"),
        "delegated": (made(answer="DELEGATED"), "delegated"),
        "no such answer": (made(answer="YES"), "words"),
        "two answers that differ": (twins.as_bytes(), "words"),
        "two people in one": (bare(crowd), "words"),
        "two appointments in one": (bare(calendar(appointment, a) + calendar(appointment, a)), "words"),
        "half a calendar": (bare(calendar(appointment, a)[:150]), "words"),
        "one day of many": (made(more="RECURRENCE-ID:20270212T183000Z\n"), "words"),
        "returned by a mail server": (bounce.as_bytes(), "automatic"),
        "a report": (report, "automatic"),
        "out of office": (away.as_bytes(), "automatic"),
        "an answer inside a mail inside": (quoted.as_bytes(), "words"),
        "just words": (words(a).as_bytes(), "words"),
        "nothing": (b"", "words"),
        "noise": (bytes(range(256)) * 40, "words"),
        "very deep": (b"From: " + a.encode() + b"\r\n" + deep, "words"),
        "very many parts": (many[:250_000], "words"),
        "very large": (good + b"x" * 300_000, "too_large"),
        "a header that never ends": (b"From: " + b"(" * 100_000 + a.encode() + b"\r\n\r\n", "words"),
    }
