"""Finding a person: by id, or by their exact name or channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select
from sqlalchemy.orm.attributes import set_committed_value

from ekc import settings
from ekc.db import db
from ekc.errors import NotFoundError
from ekc.notifications.rules import by_voice
from ekc.people import reaching
from ekc.people.models import Channel, ChannelKind, Person
from ekc.seals import keyed_hash

if TYPE_CHECKING:
    from collections.abc import Iterable

MANY = select(Person).where(
    Person.municipality_id == bindparam("municipality"), Person.id.in_(bindparam("ids", expanding=True))
)
CHANNELS = select(Channel).where(Channel.person_id.in_(bindparam("ids", expanding=True))).order_by(Channel.id)
FIRST_PHONE = (  # of the `Person` of the statement around it
    select(Channel.value)
    .where(
        Channel.person_id == Person.id,
        Channel.kind == ChannelKind.PHONE.value,
        Channel.value.is_not(None),
    )
    .order_by(Channel.preferred.desc(), Channel.id)
    .limit(1)
    .correlate(Person)
)
BY_CHANNEL = (
    select(Person)
    .join(Channel, Channel.person_id == Person.id)
    .where(Channel.municipality_id == bindparam("municipality"), Channel.value_key == bindparam("key"))
    .order_by(Person.id)
    .limit(1)
)


def with_channels(persons: Iterable[Person]) -> None:
    """Give persons their channels where those are not there yet: one query however many.

    A statement that stands ready; loading them by an option on the first would build one for every page.
    """
    missing = {person.id: person for person in persons if "channels" not in person.__dict__}
    if not missing:
        return
    found: dict[int, list[Channel]] = {person_id: [] for person_id in missing}
    for channel in db.session.scalars(CHANNELS, {"ids": list(missing)}):
        found[channel.person_id].append(channel)
    for person_id, channels in found.items():
        set_committed_value(missing[person_id], "channels", channels)


def by_ids(municipality_id: int, ids: Iterable[int | None]) -> dict[int, Person]:
    """Persons with their channels, by id; two queries however many."""
    wanted = [person_id for person_id in ids if person_id is not None]
    found = db.session.scalars(MANY, {"municipality": municipality_id, "ids": wanted}).all()
    with_channels(found)
    return {person.id: person for person in found}


def one(municipality_id: int, person_id: int) -> Person:
    """A person with channels, or NotFoundError. Whoever calls has already found the person through the
    actor."""
    found = by_ids(municipality_id, [person_id]).get(person_id)
    if found is None:
        raise NotFoundError
    return found


def reached_by(municipality_id: int, value: str) -> Person | None:
    """Whom we know with exactly this mail address or number; the one known longest where several share it."""
    given = {"municipality": municipality_id, "key": keyed_hash(value)}
    return db.session.scalars(BY_CHANNEL, given).one_or_none()


def address(person: Person, kind: str) -> str | None:
    """The person's first address of a kind (phone, mail, post), the preferred one first."""
    ranked = sorted(person.channels, key=lambda channel: not channel.preferred)
    return next((channel.value for channel in ranked if channel.kind == kind and channel.value), None)


def addresses(person: Person) -> set[str]:
    """Every address at which something may have been sent to this person that is theirs still."""
    own = {channel.value for channel in person.channels if channel.value}
    envelope = reaching.postal_address(person)
    return own | ({envelope} if envelope else set())


def reach(person: Person, *, watched_too: bool = False, paper: bool = False) -> str | None:
    """Where a message to this person goes: a mail address, a mobile number or the lines of an envelope.

    None where they are called instead. `watched_too`: also where somebody may read along. `paper`: a letter
    comes in time too.
    """
    texts = bool(settings.current().sms_url)
    found = reaching.ways(person, texts=texts, watched_too=watched_too, paper=paper)
    return next((address for _, address in found), None)


def to_choose(person: Person) -> list[str]:
    """The ways that a volunteer may choose between."""
    return reaching.to_choose(person, texts=bool(settings.current().sms_url))


def told_at(person: Person) -> str:
    """Where a message to a volunteer, or to who watches over one, goes: as `reach`; where nothing reaches
    them, that of a call by the bureau."""
    return reach(person) or by_voice(person.id)
