"""Mails made to cost time and memory: too large to be kept as files."""

from __future__ import annotations

from collections.abc import Iterator

from tests.corpus.real import RE, Case
from tests.corpus.shapes import ANNA, mail, plain

DEEP = 1000
BIG = 250_000


def all_of_them() -> Iterator[Case]:
    """Each of them."""
    head = plain("", headers=RE).partition(b"Content-Type")[0]
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(DEEP))
    yield Case("bomb-nested", head + deep, "words")
    yield Case("bomb-nested-mails", head + b"Content-Type: message/rfc822\n\n" * 3000, "words")
    many = head + b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\n" * 45_000
    yield Case("bomb-parts", many[:BIG], "words")
    yield Case("bomb-one-header", b"From: " + b"(" * 200_000 + ANNA.encode() + b"\n\n", "words")
    yield Case("bomb-headers", b"X: y\n" * 45_000 + plain("x", headers=RE), "words")
    yield Case("bomb-one-line", plain("x" * 240_000, headers=RE), "words")
    yield Case("bomb-large-answer", mail() + b"x" * 400_000, "too_large")
    yield Case("bomb-large-photo", plain("Ik kom\n" * 60_000, headers=RE), "too_large")
    yield Case("bomb-giant-from-nobody", b"x" * 1_048_576, "too_large")
    yield Case(
        "bomb-html", plain("<div>" * 50_000 + "<!--" * 20_000, headers=RE, kind="text/html"), "too_large"
    )
    yield Case("bomb-quotes", plain("> " * 100_000 + "\n" + ">\n" * 20_000, headers=RE), "words")
    yield Case("bomb-addresses", mail(sender=", ".join([ANNA] * 9000)), "stranger")
    yield Case(
        "bomb-bounce-addresses",
        b"Return-Path: <>\nFrom: mailer-daemon@x.example\nSubject: failure notice\n\n"
        + b"a@b.example " * 20_000,
        "automatic",
    )
    yield Case("bomb-regex-subject", plain("x", headers=RE, subject="delivery " * 20_000), "words")
    yield Case(
        "bomb-at-signs",
        b"Return-Path: <>\nFrom: postmaster@x\nSubject: undeliverable\n\n" + b"a" * 100_000 + b"@" * 100_000,
        "automatic",
    )
