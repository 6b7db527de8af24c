"""Who is around the households: each reached in another way, as people are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bench.month.ledger import LETTER
from ekc.people.service import Particulars

AGENT = "wijkagent@politie.example"  # in every circle
WORKER = "jeugdhulp@baken.example"  # in one of five
AT_WORK = {AGENT: "wijkagent in every circle", WORKER: "jeugdhulp in one of five"}
MOBILE = "+3161{:07}"
LANDLINE = "+3159800{:04}"
ENGLISH = (3, 13)  # the households that read English
HERSELF = (
    "mail",
    "sms",
    "mail",
    "voice",
    "letter",
    "bounces",
    "mail",
    "shared",
)  # how hoofdpersonen are reached
GUESTS = (
    ("Oma", "mail"),  # of every third household by letter
    ("Buur", "voice"),
    ("Tante", "sms"),
    ("Piet", "pair"),
    ("Petra", "pair"),
    ("Neef", "bounces"),
    ("Zus", "shared"),
)


@dataclass(frozen=True, slots=True)
class Somebody:
    """What is known of somebody, and the ways that must tell them; without one, a call."""

    told: Particulars
    ways: tuple[str, ...]

    @property
    def is_written_to(self) -> bool:
        """Whether letters come, and nothing else."""
        return any(way.startswith(LETTER) for way in self.ways)


def reached(name: str, how: str, number: int, turn: int, group: str) -> Somebody:
    """Somebody of household `number` who is reached in one of the ways above."""
    language = "eng" if number in ENGLISH else "nld"
    who = Particulars(name, f"Huis{number}", language=language)
    place = f"{group}.example"
    mail, mobile = f"{name}{number}x{turn}@{place}".lower(), MOBILE.format(number * 100 + turn)
    if how == "pair":  # two at one address get one message
        mail = f"samen{number}@{place}"
    if how == "sms":
        return Somebody(replace(who, phone=mobile), (mobile,))
    if how == "bounces":  # it left, and comes back: a text goes instead
        return Somebody(replace(who, mail=f"weg.{mail}", phone=mobile), (mobile,))
    if how == "letter":
        return Somebody(
            replace(who, post=f"Dorpsstraat {number}, 9611 AB Sappemeer"), (f"{LETTER}{name} Huis{number}",)
        )
    if how == "voice":
        return Somebody(replace(who, phone=LANDLINE.format(number * 10 + turn)), ())
    if how == "shared":  # nothing is written to a telephone that others read
        return Somebody(replace(who, phone=mobile, shared_phone=True), ())
    return Somebody(replace(who, mail=mail), (mail,))


def hoofdpersoon(number: int) -> Somebody:
    """Whose household it is."""
    return reached("Fam", HERSELF[number % len(HERSELF)], number, 0, "familie")


def guests(number: int, many: int) -> Iterator[tuple[Somebody, str]]:
    """(who, in which relation) around household `number`: so many of the neighbourhood, and who comes for
    work."""
    for turn, (name, how) in enumerate(GUESTS[:many], 1):
        by_post = name == "Oma" and not number % 3
        yield reached(name, "letter" if by_post else how, number, turn, "gast"), "family"
    yield _professional("Wim", AGENT), "professional"
    if number % 5 == 0:
        yield _professional("Jet", WORKER), "professional"


def _professional(name: str, mail: str) -> Somebody:
    return Somebody(Particulars(name, "Werk", "professional", mail=mail, organisation="Het werk"), (mail,))
