"""What volunteers of the demo say and want, and what the bureau tells them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from ekc.db import db
from ekc.pool import wishes
from ekc.pool.bounds import Period
from ekc.pool.models import Coordinator
from ekc.referrals.codes import THEMES
from ekc.seed_pool import COR, NOOR
from ekc.seed_town import Town
from ekc.seed_verbs import instant
from ekc.thanks.models import KindWord
from ekc.thanks.rules import THANKS
from ekc.voice import service as voice
from ekc.voice.models import Suggestion

Story = Iterator[datetime]
AALTJE, COR_NAME, NOOR_NAME = "Aaltje Veldkamp", "Cor Kuiper", "Noor Nijland"
IDEAS = (  # days ago, who, the idea, may the first name be read, days ago of the answer, stand, answer
    (
        66,
        AALTJE,
        "Kunnen we een lijst krijgen van zalen die ook op zondag open zijn?",
        True,
        58,
        "done",
        "Ja. We hebben alle dorpshuizen gebeld. Vier zalen zijn op zondag open. Ze staan bij de locaties.",
    ),
    (
        31,
        NOOR_NAME,
        "De intervisie is steeds op dinsdagavond. Kan het ook eens op zaterdag?",
        False,
        24,
        "doing",
        "Goed idee. In het voorjaar plannen we er een op zaterdagochtend.",
    ),
    (
        6,
        COR_NAME,
        "Een kaartje met alle telefoonnummers voor in mijn portemonnee zou handig zijn.",
        True,
        0,
        "",
        "",
    ),
)
NOTICES = (  # days ago, title, text
    (
        40,
        "Vernieuwde folder",
        "De folder ‘Wat is een bijeenkomst?’ is vernieuwd. Haal er een paar op bij het bureau.",
    ),
    (
        5,
        "Met Kerst is het bureau dicht",
        "Op beide kerstdagen nemen we de telefoon niet op. Je achterwacht is er wel.",
    ),
)
TAPS = {
    COR_NAME: ("part:mon_evening:on", "part:wed_evening:on", "part:sat_morning:on", "theme:parenting:like"),
    NOOR_NAME: ("part:tue_evening:on", "part:thu_evening:on", "max_km:25", "theme:protection:not"),
    AALTJE: ("max_per_quarter:2", "own_village:no"),
}

FOUND_IT = ("good", "mixed", "good", "good", "bad", "good", "mixed")  # how the first seven found the year


def stories(town: Town, today: date) -> list[Story]:
    """Each thing that is said or put up, a story of its own."""
    told = [_idea(town, today, idea) for idea in IDEAS]
    told += [_notice(town, today, *notice) for notice in NOTICES]
    return [*told, _wants(town, today), _about_team(town, today)]


def _idea(town: Town, today: date, idea: tuple[int, str, str, bool, int, str, str]) -> Story:
    ago, name, text, named, answered, stand, answer = idea
    yield instant(today - timedelta(days=ago), time(20, 40))
    who = _of(town, name)
    made = voice.suggest(who, text, named=named, by=town.coordinators[who.id])
    if not answer:
        return
    yield instant(today - timedelta(days=answered), time(9, 20))
    voice.answer(db.session.get_one(Suggestion, made.id), stand, answer, shared=True, by=town.bureau)


def _notice(town: Town, today: date, ago: int, title: str, text: str) -> Story:
    yield instant(today - timedelta(days=ago), time(11, 5))
    voice.announce(title, text, None, by=town.bureau)


def _wants(town: Town, today: date) -> Story:
    """Some tell what they want, and how the year was; the day before, so that all before stays as it was."""
    yield instant(today - timedelta(days=1), time(21, 10))
    for name, taps in TAPS.items():
        who = _of(town, name)
        for tap in taps:
            wishes.tap(who, tap, THEMES, by=town.coordinators[who.id])
    summer = _of(town, AALTJE)
    wishes.add_period(summer, Period(6, 8, 1), by=town.coordinators[summer.id])
    for (number, by), how in zip(town.coordinators.items(), FOUND_IT, strict=False):
        year = (today - timedelta(days=1)).year
        voice.say_of_year(db.session.get_one(Coordinator, number), year, how, by=by)


def _about_team(town: Town, today: date) -> Story:
    """Of the two of the cast, whoever was thanked last says a word about the team."""
    yield instant(today - timedelta(days=1), time(21, 30))
    cast = [town.known[one] for one in (COR, NOOR)]
    found = select(KindWord).where(KindWord.coordinator_id.in_(cast), KindWord.kind == THANKS)
    word = db.session.scalars(found.order_by(KindWord.id.desc()).limit(1)).first()
    if word is not None:
        words = "Fijn contact. Ik hoorde wel pas laat wie de achterwacht was."
        voice.say_about_team(word, "mixed", words, by=town.coordinators[word.coordinator_id])


def _of(town: Town, name: str) -> Coordinator:
    return town.pool[name]
