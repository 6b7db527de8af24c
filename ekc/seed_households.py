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
    "child": "family",
}

# Leefgebied, aanleiding; what they want to reach; what is going on; what they do themselves.
QUESTIONS = [
    tuple(part.strip() for part in line.split("|"))
    for line in """
parenting|parenting|Weer rustig met elkaar eten, zonder ruzie.|Er is vaak ruzie.|Oma past op woensdag op.
housing|rent_arrears|In ons huis kunnen blijven wonen.|De huur is niet betaald.|Een broer helpt met de post.
nuisance|nuisance|Dat de buren ons weer groeten.|Er zijn klachten over lawaai.|We praten met één buurvrouw.
parenting|protection|De kinderen blijven thuis wonen.|Misschien komt er een maatregel.|Tante past vaak op.
money|rent_arrears|Weer overzicht over mijn geld.|Er liggen veel rekeningen.|Een vriend kijkt mee.
social|other|Niet meer zo alleen zijn.|Sinds mijn man er niet meer is, is het stil.|De buurman belt aan.
daytime|other|Een dag die weer ritme heeft.|Ik zit veel thuis en slaap slecht.|Mijn zus belt elke dag.
body|other|Samen afspreken wie voor opa zorgt.|Opa kan minder zelf.|We komen om de beurt langs.
education|parenting|Onze zoon gaat weer naar school.|Hij gaat al weken niet.|Een oom gaat met hem voetballen.
mind|parenting|Rust in huis, voor iedereen.|Het is druk in mijn hoofd en in huis.|Een vriendin komt op zondag.
""".strip().splitlines()
]
ORGANISATIONS = (
    "Woonplein Noord",
    "Thuiszorg De Vaart",
    "Basisschool De Springplank",
    "Jeugdhulp Het Baken",
    "Welzijn De Brug",
)
RELATIONS = ("family", "family", "family", "friend", "neighbour", "friend", "other")
SOURCES = ("own", "team", "family", "school", "doctor", "housing", "welfare")


def happens(chance: random.Random, share: float) -> bool:
    """Whether this time is one of the `share` in which it happens."""
    return chance.random() < share


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
    area, theme, goal, going_on, already = chance.choice(QUESTIONS)
    focus = tuple(_focus(living, names, surname, language, chance))
    told = Told(
        goal=goal,
        focus=focus,
        parents=tuple(_parents(living, names, surname, language, chance)),
        parents_in_focus={"one_parent": (0,), "two_parents": (0, 1)}.get(living, ()),
        authority={"one_parent": "one", "two_parents": "two", "child": "two"}.get(living, "unknown"),
        locality_id=place.id,
        household=HOUSEHOLD[living],
        children=sum(one.kind == "child" for one in focus),
        languages=("nld",) if language == "nld" else (language, "nld"),
        network_size=chance.choice(("small", "enough", "enough", "unknown")),
        going_on=going_on,
        already=already,
        life_areas=(area, "social") if area != "social" else (area,),
        themes=(theme,),
        share_coordinator=happens(chance, 0.7),
        share_bureau=happens(chance, 0.5),
        own_village="not" if happens(chance, 0.15) else "any",
        source=chance.choice(SOURCES),
        organisations=tuple(chance.sample(ORGANISATIONS, chance.choice((0, 1, 1, 2)))),
        urgency="soon" if happens(chance, 0.2) else "normal",
        frame="pressure" if theme == "protection" else "voluntary",
        professionals_now=chance.randint(1, 5),
        conditions="some" if theme == "protection" else "none",
        visiting="two" if theme == "protection" else "alone",
        responsible_person_id=responsible,
        backstop_person_id=backstop,
    )
    return Household(living, language, surname, place, told)


def everybody_agrees(told: Told) -> Told:
    """The same question, told by somebody who heard yes from everyone who must agree."""
    return replace(
        told, focus_answers=("yes",) * len(told.focus), parent_answers=("yes",) * len(told.parents)
    )


def reachable_by_mail(told: Told, names: Names) -> Told:
    """The same question, where the first hoofdpersoon reads mail that nobody else reads."""
    first = told.focus[0]
    mail = names.mail(first.given_name, first.surname)
    first = replace(first, mail=mail, safe_moment=None, shared_phone=False)
    return replace(told, focus=(first, *told.focus[1:]))


def around(
    chance: random.Random, names: Names, home: Household, many: int, *, all_mail: bool = False
) -> Iterator[tuple[Particulars, str]]:
    """(who, in which relation) of the people around a household; the last one may come for work."""
    for number in range(many):
        relation = RELATIONS[number % len(RELATIONS)]
        surname = (
            home.surname if relation == "family" and happens(chance, 0.6) else names.surname(home.language)
        )
        given, surname = names.grown_up(surname, home.language)
        who = _reachable(chance, names, given, surname, home.language)
        yield (replace(who, mail=who.mail or names.mail(given, surname)) if all_mail else who), relation
    if happens(chance, 0.6):
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
        phone=names.phone() if happens(chance, 0.95) else None,
        mail=names.mail(given, surname) if happens(chance, 0.7) else None,
        language=language,
        interpreter=language != "nld" and happens(chance, 0.2),
        safe_moment="Na zes uur 's avonds" if happens(chance, 0.15) else None,
        shared_phone=happens(chance, 0.08),
    )


def _focus(
    living: str, names: Names, surname: str, language: str, chance: random.Random
) -> Iterator[Particulars]:
    grown_ups = {"alone": 1, "couple": 2, "one_parent": 1, "two_parents": 2}.get(living, 0)
    for _ in range(grown_ups):
        yield _reachable(chance, names, *names.grown_up(surname, language), language)
    if living in {"one_parent", "two_parents"}:
        age = chance.choice(("0-11", "0-11", "12-15"))
        given, family = names.child(surname)
        yield Particulars(given, family, "child", age_group=age, language=language)
    if living in {"youth", "child"}:
        given, family = names.child(surname)
        age = "16-17" if living == "youth" else "12-15"
        yield replace(_reachable(chance, names, given, family, language), kind="child", age_group=age)


def _parents(
    living: str, names: Names, surname: str, language: str, chance: random.Random
) -> Iterator[Particulars]:
    """Parents with gezag who are no hoofdpersoon themselves."""
    for _ in range(2 if living == "child" else 0):
        yield _reachable(chance, names, *names.grown_up(surname, language), language)
