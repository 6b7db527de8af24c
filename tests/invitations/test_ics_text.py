"""Words of people in calendar bytes: every reader reads what they typed, and nothing becomes a command."""

import re
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Page

from ekc.invitations import ics
from tests.invitations.content_lines import read, text
from tests.invitations.rules_5546 import broken_rules
from tests.invitations.rules_ours import broken_promises
from tests.invitations.samples import GUEST, ORGANIZER, make_event
from tests.tools import icaljs, libical, vobject

AWKWARD = [
    "komma, punt; dubbele: punt",
    "C:\\Noord \\n \\, \\; \\\\",
    "zij zei \"kom\" en 'ga'",
    "één café – naïef Łódź Ağrı",
    "مرحبا بكم في الاجتماع",
    "👩‍👧‍👦 e\u0301 نمی‌خواهم",
    "BEGIN:VALARM",
    "^n ^' ^^",
    "100% & <3",
    "x" * 74,
    "é" * 100,
    "🧡" * 100,
    "a\\" * 80,
]
LINES = ["eerste\ntweede", " eerste\n\n derde; met, tekens\n", "é\n" * 60]
HOSTILE = [
    "Anna\r\nATTENDEE:mailto:evil@evil.invalid",
    'Anna";RSVP=FALSE:mailto:x',
    "Anna\x00\x07\x1b[31m",
    "\u202egnilrats\u2066",
    "\ufeffAnna\u2028X-EVIL:1",
    "=HYPERLINK(1)",
    "+31 -@=Anna",
    "Anna <b>de Boer</b>",
    "Anna^nDTSTART:20200101T000000Z",
    "a\\,b\\;c\\n",
    "\ud800Anna",
    "",
    "A" * 10_000,
]


def _texts(raw: bytes) -> tuple[str, ...]:
    (event,) = read(raw).children("VEVENT")
    lines = [event.all(name) for name in ("SUMMARY", "LOCATION", "DESCRIPTION")]
    return tuple(text(found[0].value) if found else "" for found in lines)


def _by_icalendar(raw: bytes) -> tuple[str, ...]:
    (event,) = icalendar.Calendar.from_ical(raw).events
    return tuple(str(event.get(name, "")) for name in ("SUMMARY", "LOCATION", "DESCRIPTION"))


def _by_libical(raw: bytes) -> tuple[str, ...]:
    (event,) = libical.events(raw)
    return tuple(value or "" for value in (event.summary, event.location, event.description))


def _by_vobject(raw: bytes) -> tuple[str, ...]:
    (event,) = vobject.events(raw)
    return event.summary, event.location, event.description


@pytest.mark.parametrize("typed", AWKWARD)
def test_awkward_words_arrive_as_they_were_typed(typed: str, ical_js: Page) -> None:
    event = make_event(summary=typed, location=typed, description=typed)

    copy = ics.request(event, ORGANIZER, GUEST)

    assert broken_promises(copy) == []
    assert _texts(copy) == _by_libical(copy) == _by_vobject(copy) == (typed, typed, typed)
    # The library that writes our file cannot read a backslash before an n or a comma.
    assert "\\" in typed or _by_icalendar(copy) == (typed, typed, typed)
    (by_js,) = icaljs.events(ical_js, copy)
    assert (by_js["summary"], by_js["location"], by_js["description"]) == (typed, typed, typed)


@pytest.mark.parametrize("typed", LINES)
def test_lines_of_a_description_stay_lines(typed: str, ical_js: Page) -> None:
    copy = ics.request(make_event(description=typed), ORGANIZER, GUEST)

    assert (
        _texts(copy)[2]
        == _by_icalendar(copy)[2]
        == _by_libical(copy)[2]
        == _by_vobject(copy)[2]
        == typed.strip()
    )
    assert icaljs.events(ical_js, copy)[0]["description"] == typed.strip()


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("make", [ics.request, ics.cancel])
def test_hostile_words_and_names_change_nothing_else(make: Any, typed: str, ical_js: Page) -> None:
    event = make_event(summary=typed, location=typed, description=typed)
    plain = read(make(make_event(), ORGANIZER, GUEST)).children("VEVENT")[0]

    copy = make(event, ics.Party(ORGANIZER.address, typed), ics.Party(GUEST.address, typed))

    read_back = read(copy).children("VEVENT")[0]
    words = {"SUMMARY", "LOCATION", "DESCRIPTION"}
    for name in {line.name for line in plain.lines} - words:
        assert [line.value for line in read_back.all(name)] == [line.value for line in plain.all(name)]
    assert {line.name for line in read_back.lines} <= {line.name for line in plain.lines}
    assert broken_rules(copy) == []
    assert [found for found in broken_promises(copy) if "stranger" not in found] == []
    assert libical.errors(copy) == []
    assert [person["address"] for person in icaljs.events(ical_js, copy)[0]["attendees"]] == [
        "mailto:fam.jansen@mail.example"
    ]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Jansen, Anna", "Jansen, Anna"),
        ("Anna: de; Boer", "Anna: de; Boer"),
        ('Anna "An" de Boer', "Anna An de Boer"),
        ("O'Neil – Łódź", "O'Neil – Łódź"),
        ("فاطمة", "فاطمة"),
        ("=Anna", "Anna"),
        ("Anna\r\nBoer", "Anna Boer"),
        ("  Anna \t de  Boer ", "Anna de Boer"),
        ("Anna\u202e\u200f", "Anna"),
    ],
)
def test_a_name_is_read_alike_by_all(typed: str, shown: str, ical_js: Page) -> None:
    copy = ics.request(make_event(), ORGANIZER, ics.Party(GUEST.address, typed))

    (event,) = icalendar.Calendar.from_ical(copy).events
    assert event.attendees[0].params["CN"] == shown
    assert icaljs.events(ical_js, copy)[0]["attendees"][0]["name"] == shown
    assert read(copy).children("VEVENT")[0].all("ATTENDEE")[0].parameters["CN"] == shown


def test_a_name_with_a_separator_stands_in_quotes() -> None:
    copy = ics.request(make_event(), ORGANIZER, ics.Party(GUEST.address, "Jansen, Anna"))

    assert b'ATTENDEE;CN="Jansen, Anna";' in copy


def test_markup_does_not_survive_as_markup() -> None:
    copy = ics.request(make_event(description='<a href="x">klik</a> <!-- --> 3 < 4'), ORGANIZER, GUEST)

    described = _texts(copy)[2]
    assert described == '<a href="x">klik</a> <!-- --> 3 < 4'.replace("<", "\u2039", 3)
    assert not re.search(r"<[A-Za-z/!?]", described)


ANY_TEXT = st.text(st.characters(codec=None), max_size=300)


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_any_words_at_all_make_a_sound_file(summary: str, location: str, description: str, name: str) -> None:
    event = make_event(summary=summary, location=location, description=description)

    copy = ics.request(event, ORGANIZER, ics.Party(GUEST.address, name))

    assert broken_rules(copy) == []
    assert [found for found in broken_promises(copy) if "stranger" not in found] == []
    assert libical.errors(copy) == []
    assert _by_libical(copy) == _texts(copy)


@given(
    st.text(
        st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S", "Zs"]), min_size=1, max_size=200
    )
)
def test_ordinary_words_survive_to_the_letter(words: str) -> None:
    typed = "Dag " + " ".join(words.split()).replace("<", "(")

    summary = read(ics.request(make_event(summary=typed), ORGANIZER, GUEST)).children("VEVENT")[0]

    assert text(summary.value("SUMMARY")) == typed.strip()


@given(ANY_TEXT)
def test_any_name_makes_a_sound_feed(name: str) -> None:
    made = ics.feed(name, [ics.event_lines(make_event())])

    assert libical.errors(made) == []
    assert len(read(made).children("VEVENT")) == 1
