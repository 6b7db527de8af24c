"""Invented households for the demo: who they are, what they want to reach, and who stands around them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ekc.people.service import Particulars
from ekc.places.models import Locality
from ekc.referrals.rules import Told
from ekc.seed_names import Names

LANGUAGES = ("nld",) * 13 + ("ara", "ara", "tir", "tur", "pol", "ukr")
LIVING = ("alone", "alone", "couple", "one_parent", "one_parent", "two_parents", "youth")
HOUSEHOLD = {
    "alone": "alone",
    "couple": "couple",
    "one_parent": "family",
    "two_parents": "family",
    "youth": "other",
}

# What they want to reach, what is going on, what they do themselves; leefgebied and aanleiding.
QUESTIONS = (
    (
        "Weer rustig met elkaar eten, zonder ruzie.",
        "Thuis is er vaak ruzie over school en geld.",
        "Oma past op woensdag op.",
        "parenting",
        "parenting",
    ),
    (
        "In ons huis kunnen blijven wonen.",
        "Er is een achterstand met de huur.",
        "Een broer helpt met de post.",
        "housing",
        "rent_arrears",
    ),
    (
        "Dat de buren ons weer groeten.",
        "Er zijn klachten over lawaai.",
        "We praten met één buurvrouw.",
        "nuisance",
        "nuisance",
    ),
    (
        "Dat de kinderen thuis kunnen blijven.",
        "Er wordt over een maatregel gesproken.",
        "Tante haalt de kinderen op.",
        "parenting",
        "protection",
    ),
    (
        "Weer overzicht over mijn geld.",
        "De rekeningen stapelen zich op.",
        "Een vriend kijkt mee.",
        "money",
        "rent_arrears",
    ),
    (
        "Niet meer zo alleen zijn.",
        "Na het overlijden van mijn man is het stil.",
        "De buurman doet boodschappen.",
        "social",
        "other",
    ),
    (
        "Een dag die weer ritme heeft.",
        "Ik zit veel thuis en slaap slecht.",
        "Mijn zus belt elke dag.",
        "daytime",
        "other",
    ),
    (
        "Samen afspreken wie er voor opa zorgt.",
        "Opa kan niet meer alles zelf.",
        "We komen om de beurt langs.",
        "body",
        "other",
    ),
    (
        "Dat onze zoon weer naar school gaat.",
        "Hij gaat al weken niet.",
        "Een oom neemt hem mee naar voetbal.",
        "education",
        "parenting",
    ),
    (
        "Rust in huis, voor iedereen.",
        "Het is druk in mijn hoofd en in huis.",
        "Een vriendin komt op zondag.",
        "mind",
        "parenting",
    ),
)
ORGANISATIONS = (
    "Woonplein Noord",
    "Thuiszorg De Vaart",
    "Basisschool De Springplank",
    "Jeugdhulp Het Baken",
    "Welzijn De Brug",
)
RELATIONS = ("family", "family", "family", "friend", "neighbour", "friend", "other")
SOURCES = ("own", "team", "family", "school", "doctor", "housing", "welfare")


@dataclass
class Household:
    """A household that asks, with where it lives."""

    living: str
    language: str
    surname: str
    place: Locality
    told: Told


def household(
    chance: random.Random,
    names: Names,
    place: Locality,
    responsible: int,
    backstop: int,
    living: str | None = None,
) -> Household:
    """Somebody's question as a team tells it, without any answer yet about taking part."""
    living, language = living or chance.choice(LIVING), chance.choice(LANGUAGES)
    surname = names.surname(language)
    goal, going_on, already, area, theme = chance.choice(QUESTIONS)
    focus = tuple(_focus(living, names, surname, language, chance))
    told = Told(
        goal=goal,
        focus=focus,
        parents_in_focus={"one_parent": (0,), "two_parents": (0, 1)}.get(living, ()),
        authority={"one_parent": "one", "two_parents": "two"}.get(living, "unknown"),
        locality_id=place.id,
        household=HOUSEHOLD[living],
        children=sum(one.kind == "child" for one in focus),
        languages=("nld",) if language == "nld" else (language, "nld"),
        network_size=chance.choice(("small", "enough", "enough", "unknown")),
        going_on=going_on,
        already=already,
        life_areas=(area, "social") if area != "social" else (area,),
        themes=(theme,),
        share_coordinator=chance.random() < 0.7,
        share_bureau=chance.random() < 0.5,
        own_village="not" if chance.random() < 0.15 else "any",
        source=chance.choice(SOURCES),
        organisations=tuple(chance.sample(ORGANISATIONS, chance.choice((0, 1, 1, 2)))),
        urgency="soon" if chance.random() < 0.2 else "normal",
        frame="pressure" if theme == "protection" else "voluntary",
        professionals_now=chance.randint(1, 5),
        conditions="some" if theme == "protection" else "none",
        responsible_person_id=responsible,
        backstop_person_id=backstop,
    )
    return Household(living, language, surname, place, told)


def everybody_agrees(told: Told) -> Told:
    """The same question, told by somebody who heard yes from everyone who must agree."""
    return replace(told, focus_answers=("yes",) * len(told.focus))


def around(
    chance: random.Random, names: Names, home: Household, many: int, *, all_mail: bool = False
) -> Iterator[tuple[Particulars, str]]:
    """(who, in which relation) of the people around a household; the last one may come for work."""
    for number in range(many):
        relation = RELATIONS[number % len(RELATIONS)]
        surname = (
            home.surname if relation == "family" and chance.random() < 0.6 else names.surname(home.language)
        )
        given, surname = names.grown_up(surname, home.language)
        who = _reachable(chance, names, given, surname, home.language)
        yield (replace(who, mail=who.mail or names.mail(given, surname)) if all_mail else who), relation
    if chance.random() < 0.6:
        given, surname = names.grown_up(names.surname())
        who = Particulars(
            given,
            surname,
            "professional",
            phone=names.phone(),
            mail=names.mail(given, surname),
            organisation=chance.choice(ORGANISATIONS),
        )
        yield who, "professional"


def _reachable(chance: random.Random, names: Names, given: str, surname: str, language: str) -> Particulars:
    return Particulars(
        given,
        surname,
        phone=names.phone() if chance.random() < 0.95 else None,
        mail=names.mail(given, surname) if chance.random() < 0.7 else None,
        language=language,
        interpreter=language != "nld" and chance.random() < 0.2,
        safe_moment="Na zes uur 's avonds" if chance.random() < 0.15 else None,
        shared_phone=chance.random() < 0.08,
    )


def _focus(
    living: str, names: Names, surname: str, language: str, chance: random.Random
) -> Iterator[Particulars]:
    grown_ups = {"alone": 1, "couple": 2, "one_parent": 1, "two_parents": 2, "youth": 0}[living]
    for _ in range(grown_ups):
        yield _reachable(chance, names, *names.grown_up(surname, language), language)
    if living in {"one_parent", "two_parents"}:
        age = chance.choice(("0-11", "0-11", "12-15"))
        given, family = names.child(surname)
        yield Particulars(given, family, "child", age_group=age, language=language)
    if living == "youth":
        given, family = names.child(surname)
        yield replace(_reachable(chance, names, given, family, language), kind="child", age_group="16-17")
