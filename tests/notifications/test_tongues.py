"""Who reads English gets it in English, with the Dutch below; for everybody else nothing is another."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from ekc import settings
from ekc.clock import HOME
from ekc.notifications import catalogue
from ekc.notifications.kinds import Audience
from ekc.notifications.markup import BELOW, LINK, page
from ekc.notifications.rendering import render
from ekc.notifications.said import Said
from ekc.web import english
from tests.notifications.posting import put, rows
from tests.notifications.test_catalogue import GSM_7, LONG_LINK, PHONE

GOLDEN = Path(__file__).with_name("english.txt")
FOR_PEOPLE = [kind for kind in catalogue.ALL if kind.audience is Audience.PEOPLE]
KINDS = pytest.mark.parametrize("kind", FOR_PEOPLE, ids=lambda kind: kind.code)
DUTCH_WORDS = set(
    "de het een je niet van voor bij met op naar komen kom komt wie wat waar wanneer afspraak bijeenkomst dag"
    " uur tot en of bel bellen liever vragen maandag dinsdag woensdag donderdag vrijdag zaterdag zondag"
    " januari februari maart mei juni juli augustus oktober week morgen overmorgen pagina link nederlandse"
    " tijd hallo beste adres staat".split()
) - {"of", "week", "link"}  # these are English too
PLACE = re.compile("Dorpshuis De Brink(, Brinkstraat 1, Slochteren)?")
# What would tell whoever looks over a shoulder what it is about.
TELLING = re.compile(
    r"\b(case|child\w*|client\w*|conference|care|crisis|debt\w*|famil\w*|father|file|guardian\w*|home|"
    r"mother|municipal\w*|network|parent\w*|plan|problem\w*|safe\w*|school|social|support\w*|team|therap\w*|"
    r"trouble\w*|youth)\b",
    re.IGNORECASE,
)


def written() -> str:
    """Every message to people at home in English, with the example's words."""
    parts = []
    for kind in FOR_PEOPLE:
        said = render(kind.code, kind.sample(), "en")
        parts.append(f"##### {kind.code}\n{said.subject}\n\n{said.body.strip()}\n\nSMS: {said.sms}\n")
    return "\n".join(parts)


def test_in_english_they_read_as_somebody_wrote_them_down():
    assert written() == GOLDEN.read_text()


@KINDS
@pytest.mark.parametrize("turned", [False, True])
def test_the_english_is_whole_and_neutral(kind, turned):
    sample = {word: not value if isinstance(value, bool) else value for word, value in kind.sample().items()}
    subject, body, sms = render(kind.code, sample if turned else kind.sample(), "en")
    for text in (subject, body, sms):
        left = re.findall(r"[a-z]+", PLACE.sub("", text.replace(LINK, "")).lower())
        assert not DUTCH_WORDS & set(left)
        assert not TELLING.search(text)
    assert 0 < len(subject) <= 78
    assert not re.search(r"\n{3}", body), "two empty lines in a row"
    assert PHONE in body
    assert PHONE in sms
    assert (LINK in body, LINK in sms) == tuple(LINK in text for text in render(kind.code, sample)[1:])


@KINDS
def test_the_english_fits_in_one_sms_also_on_the_longest_day(kind):
    day = Said("woensdag 23 september 2026", "Wednesday 23 September 2026")
    given = {word: day if word in ("day", "until") else value for word, value in kind.sample().items()}
    turned = {word: not value if isinstance(value, bool) else value for word, value in given.items()}
    for said in (given, turned):
        whole = render(kind.code, said, "en").sms.replace(LINK, LONG_LINK)
        assert len(whole) <= 160, len(whole)
        assert set(whole) <= GSM_7, set(whole) - GSM_7


def test_days_and_hours_name_the_day_and_the_zone():
    summer, winter = (datetime(2026, month, 5, 23, 30, tzinfo=HOME) for month in (8, 12))
    assert english.day(date(2026, 3, 3)) == "Tuesday 3 March 2026"
    assert english.day(summer) == "Wednesday 5 August 2026"
    said = english.day_and_times(winter, winter.replace(hour=23, minute=45))
    assert said == "Saturday 5 December 2026, 23:30 – 23:45 (Dutch time)"
    over = english.day_and_times(summer, summer.replace(day=6, hour=1))
    assert over == "Wednesday 5 August 2026, 23:30 – Thursday 6 August 2026, 1:30 (Dutch time)"


def sample_of(code: str) -> dict[str, object]:
    return catalogue.of(code).sample()


@pytest.mark.usefixtures("day")
@KINDS
def test_the_english_stands_above_the_dutch_as_it_is(kind):
    put("fam@post.example", kind=kind.code, context=kind.sample(), language="eng")
    put("oma@post.example", kind=kind.code, context=kind.sample())
    fam, oma = rows()
    ours, dutch = render(kind.code, kind.sample(), "en"), render(kind.code, kind.sample())
    assert (oma.subject, oma.body_text, oma.short) == dutch
    assert oma.body_html == page(dutch.body)
    assert fam.body_text == f"{ours.body.strip()}\n\n{BELOW}\n\n{dutch.body}"
    assert (fam.subject, fam.short) == (ours.subject, ours.sms)


@pytest.mark.usefixtures("day")
def test_a_language_without_texts_and_a_message_to_a_volunteer_are_in_dutch():
    put("fam@post.example", language="pol", context=sample_of("invitation_cancelled"))
    put("cor@post.example", kind="offer", language="eng", context=sample_of("offer"))
    assert not any(BELOW in row.body_text for row in rows())
    assert rows()[0].subject == "Gaat niet door: afspraak met Cor op dinsdag 3 maart 2026"


@pytest.mark.usefixtures("day")
def test_a_text_message_that_would_take_two_in_english_is_in_dutch():
    settings.use(replace(settings.current(), public_url=f"https://{'long-' * 8}name.example"))
    put("+31611112222", kind="poll", context=sample_of("poll"), language="eng", link=(5, 1))
    (row,) = rows()
    assert row.short == render("poll", sample_of("poll")).sms
    assert BELOW in row.body_text


@pytest.mark.usefixtures("day")
def test_the_first_message_says_who_was_spoken_in_both():
    given = {"context": sample_of("poll"), "language": "eng", "person_id": 5, "introduces": "Cor"}
    put("fam@post.example", kind="poll", **given)
    first, _, dutch = rows()[0].body_text.partition(BELOW)
    assert first.startswith("Hello,\n\nYou spoke with Cor.")
    assert dutch.strip().startswith("Hallo,\n\nJe sprak met Cor.")
    assert all("http://localhost:8000/klopt-dit" in half for half in (first, dutch))


def test_a_screen_reader_hears_each_half_in_its_own_voice():
    html = page(f"Hello,\n\nWhen: Tuesday\nSay so: {LINK}\n\n{BELOW}\n\nHallo,\n\nWanneer: dinsdag\n")
    first, _, dutch = html.partition("</div>")
    assert '<div lang="en">\n<p>Hello,</p>' in first
    assert "When: <strong>Tuesday</strong>" in first
    assert f'<a href="{LINK}">Say so</a>' in first
    assert f"<p>{BELOW}</p>\n<p>Hallo,</p>\n<p>Wanneer: <strong>dinsdag</strong></p>" in dutch
