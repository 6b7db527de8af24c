"""Mails that somebody made to harm: none may change a thing, stop us, or take long."""

from __future__ import annotations

from collections.abc import Iterator

from tests.corpus.real import RE, Case
from tests.corpus.shapes import ANNA, BRAM, EVE, OURS, UID, event, mail, multipart, part, plain

SEQUENCES = {
    "not-yet": "7",
    "huge": "9" * 9,
    "endless": "9" * 5000,
    "negative": "-1",
    "words": "twee",
    "arabic": "٢",
    "float": "2.0",
    "blank": "",
    "plus": "+2",
}
STAMPS = {
    "year-0": ("00000101T000000Z", "words"),
    "year-1": ("00010101T000000Z", "answered"),  # an old clock is no lie about the version
    "year-9999": ("99991231T235959Z", "old"),
    "future": ("20990101T000000Z", "old"),
    "before-we-asked": ("19700101T000000Z", "answered"),
    "month-13": ("20271301T000000Z", "words"),
    "leap-second": ("20270111T095960Z", "words"),
    "local": ("20270111T093000", "words"),
    "date": ("20270111", "words"),
    "words": ("nu", "words"),
}


def whoever() -> Iterator[Case]:
    """Who answers is not who was invited."""
    yield Case("who-eve-for-anna", mail(sender=EVE), "stranger")
    yield Case("who-bram-for-anna", mail(sender=BRAM), "stranger")
    yield Case("who-anna-for-bram", mail(who=BRAM), "stranger")
    yield Case("who-party-crasher", mail(sender=EVE, who=EVE), "stranger")
    yield Case("who-ourselves", mail(sender=OURS, who=OURS), "stranger")
    yield Case("who-name-is-an-address", mail(sender=f'"{ANNA}" <{EVE}>'), "stranger")
    yield Case("who-address-in-a-comment", mail(sender=f"{EVE} ({ANNA})"), "stranger")
    yield Case("who-two-senders", mail(sender=f"{ANNA}, {EVE}"), "stranger")
    yield Case("who-two-from-lines", f"From: {EVE}\n".encode() + mail(), "stranger")
    yield Case("who-group-of-senders", mail(sender=f"Vrienden: {ANNA}, {EVE};"), "stranger")
    yield Case("who-no-sender", mail().partition(b"\n")[2], "stranger")
    yield Case("who-sender-header-only", b"Sender: anna@post.example\n" + mail(sender=EVE), "stranger")
    yield Case("who-reply-to-only", mail(sender=EVE, headers=f"Reply-To: {ANNA}\n"), "stranger")
    yield Case(
        "who-encoded-address", mail(sender="=?utf-8?q?anna=40post=2Eexample?= <eve@evil.example>"), "stranger"
    )
    yield Case("who-cyrillic-a", mail(sender="\u0430nna@post.example"), "stranger")
    yield Case("who-cyrillic-attendee", mail(who="\u0430nna@post.example"), "words")
    yield Case("who-subdomain", mail(sender="anna@post.example.evil.example"), "stranger")
    yield Case("who-plus", mail(sender="anna+x@post.example"), "stranger")
    yield Case("who-nul-in-the-address", mail(sender="anna\x00@post.example"), "stranger")
    yield Case("who-source-route", mail(sender="<@evil.example:anna@post.example>"), "answered", "yes")
    yield Case(
        "who-two-attendees",
        mail(swap=[("SEQUENCE:", f"ATTENDEE;PARTSTAT=DECLINED:mailto:{BRAM}\nSEQUENCE:")]),
        "words",
    )
    yield Case("who-attendee-list", mail(swap=[(f"mailto:{ANNA}", f"mailto:{ANNA},{BRAM}")]), "words")
    yield Case(
        "who-attendee-is-a-web-page", mail(swap=[(f"mailto:{ANNA}", f"https://evil.example/{ANNA}")]), "words"
    )
    yield Case(
        "who-attendee-with-header", mail(swap=[(f"mailto:{ANNA}", f"mailto:{ANNA}?cc={EVE}")]), "words"
    )
    yield Case(
        "who-attendee-injects", mail(swap=[(f"mailto:{ANNA}", f"mailto:{ANNA}%0d%0aBcc:{EVE}")]), "words"
    )
    yield Case(
        "who-sent-by", mail(sender=EVE, swap=[("ATTENDEE;", f'ATTENDEE;SENT-BY="mailto:{EVE}";')]), "stranger"
    )


def which() -> Iterator[Case]:
    """Which appointment, which version, which day."""
    yield Case("which-unknown", mail(uid="0" * 32 + "@ekc.example"), "unknown")
    yield Case("which-star", mail(uid="*"), "unknown")
    yield Case("which-sql", mail(uid="x'OR'1'='1"), "unknown")
    yield Case("which-percent", mail(uid="%"), "unknown")
    yield Case("which-template", mail(uid="{{7*7}}"), "unknown")
    yield Case("which-capitals", mail(uid=UID.upper()), "unknown")
    yield Case("which-too-long", mail(uid="a" * 300), "words")
    yield Case("which-empty", mail(uid=""), "words")
    yield Case("which-nul", mail(uid=f"{UID}\x00"), "words")
    yield Case("which-two-uids", mail(swap=[(f"UID:{UID}", f"UID:{UID}\nUID:other")]), "words")
    for name, value in SEQUENCES.items():
        outcome = "old" if value.isascii() and value.isdigit() and len(value) < 10 else "words"
        yield Case(f"sequence-{name}", mail(sequence=value), outcome)
    yield Case("sequence-twice", mail(swap=[("SEQUENCE:2", "SEQUENCE:2\nSEQUENCE:3")]), "words")
    for name, (value, outcome) in STAMPS.items():
        yield Case(f"stamp-{name}", mail(stamp=value), outcome, "yes" if outcome == "answered" else None)
    yield Case(
        "recurrence-id", mail(swap=[("SEQUENCE:", "RECURRENCE-ID:20270212T183000Z\nSEQUENCE:")]), "words"
    )
    yield Case(
        "rrule-secondly",
        mail(swap=[("SEQUENCE:", "RRULE:FREQ=SECONDLY;COUNT=999999999\nSEQUENCE:")]),
        "answered",
        "yes",
    )
    yield Case(
        "rdate-many",
        mail(swap=[("SEQUENCE:", "RDATE:" + ",".join(["20270212T183000Z"] * 500) + "\nSEQUENCE:")]),
        "answered",
        "yes",
    )
    yield Case("start-in-year-0", mail(swap=[("20270212T183000Z", "00000101T000000Z")]), "answered", "yes")
    yield Case("moved-by-the-guest", mail(swap=[("20270212T", "20280212T")]), "answered", "yes")
    yield Case(
        "cancelled-by-the-guest", mail(swap=[("STATUS:CONFIRMED", "STATUS:CANCELLED")]), "answered", "yes"
    )
    yield Case(
        "place-by-the-guest",
        mail(swap=[("SEQUENCE:", "LOCATION:https://evil.example\nSEQUENCE:")]),
        "answered",
        "yes",
    )


def calendars() -> Iterator[Case]:
    """Calendars that are none, or too many."""
    good = event()
    for said in ("YES", "NEEDS-ACTION", "COMPLETED", "", "ACCEPTED,DECLINED"):
        name = said.lower().replace(",", "-") or "empty"
        yield Case(f"said-{name}", mail(said=said), "words")
    yield Case(
        "two-events", mail(swap=[("END:VEVENT\n", "END:VEVENT\nBEGIN:VEVENT\nUID:x\nEND:VEVENT\n")]), "words"
    )
    yield Case("two-calendars", mail("proton", calendar=good + good), "words")
    yield Case(
        "thousand-events",
        mail(
            "proton",
            calendar=good.replace(
                "END:VCALENDAR", "BEGIN:VEVENT\nUID:x\nEND:VEVENT\n" * 1000 + "END:VCALENDAR"
            ),
        ),
        "words",
    )
    yield Case("half", mail("proton", calendar=good[:200]), "words")
    yield Case("inside-out", mail(swap=[("BEGIN:VCALENDAR", "END:VCALENDAR")]), "words")
    yield Case(
        "deep-components", mail("proton", calendar="BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n" * 3000), "words"
    )
    yield Case("todo", mail(swap=[("VEVENT", "VTODO")]), "words")
    yield Case("method-twice", mail(swap=[("METHOD:REPLY", "METHOD:REPLY\nMETHOD:CANCEL")]), "words")
    yield Case("method-missing", mail(swap=[("METHOD:REPLY\n", "")]), "words")
    yield Case("method-list", mail(swap=[("METHOD:REPLY", "METHOD:REPLY,CANCEL")]), "words")
    yield Case(
        "two-answers-that-differ", mail().replace(b"PARTSTAT=ACCEPTED", b"PARTSTAT=DECLINED", 1), "words"
    )
    yield Case(
        "folded-everywhere",
        mail("proton", calendar=good.replace("PARTSTAT", "PART\r\n STAT")),
        "answered",
        "yes",
    )
    yield Case(
        "folded-for-ever",
        mail("proton", calendar=good.replace("SUMMARY:", "SUMMARY:" + "x\r\n " * 10_000)),
        "answered",
        "yes",
    )
    yield Case("bidi-in-the-name", mail(swap=[("CN=Anna de Boer", "CN=\u202eannA")]), "answered", "yes")
    yield Case(
        "injects-a-line", mail(swap=[("CN=Anna de Boer", 'CN="x\\nPARTSTAT=DECLINED"')]), "answered", "yes"
    )
    yield Case("injects-by-parameter", mail(swap=[("CN=Anna de Boer", "CN=x;PARTSTAT=DECLINED")]), "words")
    yield Case(
        "parameter-bomb",
        mail("proton", calendar=good.replace("CN=Anna de Boer", ";".join(f"X{n}=1" for n in range(3000)))),
        "answered",
        "yes",
    )
    yield Case("quotes-that-never-end", mail(swap=[("CN=Anna de Boer", 'CN="Anna')]), "words")
    yield Case("big-comment", mail("proton", calendar=event(comment="x" * 60_000)), "noted", "yes")
    yield Case("utf-16-calendar", mail("proton", calendar="\ufeff" + good), "answered", "yes")
    yield Case(
        "base64-garbage", mail("outlook").replace(b"base64\n\n", b"base64\n\n!!!!%%%%"), "answered", "yes"
    )
    yield Case("base64-is-none", mail("proton").replace(b": 7bit", b": base64"), "words")
    yield Case("encoding-unknown", mail("proton").replace(b": 7bit", b": x-uuencode"), "answered", "yes")
    yield Case("xml-bomb", mail("proton", calendar='<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'), "words")


def mails() -> Iterator[Case]:
    """Mails that are none, or too much."""
    head = plain("", headers=RE).partition(b"Content-Type")[0]
    bare = mail().partition(b"MIME-Version")[0]
    yield Case("nothing", b"", "words")
    yield Case("one-byte", b"\x00", "words")
    yield Case("only-breaks", b"\r\n" * 2000, "words")
    yield Case("noise", bytes(range(256)) * 40, "words")
    yield Case("nul-everywhere", plain("\x00" * 500, headers=RE), "words")
    yield Case("no-headers", b"\n" + event().encode(), "words")
    yield Case("header-injection", plain("x", headers=RE, subject="hoi\nBcc: eve@evil.example"), "words")
    yield Case(
        "script-in-the-subject",
        plain("<script>alert(1)</script>", headers=RE, subject="<script>alert(1)</script>"),
        "words",
    )
    yield Case("template-in-the-words", plain("{{ config }} ${7*7} {% raw %}", headers=RE), "words")
    yield Case("formula", plain('=HYPERLINK("https://evil.example")', headers=RE), "words")
    yield Case("bidi-in-the-words", plain("\u202egnp.exe\u2066", headers=RE), "words")
    yield Case("lone-surrogates", plain("Ik kom \udce9\udcff", headers=RE), "words")
    yield Case(
        "encoded-word-never-ends", plain("x", headers=RE, subject="=?utf-8?q?" + "=41" * 3000), "words"
    )
    yield Case(
        "encoded-word-bad-charset", plain("x", headers=RE, subject="=?rot13?q?abc?= =?hex?b?!!!?="), "words"
    )
    yield Case(
        "charset-is-a-codec", plain("x" * 3000, headers=RE, kind="text/plain; charset=punycode"), "words"
    )
    yield Case("charset-is-zlib", plain("x", headers=RE, kind="text/plain; charset=zlib_codec"), "words")
    yield Case(
        "charset-with-a-break", plain("x", headers=RE, kind='text/plain; charset="utf-8\n x"'), "words"
    )
    yield Case("kind-is-nonsense", plain("x", headers=RE, kind="////;;;==="), "words")
    yield Case(
        "boundary-empty", head + b'Content-Type: multipart/mixed; boundary=""\n\n--\n\nx\n----\n', "words"
    )
    yield Case("boundary-missing", head + b"Content-Type: multipart/mixed\n\n--x\n\nx\n--x--\n", "words")
    yield Case(
        "boundary-of-inner-is-outer",
        head + multipart("mixed", multipart("mixed", part("text/plain", "x"))).encode(),
        "words",
    )
    yield Case("mail-in-a-mail-in-a-mail", head + b"Content-Type: message/rfc822\n\n" * 40 + b"x", "words")
    yield Case(
        "partial",
        head + b"Content-Type: message/partial; id=x; number=1; total=2\n\n" + event().encode(),
        "words",
    )
    yield Case(
        "external-body",
        head + b'Content-Type: message/external-body; access-type=URL; URL="https://evil.example/a.ics"\n\n',
        "words",
    )
    yield Case(
        "report-around-an-answer",
        bare
        + b"Content-Type: multipart/report; boundary=x\n\n--x\n"
        + part("text/calendar", event()).encode()
        + b"--x--\n",
        "automatic",
    )
    yield Case(
        "html-that-never-closes", plain("<p" * 2000 + "<!--" * 2000, headers=RE, kind="text/html"), "words"
    )
    yield Case("html-hides-everything", plain("<style>" * 500 + "kom", headers=RE, kind="text/html"), "words")
    yield Case(
        "in-reply-to-bomb",
        plain("x", headers="In-Reply-To: " + "\n ".join(f"<{n:x}@x>" for n in range(2000)) + "\n"),
        "words",
    )
    yield Case("in-reply-to-sql", plain("x", headers="In-Reply-To: <1' OR 1=1@ekc.example>\n"), "words")
    yield Case("received-loop", b"Received: from a by b\n" * 300 + plain("x", headers=RE), "words")


def all_of_them() -> Iterator[Case]:
    """Everything that is meant badly and fits in a file."""
    yield from whoever()
    yield from which()
    yield from calendars()
    yield from mails()
