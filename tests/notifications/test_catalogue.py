"""Every message has its row, its three texts and the central number; its example reads as it will leave."""

from __future__ import annotations

import ast
import re
from collections import Counter
from datetime import datetime

import pytest

from ekc.clock import HOME
from ekc.db import db
from ekc.notifications import catalogue, quiet
from ekc.notifications.kinds import Audience
from ekc.notifications.markup import LINK, page
from ekc.notifications.models import Message
from ekc.notifications.outbox import Draft, enqueue
from ekc.notifications.rendering import render, source
from ekc.settings import ROOT
from tests.invitations.rules_ours import telling_words

MAIL = ROOT / "templates" / "mail"
PHONE = "0598 12 34 56"
# As long as one will be: the address of a municipality, /k/, and the 35 signs of a personal link.
LONG_LINK = "https://ekc.gemeente.example/k/" + "x" * 35
GSM_7 = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)  # 3GPP TS 23.038, section 6.2.1
SCOLDS = re.compile(
    r"je hebt (?:het |ons |dit )?(?:nog |weer )?(?:niet|niets|geen)|heb je (?:nog )?(?:niet|niets|geen)"
    r"|helaas (?:heb|ben|kwam|was) je|alsnog|verzuimd|vergeten|vergat|nagelaten|te laat (?:met|geantwoord)"
    r"|je (?:bent|was|kwam) (?:er )?niet|\bje moet|\bmoet je|verplicht|laatste (?:kans|waarschuwing)"
    r"|waarom heb je|had je moeten|nogmaals|opdagen|zonder bericht|!!"
)
DAY = (
    r"(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
    r" \d{1,2} \w+ 20\d\d"
)
HOUR = re.compile(r"\b\d{1,2}[.:]\d\d\b")
WHOLE = re.compile(
    rf"{DAY}, {HOUR.pattern}(?: uur)?(?: – (?:{DAY}, )?{HOUR.pattern})?(?: uur)?"
    r" \((?:Nederlandse tijd|Dutch time)\)"
)
WITHIN_THE_HOUR = {"check_nudge", "signal_incident", "signal_alarm"}  # to who is near, about just now
KINDS = pytest.mark.parametrize("kind", catalogue.ALL, ids=lambda kind: kind.code)


def test_every_kind_has_its_texts_and_every_text_its_kind():
    folders = {one.name: {file.name for file in one.iterdir()} for one in MAIL.iterdir() if one.is_dir()}
    assert set(folders) == {kind.code for kind in catalogue.ALL}
    assert len(catalogue.ALL) == len(folders), "a kind stands in the list twice"
    dutch = {"subject.txt", "body.txt", "sms.txt"}
    english = {"subject.en.txt", "body.en.txt", "sms.en.txt"}
    for code, files in folders.items():
        audience, told = catalogue.of(code).audience, files - {"call.txt"}
        assert told == (dutch | english if audience is Audience.PEOPLE else dutch)


@KINDS
def test_the_example_is_a_whole_message(kind):
    subject, text, _ = render(kind.code, kind.sample())
    assert not re.search(r"\n{3}", text), "two empty lines in a row"
    assert 0 < len(subject) <= 78
    assert PHONE in text, "the central number stands in every message"
    if kind.audience is not Audience.HERE:
        assert set(telling_words(subject)) <= {"eigen"}
    for trouble in ("None", "{{", "}}"):
        assert trouble not in (subject + text).replace(LINK, "")


@KINDS
def test_it_fits_in_one_sms(kind):
    turned = {word: not value if isinstance(value, bool) else value for word, value in kind.sample().items()}
    for said in (kind.sample(), turned):
        text = render(kind.code, said).sms
        assert PHONE in text
        whole = text.replace(LINK, LONG_LINK)
        assert len(whole) <= 160, len(whole)
        assert set(whole) <= GSM_7, set(whole) - GSM_7


@KINDS
def test_an_hour_stands_with_its_day_in_full_and_the_zone(kind):
    for language in (None, "en") if kind.audience is Audience.PEOPLE else (None,):
        for text in render(kind.code, kind.sample(), language):
            left = WHOLE.sub("", text)
            assert kind.code in WITHIN_THE_HOUR or not HOUR.search(left), left


def test_who_writes_messages_never_writes_an_hour_without_the_zone():
    """The example has it; this is about what really leaves."""
    bare = {"moment", "day_and_times"}
    makes = re.compile(r"\bDraft\(|import told\b")
    writers = [file for file in (ROOT / "ekc").rglob("*.py") if makes.search(file.read_text())]
    assert len(writers) > 15
    for file in writers:
        taken = {
            name.name
            for node in ast.walk(ast.parse(file.read_text()))
            if isinstance(node, ast.ImportFrom) and node.module == "ekc.web.formatting"
            for name in node.names
        }
        assert not bare & taken, file


@KINDS
def test_no_message_scolds(kind):
    """Nobody reads what they left undone, or what they must: who did not come or answer is called."""
    texts = source(kind.code, "subject") + source(kind.code, "body") + source(kind.code, "sms")
    assert not SCOLDS.findall(" ".join(texts.lower().split()))


@pytest.mark.parametrize(
    "words",
    [
        "Je hebt nog niet geantwoord.",
        "Je bent het vergeten.",
        "Helaas heb je niets laten horen.",
        "Je moet nu bellen!",
        "Wil je alsnog komen?",
        "Je kwam niet opdagen.",
    ],
)
def test_what_scolds_is_seen(words):
    assert SCOLDS.search(words.lower())


@pytest.mark.parametrize("audience", Audience)
def test_what_is_different_reads_differently_at_a_glance(audience):
    """No two messages to the same people have the same subject."""
    there = [kind for kind in catalogue.ALL if kind.audience is audience]
    subjects = Counter(render(kind.code, kind.sample()).subject for kind in there)
    assert {subject: many for subject, many in subjects.items() if many > 1} == {}


def test_a_message_is_one_event_and_its_words_are_its_own():
    """What happened is told by which message it is, never by a sentence that is filled in."""
    given = {word for kind in catalogue.ALL for word in kind.words}
    assert given & {"sentence", "subject", "kind", "what"} == set()


@KINDS
def test_somebody_sends_it(kind):
    sources = [file.read_text() for file in (ROOT / "ekc").rglob("*.py") if file.stem[:5] != "kinds"]
    assert any(re.search(rf'"{kind.code}"', source) for source in sources)


def test_a_message_that_is_not_in_the_list_never_leaves(world):
    with pytest.raises(KeyError):
        enqueue(Draft(world.municipality.id, "surprise", "fam@mail.example", ("person", 1), "one"))


@pytest.mark.parametrize("context", [{}, {"phone": PHONE, "secret": "a word nobody knows"}])
def test_a_message_has_exactly_its_words(world, context):
    with pytest.raises(ValueError, match="is written with"):
        enqueue(Draft(world.municipality.id, "choice", "fam@mail.example", ("ballot", 1), "one", context))
    assert db.session.query(Message).count() == 0


@pytest.mark.parametrize(
    ("asked", "leaves"),
    [
        (datetime(2026, 11, 20, 20, 59, tzinfo=HOME), datetime(2026, 11, 20, 20, 59, tzinfo=HOME)),
        (datetime(2026, 11, 20, 21, 0, tzinfo=HOME), datetime(2026, 11, 21, 8, tzinfo=HOME)),
        (datetime(2026, 11, 21, 3, 0, tzinfo=HOME), datetime(2026, 11, 21, 8, tzinfo=HOME)),
        (
            datetime(2026, 10, 24, 22, 0, tzinfo=HOME),
            datetime(2026, 10, 25, 8, tzinfo=HOME),
        ),  # the clock goes back
    ],
)
def test_what_is_decided_at_night_leaves_at_eight(asked, leaves):
    assert quiet.leaves_at(asked, (21, 8)) == leaves
    assert quiet.leaves_at(asked, None) == asked


EVENING, MORNING = datetime(2026, 3, 2, 23, tzinfo=HOME), datetime(2026, 3, 3, 8, tzinfo=HOME)


@pytest.mark.parametrize(
    ("ends", "leaves"),
    [
        (None, MORNING),
        (MORNING.replace(hour=12), MORNING),
        (MORNING.replace(hour=11), EVENING),
        (EVENING.replace(hour=21), EVENING),
    ],
)
def test_what_would_come_too_late_in_the_morning_leaves_at_night(ends, leaves):
    assert quiet.leaves_at(EVENING, (21, 8), ends) == leaves


def body_of(html):
    return html.partition("<body>\n")[2].partition("\n</body>")[0]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Dag Cor,\n\nTot dan!\n", "<p>Dag Cor,</p>\n<p>Tot dan!</p>"),
        ("een\ntwee\n \ndrie", "<p>een<br>twee</p>\n<p>drie</p>"),
        (f"Zeg ja of nee: {LINK}", f'<p><a href="{LINK}">Zeg ja of nee</a></p>'),
        (f"Naar de pagina: {LINK}/pool/12", f'<p><a href="{LINK}/pool/12">Naar de pagina</a></p>'),
        (LINK, f'<p><a href="{LINK}">Open de pagina</a></p>'),
        (f"Kijk op {LINK}, of bel", f'<p>Kijk op <a href="{LINK}">{LINK}</a>, of bel</p>'),
        ("Wanneer: dinsdag\nWaar: hier", "<p>Wanneer: <strong>dinsdag</strong><br>Waar: hier</p>"),
        ('<b onclick="x">&', "<p>&lt;b onclick=&quot;x&quot;&gt;&amp;</p>"),
        ("Wanneer: <i>nu</i>", "<p>Wanneer: <strong>&lt;i&gt;nu&lt;/i&gt;</strong></p>"),
        (f"<i>: {LINK}", f'<p><a href="{LINK}">&lt;i&gt;</a></p>'),
    ],
)
def test_the_html_is_the_text_and_nothing_else(text, html):
    assert body_of(page(text)) == html
