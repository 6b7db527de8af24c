"""Mails put together: what a program of `programs` sends, and what somebody writes by hand."""

from __future__ import annotations

import base64
import quopri

from tests.corpus.programs import PROGRAMS

ANNA, BRAM, EVE = "anna@post.example", "bram@post.example", "eve@evil.example"
OURS = "afspraak@ekc.example"
UID = "3f2a9c5e8d7b41f0a6c1e2d3b4a59687@ekc.example"
TO_ANNA, TO_BRAM = 0x1A2B3C4D5E6F7001, 0x1A2B3C4D5E6F7002  # ids of the newest messages to them
VERSION = 2  # they were asked, and it moved twice
STAMP = "20270111T093000Z"
WORDS = {"ACCEPTED": "Geaccepteerd", "DECLINED": "Geweigerd", "TENTATIVE": "Voorlopig"}

HEAD = """From: {sender}
To: Afspraken <{ours}>
Subject: {subject}
Date: Mon, 11 Jan 2027 10:30:00 +0100
Message-ID: <reply-1@post.example>
{headers}MIME-Version: 1.0
"""


def event(program: str = "gmail", **given: object) -> str:
    """The calendar that a program sends, with CRLF where it writes that; `given` overrules what is usual."""
    one = PROGRAMS[program]
    said = str(given.get("said", "ACCEPTED"))
    comment = given.get("comment")
    told = {
        "prodid": one.prodid,
        "method": given.get("method", "REPLY"),
        "stamp": given.get("stamp", STAMP),
        "ours": OURS,
        "uid": given.get("uid", UID),
        "sequence": given.get("sequence", VERSION),
        "attendee": one.attendee.format(said=said, who=given.get("who", ANNA)),
        "comment": f"COMMENT;LANGUAGE=nl-NL:{comment}\n" if comment is not None else "",
        "word": WORDS.get(said, said),
    }
    text = one.event.format(**told)
    for before, after in given.get("swap", ()):  # type: ignore[attr-defined] # -- pairs
        assert before in text, before
        text = text.replace(before, after)
    lines = text.split("\n")
    if one.folded:
        lines = [fold for line in lines for fold in _fold(line)]
    return one.ending.join(lines)


def mail(program: str = "gmail", sender: str = ANNA, headers: str = "", **given: object) -> bytes:
    """A whole mail of a program; `given` as for `event`."""
    one, method = PROGRAMS[program], str(given.get("method", "REPLY"))
    calendar = str(given["calendar"]) if "calendar" in given else event(program, **given)
    kind = str(given.get("kind", one.kind)).format(method=method)
    inline = part(kind, calendar, one.encoding)
    file = part('application/ics; name="invite.ics"', calendar, "base64", 'attachment; filename="invite.ics"')
    words = [part("text/plain; charset=UTF-8", one.text, "7bit")] if one.text else []
    words += [part("text/html; charset=UTF-8", one.html, "quoted-printable")] if one.html else []
    body = {
        "mixed": lambda: multipart("mixed", multipart("alternative", *words, inline, mark="in"), file),
        "alternative": lambda: multipart("alternative", *words, inline),
        "file": lambda: multipart("mixed", *words, inline),
        "bare": lambda: inline,
    }[one.packing]()
    said = WORDS.get(str(given.get("said", "ACCEPTED")), "Antwoord")
    head = HEAD.format(
        sender=sender,
        ours=OURS,
        subject=given.get("subject", f"{said}: Afspraak met Cor"),
        headers=f"{one.headers}{headers}",
    )
    return f"{head}{body}".encode("utf-8", "surrogateescape")


def part(kind: str, text: str, encoding: str = "7bit", disposition: str = "") -> str:
    """One MIME part, its headers and its body."""
    raw = text.encode("utf-8", "surrogateescape")
    body = {
        "7bit": lambda: text.replace("\r\n", "\n"),
        "base64": lambda: base64.encodebytes(raw).decode(),
        "quoted-printable": lambda: quopri.encodestring(raw.replace(b"\r\n", b"\n")).decode("latin-1"),
    }[encoding]()
    place = f"Content-Disposition: {disposition}\n" if disposition else ""
    return f"Content-Type: {kind}\nContent-Transfer-Encoding: {encoding}\n{place}\n{body}"


def multipart(kind: str, *inner: str, mark: str = "out") -> str:
    """Parts in a whole."""
    parts = "".join(f"--{mark}\n{one}\n" for one in inner)
    return f'Content-Type: multipart/{kind}; boundary="{mark}"\n\n{parts}--{mark}--\n'


def plain(
    text: str, sender: str = ANNA, headers: str = "", *, kind: str = "text/plain; charset=utf-8", **given: str
) -> bytes:
    """A mail in words; `subject` and `encoding` may be given."""
    subject = given.get("subject", "Re: Afspraak met Cor")
    head = HEAD.format(sender=sender, ours=OURS, subject=subject, headers=headers)
    return f"{head}{part(kind, text, given.get('encoding', '7bit'))}".encode("utf-8", "surrogateescape")


def _fold(line: str) -> list[str]:
    """As RFC 5545 section 3.1 wants it: at most 75 octets, here of ASCII."""
    pieces = [line[:75], *[line[at : at + 74] for at in range(75, len(line), 74)]]
    return [pieces[0], *[f" {piece}" for piece in pieces[1:]]]
