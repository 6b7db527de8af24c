"""Writing down a person, once."""

from __future__ import annotations

from collections.abc import Iterable

from ekc.db import db, new_id
from ekc.people.models import Channel, ChannelKind, Person
from ekc.people.rules import Particulars
from ekc.seals import keyed_hash

__all__ = ["Particulars", "add", "add_all", "change", "rename", "set_post", "set_prefers", "set_reach"]

PLAIN = (
    "given_name",
    "surname",
    "kind",
    "birth_year",
    "age_group",
    "language",
    "interpreter",
    "needs",
    "safe_moment",
    "shared_phone",
    "read_along",
    "prefers",
    "organisation",
)


def add(municipality_id: int, told: Particulars) -> Person:
    """A new person with the channels given."""
    return add_all(municipality_id, [told])[0]


def add_all(municipality_id: int, told: Iterable[Particulars]) -> list[Person]:
    """New persons, in the same order; written at once."""
    made = []
    for one in told:
        key = keyed_hash(f"{one.given_name} {one.surname}")
        person = Person(id=new_id(), municipality_id=municipality_id, name_key=key)
        person.channels = []
        db.session.add(person)
        _fill(person, one)
        made.append(person)
    db.session.flush()
    return made


def change(person: Person, told: Particulars) -> None:
    """Set everything about a person to what was told now."""
    person.name_key = keyed_hash(f"{told.given_name} {told.surname}")
    _fill(person, told)
    db.session.flush()


def rename(person: Person, given_name: str, surname: str) -> None:
    """Another name for the same person. All else stays."""
    person.given_name, person.surname = given_name, surname
    person.name_key = keyed_hash(f"{given_name} {surname}")
    db.session.flush()


def set_reach(person: Person, phone: str | None, mail: str | None) -> None:
    """Another phone number or mail address; None where there is none any more. All else stays."""
    _set_channel(person, ChannelKind.PHONE.value, phone)
    _set_channel(person, ChannelKind.MAIL.value, mail)
    db.session.flush()


def set_prefers(person: Person, way: str) -> None:
    """The way that they like best. All else stays."""
    person.prefers = way
    db.session.flush()


def set_post(person: Person, address: str | None) -> None:
    """Another postal address; None where there is none any more. All else stays."""
    _set_channel(person, ChannelKind.POST.value, address)
    db.session.flush()


def _fill(person: Person, told: Particulars) -> None:
    for name in PLAIN:
        setattr(person, name, getattr(told, name))
    for kind, value in (
        (ChannelKind.PHONE, told.phone),
        (ChannelKind.MAIL, told.mail),
        (ChannelKind.POST, told.post),
    ):
        _set_channel(person, kind.value, value)
    if told.through_person_id is not None:
        _channel(person, ChannelKind.THROUGH.value).through_person_id = told.through_person_id
    else:
        person.channels = [one for one in person.channels if one.kind != ChannelKind.THROUGH.value]


def _set_channel(person: Person, kind: str, value: str | None) -> None:
    if value:
        channel = _channel(person, kind)
        channel.value, channel.value_key = value, keyed_hash(value)
    else:
        person.channels = [channel for channel in person.channels if channel.kind != kind]


def _channel(person: Person, kind: str) -> Channel:
    for channel in person.channels:
        if channel.kind == kind:
            return channel
    channel = Channel(id=new_id(), municipality_id=person.municipality_id, kind=kind)
    person.channels.append(channel)
    return channel
