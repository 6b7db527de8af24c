"""The telephones on which somebody wants to see that there is something new: kept, pushed to, forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, select

from ekc import clock
from ekc.db import db, new_id
from ekc.errors import DomainError
from ekc.notifications.models import Message, State, Telephone
from ekc.notifications.rules import Way
from ekc.notifications.web_push import KEEP, address
from ekc.seals import keyed_hash

if TYPE_CHECKING:
    from collections.abc import Sequence

WORDS = "Er is iets nieuws voor je."
OF = select(Telephone).where(Telephone.person_id == bindparam("person")).order_by(Telephone.id)
MOST = 5  # of one person: an older one goes when another comes
STRANGE = "Deze telefoon kan geen meldingen krijgen. De berichten zelf komen gewoon aan."


def of(person_id: int | None) -> Sequence[Telephone]:
    """The telephones of a person."""
    return db.session.scalars(OF, {"person": person_id or 0}).all()


def add(municipality_id: int, person_id: int, endpoint: str, public: str, secret: str) -> Telephone:
    """This telephone shows from now on that there is something new for this person, and for nobody else.

    DomainError where it is no subscription of a browser that we know.
    """
    try:
        where = address(endpoint, public, secret)
    except ValueError as error:
        raise DomainError(STRANGE) from error
    key = keyed_hash(where)
    db.session.execute(delete(Telephone).where(Telephone.key == key))
    older = of(person_id)
    for one in older[: max(0, len(older) - MOST + 1)]:
        db.session.delete(one)
    made = Telephone(
        id=new_id(),
        municipality_id=municipality_id,
        person_id=person_id,
        key=key,
        address=where,
        made_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    return made


def forget(person_id: int) -> None:
    """No telephone of this person shows anything any more; what was about to leave for them stays."""
    for one in of(person_id):
        db.session.execute(
            delete(Message).where(Message.recipient_key == one.key, Message.way == Way.PUSH.value)
        )
        db.session.delete(one)
    db.session.flush()


def forget_gone() -> int:
    """Forget the telephones of which a push service says that they are no more; gives how many."""
    gone = select(Message.recipient_key).where(
        Message.way == Way.PUSH.value, Message.trouble == "refused_gone", Message.state == State.FAILED.value
    )
    result = db.session.execute(
        delete(Telephone).where(Telephone.key.in_(gone)).execution_options(synchronize_session=False)
    )
    return int(getattr(result, "rowcount", 0))


def hint(message: Message) -> None:
    """A message left: on the telephones of whom it is for, say that there is something. Not what."""
    moment = clock.now()
    for one in of(message.person_id) if message.person_id else ():
        db.session.add(
            Message(
                id=new_id(),
                municipality_id=message.municipality_id,
                recipient_key=one.key,
                address=one.address,
                way=Way.PUSH.value,
                kind=message.kind,
                about_kind="push",
                about_id=message.id,
                thread=keyed_hash(f"{one.key} {message.id}"),
                dedupe_key=f"push:{message.id}:{one.id}",
                created_at=moment,
                next_at=moment,
                expires_at=moment + KEEP,
                state=State.QUEUED.value,
                attempts=0,
                subject=WORDS,
                body_text=WORDS,
                body_html="",
                short=WORDS,
            )
        )
