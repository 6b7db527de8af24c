"""Each message of the catalogue as it leaves, every way it can: made from the example that the catalogue has.

A calendar goes with those that bring one, made by the product from an appointment that the same example
describes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric import ec

from ekc import clock, settings
from ekc.accounts.models import PersonalLink
from ekc.clock import HOME
from ekc.db import db
from ekc.invitations import messages
from ekc.invitations.models import Appointment, Invitation
from ekc.invitations.own_copy import Letterhead
from ekc.notifications import delivery, telephones, web_push
from ekc.notifications.kinds import Audience, Kind
from ekc.notifications.markup import LINK
from ekc.notifications.models import Message
from ekc.notifications.on_paper import sheet
from ekc.notifications.outbox import Draft, enqueue
from ekc.notifications.tongues import DUTCH, ENGLISH
from ekc.web.formatting import day
from tests.world import SECRET, empty_database, make_settings

NOW = datetime(2026, 2, 24, 9, 0, tzinfo=UTC)
MESSAGE, PERSON = 0x2A000001, 1
ADDRESSES = {
    "mail": "anna@post.example",
    "sms": "+31612345678",
    "letter": "Anna\nBrinkstraat 3\n9621 AB Slochteren",
}
CALENDARS = {
    "invitation",
    "invitation_moved",
    "invitation_changed",
    "invitation_cancelled",
    "invitation_removed",
    "organiser_on",
    "organiser_off",
}
LINKED = PersonalLink(id=0x1F000001, version=1)


@contextmanager
def ready(folder) -> Iterator[None]:
    """A clock that stands still and an installation with nothing in it, but for one telephone with an app."""
    chosen = make_settings(folder, public_url="https://ekc.gemeente.example", secret_key=SECRET)
    empty_database(chosen)
    with clock.at(NOW):
        browser = ec.derive_private_key(7, web_push.CURVE).public_key()
        keys = web_push.packed(web_push._point(browser)), web_push.packed(bytes(16))
        telephones.add(1, PERSON, "https://fcm.googleapis.com/fcm/send/abc", *keys)
        db.commit()
        yield
    db.remove()
    db.engine.dispose()


def golden(kind: Kind) -> str:
    """Everything that leaves for one kind; every line of a mail ends in CRLF when it really goes."""
    found = []
    for language in (DUTCH, ENGLISH) if kind.audience is Audience.PEOPLE else (DUTCH,):
        said = "" if language == DUTCH else " in English"
        found += [(f"mail{said}", mail(kind, language).decode("ascii").replace("\r\n", "\n"))]
        found += [(f"sms{said}", text(kind, language))]
    if kind.code in CALENDARS:
        found += [("the calendar in it", calendar(kind))]
    found += [("push", push(kind)), ("letter", letter(kind))]
    return "".join(f"{f' {title} ':=^100}\n{content.rstrip()}\n" for title, content in found)


def mail(kind: Kind, language: str = DUTCH) -> bytes:
    """The bytes that are handed to the mail server."""
    with _stored(kind, "mail", language) as message:
        return delivery.parcel(message, settings.current())[1]


def text(kind: Kind, language: str) -> str:
    """The words that are handed to the provider."""
    with _stored(kind, "sms", language) as message:
        return delivery.parcel(message, settings.current())[1].decode()


def calendar(kind: Kind) -> str:
    """The calendar in the mail, to be read by people."""
    with _stored(kind, "mail") as message:
        return (message.calendar or "").replace("\r\n", "\n")


def push(kind: Kind) -> str:
    """What the telephone shows after the mail left, before it is encrypted for that telephone."""
    with _stored(kind, "mail") as message:
        telephones.hint(message)
        (hint,) = (row for row in db.session.new if isinstance(row, Message))
        return delivery.parcel(hint, settings.current())[1].decode()


def letter(kind: Kind) -> str:
    """The lines on paper; the square code is the address that it holds."""
    with _stored(kind, "letter") as message:
        chosen = settings.current()
        words = delivery.with_link(message, message.body_text, chosen)
        code = delivery.link_of(message, chosen) if message.link_id else None
        shown = sheet(message.address, message.subject, words, code, day(NOW), str, ("", ""))
    paragraphs = ["\n".join(lines) for lines in shown["paragraphs"]]
    blocks = ["\n".join(shown["address"]), shown["day"], shown["heading"], *paragraphs]
    return "\n\n".join([*blocks, f"[code: {shown['code']}]"])


@contextmanager
def _stored(kind: Kind, way: str, language: str = DUTCH) -> Iterator[Message]:
    """The message in the outbox, until the block ends."""
    draft = _draft(kind, ADDRESSES[way], language)
    message = enqueue(draft)
    if f"{LINK}/" in message.body_text or kind.audience is Audience.HERE:
        message.link_id = None  # it leads to a page behind a password
    message.id = MESSAGE
    try:
        yield message
    finally:
        db.rollback()


def _draft(kind: Kind, address: str, language: str) -> Draft:
    if kind.code in CALENDARS:
        return _about_an_evening(kind, address, language)
    return Draft(
        municipality_id=1,
        kind=kind.code,
        address=address,
        about=("example", 1),
        dedupe="golden",
        context=kind.sample(),
        person_id=PERSON,
        link=(LINKED.id, LINKED.version),
        language=language,
    )


def _about_an_evening(kind: Kind, address: str, language: str) -> Draft:
    """As the invitations write it: the evening of the example, first asked, then in its second version."""
    off, first = kind.code == "invitation_cancelled", kind.code in {"invitation", "organiser_on"}
    evening = Appointment(
        id=2,
        municipality_id=1,
        owner_kind="session",
        uid="0123456789abcdef0123456789abcdef@ekc.gemeente.example",
        sequence=0 if first else 1,
        title="Afspraak met Cor",
        starts_at=datetime(2026, 3, 3, 19, 30, tzinfo=HOME),
        ends_at=datetime(2026, 3, 3, 22, 0, tzinfo=HOME),
        place="Dorpshuis De Brink, Brinkstraat 1, Slochteren",
        created_at=NOW,
        changed_at=NOW,
        stamped_at=NOW,
        cancelled_at=NOW if off else None,
    )
    guest = Invitation(id=3, person_id=PERSON, address=address, sequence=evening.sequence)
    head = Letterhead(evening, "Cor", "0598 12 34 56", "afspraak@ekc.example", NOW, {PERSON: language})
    draft = _written(kind, head, guest)
    assert dict(draft.context) == kind.sample(), "the example of the catalogue is what is really sent"
    return replace(draft, replaces=False)


def _written(kind: Kind, head: Letterhead, guest: Invitation) -> Draft:
    return {
        "invitation": lambda: messages.invited(head, guest, LINKED),
        "invitation_moved": lambda: messages.moved(head, guest, LINKED, kind.sample()["before"]),
        "invitation_changed": lambda: messages.changed(head, guest, LINKED),
        "invitation_cancelled": lambda: messages.cancelled(head, guest),
        "invitation_removed": lambda: messages.removed(head, guest, with_calendar=True),
        "organiser_on": lambda: messages.organiser_on(head, guest),
        "organiser_off": lambda: messages.organiser_off(head, guest, with_calendar=True),
    }[kind.code]()
