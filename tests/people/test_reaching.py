"""Which way a message goes to somebody, and which way next."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from ekc.people import reaching

MAIL, MOBILE, LANDLINE, POST = (
    "fam@post.example",
    "+31612345678",
    "+31598123456",
    "Dorpsstraat 1\n9611 AB Sappemeer",
)
ENVELOPE = f"Fam Jansen\n{POST}"


@dataclass
class Channel:
    """One channel of somebody."""

    kind: str
    value: str
    preferred: bool = False


@dataclass
class Somebody:
    """As much of a person as counts here."""

    channels: list[Channel] = field(default_factory=list)
    prefers: str | None = None
    read_along: bool = False
    shared_phone: bool = False
    address_secret: bool = False
    name: str = "Fam Jansen"


def somebody(*, mail=None, phone=None, post=None, **told: object) -> Somebody:
    """With these channels."""
    given = {"mail": mail, "phone": phone, "post": post}
    return Somebody([Channel(kind, value) for kind, value in given.items() if value], **told)


def first(person: Somebody, **how: bool) -> tuple[str, str] | None:
    """The best way to a person, texts being possible and paper in time unless said otherwise."""
    return next(reaching.ways(person, **{"texts": True, "paper": True, **how}), None)


ALL = {"mail": MAIL, "phone": MOBILE, "post": POST}


@pytest.mark.parametrize(
    ("told", "way"),
    [
        (ALL, ("mail", MAIL)),
        ({**ALL, "prefers": "sms"}, ("sms", MOBILE)),
        ({**ALL, "prefers": "letter"}, ("letter", ENVELOPE)),
        ({**ALL, "prefers": "call"}, None),
        ({"phone": MOBILE}, ("sms", MOBILE)),
        ({"phone": MOBILE, "prefers": "mail"}, ("sms", MOBILE)),
        ({"phone": LANDLINE}, None),
        ({"phone": LANDLINE, "post": POST}, None),
        ({"phone": LANDLINE, "post": POST, "prefers": "letter"}, ("letter", ENVELOPE)),
        ({"post": POST}, ("letter", ENVELOPE)),
        ({}, None),
    ],
)
def test_what_somebody_likes_best_and_then_what_there_is(told, way):
    assert first(somebody(**told)) == way


@pytest.mark.parametrize("flag", ["read_along", "shared_phone"])
def test_where_somebody_looks_along_nothing_is_written_unless_it_was_said_that_it_may(flag):
    watched = somebody(**ALL, **{flag: True})
    assert first(watched) is None
    assert first(watched, watched_too=True) == ("mail", MAIL)


def test_a_shared_telephone_never_gets_a_text():
    assert first(somebody(phone=MOBILE, shared_phone=True), watched_too=True) is None
    assert first(somebody(phone=MOBILE, read_along=True), watched_too=True) == ("sms", MOBILE)


def test_no_texts_where_none_can_be_sent_and_no_letter_where_it_would_come_too_late():
    assert first(somebody(phone=MOBILE), texts=False) is None
    assert first(somebody(post=POST), paper=False) is None


@pytest.mark.parametrize(
    ("number", "is_mobile"),
    [
        ("+31612345678", True),
        ("+31657654321", True),
        ("+31687654321", True),
        ("+31661234567", False),
        ("+31676543210", False),
        ("+31970123456789", False),
        ("+4915112345678", True),
        ("+4949311234567", False),
        ("+32470123456", True),
        ("+3225551234", False),
        ("+15551234567", False),
    ],
)
def test_only_mobile_numbers_of_here_and_next_door_get_a_text(number, is_mobile):
    assert (first(somebody(phone=number)) is not None) is is_mobile


@pytest.mark.parametrize(
    ("failed", "before", "way"),
    [
        ("mail", None, "sms"),
        ("sms", "mail", None),
        ("sms", None, "mail"),
    ],
)
def test_the_next_way(failed, before, way):
    found = reaching.after(somebody(**ALL), failed, before, texts=True, paper=True)
    assert (found[0] if found else None) == way


def test_paper_is_the_next_way_for_who_has_no_telephone():
    found = reaching.after(somebody(mail=MAIL, post=POST), "mail", None, texts=True, paper=True)
    assert found == ("letter", ENVELOPE)


def test_no_letter_goes_to_a_secret_address():
    assert first(somebody(post=POST)) is not None
    assert first(somebody(post=POST, address_secret=True)) is None
