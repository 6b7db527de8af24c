"""What guests and their programs send: answers, wishes, words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tests.corpus.programs import PROGRAMS
from tests.corpus.shapes import (
    ANNA,
    BRAM,
    EVE,
    TO_ANNA,
    TO_BRAM,
    event,
    mail,
    multipart,
    part,
    plain,
)

SAID = {"ACCEPTED": "yes", "DECLINED": "no", "TENTATIVE": "maybe"}
RE = f"In-Reply-To: <{TO_ANNA:x}@ekc.example>\n"
REFERENCES = f"References: <1@post.example>\n <{TO_ANNA:x}@ekc.example>\n"


class Case(NamedTuple):
    """A mail by its name, what must come of it, and what Anna's answer is then."""

    name: str
    raw: bytes
    outcome: str
    answer: str | None = None


def answers() -> Iterator[Case]:
    """Each program, each answer; words beside it; late and double ones."""
    for program in PROGRAMS:
        for said, answer in SAID.items():
            yield Case(f"answer-{program}-{answer}", mail(program, said=said), "answered", answer)
    for program in ("outlook", "gmail", "thunderbird", "zimbra"):
        raw = mail(program, said="DECLINED", comment="Ik ben die dag op vakantie\\, sorry")
        yield Case(f"noted-{program}", raw, "noted", "no")
    yield Case("noted-outlook-only-blanks", mail("outlook", comment="\\n \\n"), "answered", "yes")
    yield Case("noted-two-comments", mail("gmail", comment="Een\nCOMMENT:Twee"), "noted", "yes")
    for program in ("gmail", "outlook", "apple", "roundcube"):
        yield Case(f"old-version-{program}", mail(program, sequence=1), "old")
    yield Case("old-no-sequence", mail("apple", swap=[("SEQUENCE:2\n", "")]), "old")
    yield Case("answer-capitals", mail("outlook", who="ANNA@Post.Example"), "answered", "yes")
    yield Case("answer-named-sender", mail(sender='"Boer, Anna de" <Anna@POST.example>'), "answered", "yes")
    yield Case(
        "answer-encoded-name", mail(sender="=?utf-8?q?Ann=C3=A1?= <anna@post.example>"), "answered", "yes"
    )
    yield Case("answer-8bit-name", mail(swap=[("CN=Anna de Boer", "CN=Anná")]), "answered", "yes")
    yield Case(
        "answer-without-organizer",
        mail(swap=[("ORGANIZER;CN=Afspraken:mailto:afspraak@ekc.example\n", "")]),
        "answered",
        "yes",
    )
    yield Case(
        "answer-other-organizer",
        mail(swap=[("mailto:afspraak@ekc.example", "mailto:eve@evil.example")]),
        "answered",
        "yes",
    )
    yield Case(
        "answer-octet-stream", mail("roundcube", kind="application/ics; name=reply.ics"), "answered", "yes"
    )
    yield Case(
        "answer-text-calendar-no-method",
        mail("proton", kind="text/calendar; charset=utf-8"),
        "answered",
        "yes",
    )
    yield Case(
        "answer-mime-method-differs", mail("proton", kind="text/calendar; method=REQUEST"), "answered", "yes"
    )
    yield Case(
        "answer-alarm-inside",
        mail(
            swap=[
                (
                    "END:VEVENT",
                    "BEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT10M\nATTENDEE:mailto:eve@evil.example\nEND:VALARM\nEND:VEVENT",
                )
            ]
        ),
        "answered",
        "yes",
    )
    yield Case(
        "answer-in-a-list-of-parts",
        mail(headers="X-Spam-Status: No\nDKIM-Signature: v=1; a=rsa-sha256\n"),
        "answered",
        "yes",
    )
    yield Case("answer-crlf", mail("outlook").replace(b"\n", b"\r\n"), "answered", "yes")


def wishes() -> Iterator[Case]:
    """Another moment, another person."""
    for program in ("gmail", "outlook", "thunderbird", "zimbra", "notes"):
        raw = mail(program, method="COUNTER", said="TENTATIVE", comment="Kan het een dag later?")
        yield Case(f"counter-{program}", raw, "counter")
    yield Case("counter-old-version", mail("outlook", method="COUNTER", sequence=0), "counter")
    yield Case("counter-by-somebody-else", mail(method="COUNTER", sender=EVE), "stranger")
    passed = 'PARTSTAT=DELEGATED;DELEGATED-TO="mailto:piet@post.example"'
    for program in ("outlook", "apple", "notes"):
        yield Case(f"delegated-{program}", mail(program, swap=[("PARTSTAT=ACCEPTED", passed)]), "delegated")
    both = [
        ("PARTSTAT=ACCEPTED", passed),
        ("SEQUENCE:", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:piet@post.example\nSEQUENCE:"),
    ]
    yield Case("delegated-with-both", mail(swap=both), "delegated")
    yield Case("delegate-accepts", mail(who="piet@post.example", sender="piet@post.example"), "stranger")
    for method in ("REFRESH", "ADD", "CANCEL", "REQUEST", "PUBLISH", "DECLINECOUNTER"):
        yield Case(f"method-{method.lower()}", mail(method=method), "words")


def words() -> Iterator[Case]:
    """What people write by hand."""
    page = "<html><body><p>Ik <b>kom</b> graag</p></body></html>"
    yield Case("words-reply", plain("Ik kom wat later, is dat goed?", headers=RE), "words")
    yield Case("words-references-only", plain("Ik kom", headers=REFERENCES), "words")
    yield Case("words-new-mail", plain("Ik kom", subject="Vrijdag"), "words")
    yield Case("words-empty", plain("", headers=RE), "words")
    yield Case("words-no-subject", plain("Ja", headers=RE, subject=""), "words")
    yield Case("words-html-only", plain(page, headers=RE, kind="text/html; charset=utf-8"), "words")
    yield Case(
        "words-outlook-html",
        plain(page, headers=RE, kind="text/html; charset=windows-1252", encoding="quoted-printable"),
        "words",
    )
    yield Case("words-base64", plain("Ik kom. Groet, Anna", headers=RE, encoding="base64"), "words")
    quoted = "Ik kom!\n\nOp ma 11 jan. 2027 om 10:00 schreef Afspraken <afspraak@ekc.example>:\n> Kom je?\n"
    yield Case("words-above-a-quote", plain(quoted, headers=RE), "words")
    yield Case("words-phone-signature", plain("Prima\n\nVerstuurd vanaf mijn iPhone", headers=RE), "words")
    yield Case(
        "words-from-another-address",
        plain("Ik kom", sender="anna.deboer@werk.example", headers=RE),
        "stranger",
    )
    yield Case("words-by-the-other-guest", plain("Ik kom", sender=BRAM, headers=RE), "stranger")
    latin = plain("Ik kom cafe", headers=RE, kind="text/plain; charset=iso-8859-1").replace(
        b"cafe", b"caf\xe9"
    )
    yield Case("words-latin-1", latin, "words")
    yield Case("words-cp1252", latin.replace(b"iso-8859-1", b"windows-1252"), "words")
    wide = plain("", headers=RE, kind="text/plain; charset=utf-16") + "Ik kom".encode("utf-16")
    yield Case("words-utf-16", wide, "words")
    yield Case("words-emoji", plain("👍👍🏽", headers=RE), "words")
    yield Case("words-arabic", plain("سأحضر إن شاء الله", headers=RE), "words")
    yield Case(
        "words-unknown-charset", plain("Ik kom", headers=RE, kind="text/plain; charset=x-mac-nl"), "words"
    )
    yield Case("words-wrong-charset", latin.replace(b"iso-8859-1", b"utf-8"), "words")
    photo = multipart(
        "mixed",
        part("text/plain", "Zie foto"),
        part("image/jpeg; name=foto.jpg", "x" * 200, "base64", "attachment; filename=foto.jpg"),
    )
    head = plain("", headers=RE).partition(b"Content-Type")[0]
    yield Case("words-with-a-photo", head + photo.encode(), "words")
    card = multipart(
        "mixed",
        part("text/plain", "Ik kom"),
        part(
            "text/vcard; name=anna.vcf", "BEGIN:VCARD\nEND:VCARD\n", "7bit", "attachment; filename=anna.vcf"
        ),
    )
    yield Case("words-with-a-card", head + card.encode(), "words")
    yield Case(
        "words-sms-gateway",
        plain("Ja ik kom", headers=f"{RE}X-SMS: 1\n", subject="SMS van +31612345678"),
        "words",
    )
    inside = multipart(
        "mixed",
        part("text/plain", "Zie onder"),
        f"Content-Type: message/rfc822\n\n{mail().decode()}",
        mark="around",
    )
    yield Case("words-forwarding-an-answer", head + inside.encode(), "words")
    own = multipart(
        "mixed", part("text/plain", "Mijn agenda"), part("text/calendar", event(method="PUBLISH"), "base64")
    )
    yield Case("words-with-an-own-calendar", head + own.encode(), "words")
    yield Case(
        "words-list",
        plain("Nieuws!", sender="nieuws@shop.example", headers="List-Id: <shop>\nPrecedence: bulk\n"),
        "automatic",
    )
    yield Case("words-unknown-sender", plain("Wie zijn jullie?", sender="x@y.example"), "words")
    yield Case(
        "words-to-bram",
        plain("Ik kom", sender=BRAM, headers=RE.replace(f"{TO_ANNA:x}", f"{TO_BRAM:x}")),
        "words",
    )


def all_of_them() -> Iterator[Case]:
    """Everything that is meant well."""
    yield from answers()
    yield from wishes()
    yield from words()


__all__ = ["ANNA", "Case", "all_of_them"]
