"""What may stand in a text that a municipality writes itself."""

from __future__ import annotations

import pytest

from ekc.errors import DomainError
from ekc.notifications import catalogue, own_words, texts
from ekc.notifications.markup import LINK
from ekc.notifications.rendering import PARTS, render

INVITATION = catalogue.of("invitation")
GOOD = (
    "Hallo,\n\n{{ coordinator }} ziet je graag: {{ wanneer }}.\n\nKom je? {{ link }}\n\nBel {{ telefoon }}\n"
)


def refusal(text, kind=INVITATION, part="body"):
    with pytest.raises(DomainError) as refused:
        own_words.check(kind, part, text, texts.ours(kind.code)[part])
    return str(refused.value)


@pytest.mark.parametrize("kind", catalogue.ALL, ids=lambda kind: kind.code)
def test_what_we_wrote_ourselves_may_be_kept_and_reads_the_same(kind):
    for part, ours in texts.ours(kind.code).items():
        own_words.check(kind, part, ours, ours)
        own = own_words.fill(own_words.tidy(part, ours), kind.sample())
        assert own.split() == render(kind.code, kind.sample())[PARTS.index(part)].split()


def test_a_good_text_is_filled_in():
    own_words.check(INVITATION, "body", GOOD, texts.ours("invitation")["body"])
    written = own_words.fill(GOOD, INVITATION.sample())
    assert "Cor ziet je graag: dinsdag 3 maart 2026, 19.30" in written
    assert f"Kom je? {LINK}" in written


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Vul iets in"),
        ("{% if False %}x{% endif %}", "Zet {{ link }} erin"),
        (GOOD + "{{ achternaam }}", "{{ achternaam }} kennen we niet. Kies uit: link, coordinator"),
        (GOOD + "{{ name }}", "{{ name }} kennen we niet"),
        (GOOD.replace("{{ link }}", ""), "Zet {{ link }} erin"),
        (GOOD.replace("{{ telefoon }}", "het bureau"), "Zet {{ telefoon }} erin"),
        (GOOD.replace("{{ telefoon }}", "{% if plek %}{{ telefoon }}{% endif %}"), "Zet {{ telefoon }} erin"),
        (GOOD + "{{ coordinator", "Regel 8: hier klopt iets niet"),
        (GOOD + "{% if plek %}", "hier klopt iets niet"),
        (GOOD + "{% endif %}", "Regel 8: hier klopt iets niet"),
        (GOOD + "{% for x in range(9) %}a{% endfor %}", "staat alleen"),
        (GOOD + "{{ coordinator.__class__ }}", "staat alleen"),
        (GOOD + "{{ coordinator['x'] }}", "staat alleen"),
        (GOOD + "{{ 'a' * 1000000000 }}", "staat alleen"),
        (GOOD + "{{ 9 ** 9 ** 9 }}", "staat alleen"),
        (GOOD + "{{ coordinator|upper }}", "staat alleen"),
        (GOOD + "{{ link() }}", "staat alleen"),
        (GOOD + "{% set link = 1 %}", "staat alleen"),
        (GOOD + "{% include 'offer/body.txt' %}", "staat alleen"),
        (GOOD + "{% if plek is defined %}x{% endif %}", "staat alleen"),
        (GOOD + "{% raw %}{{ x }}{% endraw %}" + "{{ coordinator ~ link }}", "staat alleen"),
        (GOOD + "Het gaat over de kring.", "Haal “kring” weg"),
        (GOOD + "Neem je DOSSIER mee", "Haal “DOSSIER” weg"),
        (GOOD + "Kijk op https://elders.example", "Zet geen webadres"),
        (GOOD + "a" * 3000, "Dit is te lang. Houd het op 3000"),
        (GOOD + "{% if dag < 3 %}x{% endif %}", "staat alleen"),
        (GOOD + "{% if dag in 3 %}x{% endif %}", "staat alleen"),
        (GOOD + "{{ 'kring' }}", "staat alleen"),
        (GOOD + "{{ self }}", "{{ self }} kennen we niet"),
        (GOOD + "{% raw %}{{ dag }}{% endraw %}", "staat alleen"),
        (GOOD + "de k{# stil #}ring", "Haal “kring” weg"),
        (GOOD + "de k{% if plek %}ring{% endif %}", "Haal “kring” weg"),
        (GOOD + "de k{% if plek == 'x' %}ring{% endif %}", "Haal “kring” weg"),
        (GOOD + "Kijk op elders.example/x", "Zet geen webadres"),
        (GOOD + "{% if plek %}" * 90 + "x" + "{% endif %}" * 90, "staat alleen"),
        (GOOD + "{% if " + "not " * 600 + "plek %}x{% endif %}", "staat alleen"),
        (GOOD + "{% if " + "plek and " * 300 + "plek %}x{% endif %}", "staat alleen"),
        (GOOD + "{% if plek %}x" + "{% elif dag %}x" * 150 + "{% endif %}", "staat alleen"),
        ("{" * 2900, "staat alleen"),
        (GOOD + "{{" + "(" * 1400 + ")" * 1400 + "}}", "staat alleen"),
    ],
)
def test_what_cannot_be_kept_says_why(text, sentence):
    assert sentence in refusal(text)


def test_a_subject_is_one_line_that_fits_and_needs_no_number():
    own_words.check(INVITATION, "subject", "Tot {{ dag }}!", "Afspraak")
    assert own_words.tidy("subject", " Tot\nziens\x00 ") == "Tot ziens"
    assert "Houd het op 78" in refusal("Tot {{ dag }}! " * 4, part="subject")
    assert "Houd het op 100" in refusal("a" * 101, part="subject")


@pytest.mark.parametrize(
    ("kind", "part", "text"),
    [
        ("invitation", "subject", "{{ link }}"),
        ("invitation", "subject", "{% raw %}{{{link}}}{% endraw %}"),
        ("invitation", "subject", "Bij {{ plek }}"),
        ("invitation_moved", "sms", "Eerst {{ eerst }}, nu {{ link }}, bel {{ telefoon }}"),
        ("onward", "subject", "{% if gezegd %}x{% endif %}"),
        ("onward", "sms", "{{ gezegd }} Bel {{ telefoon }}"),
    ],
)
def test_what_a_locked_telephone_shows_holds_no_link_in_a_subject_no_place_and_no_story(kind, part, text):
    assert "een telefoon die op slot is" in refusal(text, catalogue.of(kind), part)


def test_an_sms_is_at_most_two():
    assert "Houd het op 306" in refusal("{{ link }} {{ telefoon }} " * 4, part="sms")
    assert "Zet {{ link }} erin" in refusal("Bel {{ telefoon }}", part="sms")


def test_colleagues_may_read_what_people_at_home_may_not():
    news = catalogue.of("referral_news")
    assert own_words.tells(news, "Het team belt") is None
    assert own_words.tells(news, "over de schuldhulp en het geweld") == "schuldhulp"
    assert own_words.tells(INVITATION, "Het team belt") == "team"
    assert own_words.tells(INVITATION, "Bijeenkomst op het stadhuis") is None


def test_only_the_words_of_ours_get_a_dutch_name_not_what_stands_between_quotes():
    ours = '{% if place == "alarm" %}Bel om {{ alarm }}, phone{% endif %}'
    assert own_words.in_dutch(ours) == '{% if plek == "alarm" %}Bel om {{ alarm }}, phone{% endif %}'


@pytest.mark.parametrize("text", ["{{ weg }}", "{{ dag.x }}", "{{ dag", "{{ 'a' * 999999 }}"])
def test_what_cannot_be_filled_in_never_becomes_half_a_message(text):
    with pytest.raises(ValueError, match=r"\w"):
        own_words.fill(text, INVITATION.sample())
