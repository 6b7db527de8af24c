"""What a kind of message is, and the words that may stand in one. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from ekc.notifications.said import Said

LINK, PHONE = "link", "phone"  # the first may stand in every message, the second must


class Word(NamedTuple):
    """A word that is filled in: what it is called for who changes a text, what it means, an example."""

    dutch: str
    means: str
    example: object


WORDS = {
    "link": Word("link", "de persoonlijke link, of de link naar ekc", ""),
    "phone": Word("telefoon", "het nummer van het bureau", "0598 12 34 56"),
    "name": Word("naam", "de voornaam van wie dit leest", "Noor"),
    "coordinator": Word("coordinator", "de voornaam van de coördinator", "Cor"),
    "day": Word("dag", "de dag", Said("dinsdag 3 maart 2026", "Tuesday 3 March 2026")),
    "when": Word(
        "wanneer",
        "dag en tijd",
        Said(
            "dinsdag 3 maart 2026, 19.30 – 22.00 uur (Nederlandse tijd)",
            "Tuesday 3 March 2026, 19:30 – 22:00 (Dutch time)",
        ),
    ),
    "place": Word("plek", "waar het is", "Dorpshuis De Brink, Brinkstraat 1, Slochteren"),
    "before": Word(
        "eerst",
        "hoe het was",
        Said(
            "maandag 2 maart 2026, 19.00 – 21.00 uur (Nederlandse tijd). Dorpshuis De Brink",
            "Monday 2 March 2026, 19:00 – 21:00 (Dutch time). Dorpshuis De Brink",
        ),
    ),
    "away": Word("nog", "over hoeveel dagen het is", Said("Over een week", "In a week")),
    "until": Word(
        "uiterlijk",
        "tot wanneer, of uiterlijk wanneer",
        Said("donderdag 5 maart 2026", "Thursday 5 March 2026"),
    ),
    "again": Word("opnieuw", "of dit al eerder gevraagd is", False),
    "number": Word("nummer", "het nummer van de aanmelding", "K4T7WM"),
    "told": Word("gezegd", "wat de familie erover koos te zeggen", ""),
    "path": Word("vervolg", "wat er achter de link komt", ""),
    "who": Word("wie", "de voornaam van over wie het gaat", "Bob"),
    "traject": Word("traject", "wat er achter de link komt", 1),
    "referral": Word("aanmelding", "wat er achter de link komt", 1),
    "claim": Word("vergoeding", "wat er achter de link komt", 1),
    "place_in_line": Word("plaats", "de plaats op de wachtlijst", 2),
    "hers": Word("lezer", "de voornaam van de coördinator, als die dit leest", "Noor"),
    "coming": Word("komt", "of iemand al zei te komen", True),
    "remote": Word("op_afstand", "of iemand op afstand meedoet", False),
    "alarm": Word("alarm", "hoe laat er iemand gebeld wordt", "14.30"),
    "at": Word("tijd", "hoe laat het was", "14.00"),
    "urgent": Word("vandaag", "of het vandaag nog moet", False),
    "linked": Word("eigen_link", "of wie dit leest een eigen link heeft", True),
    "hours": Word("uren", "na hoeveel uur", 20),
    "many": Word("aantal", "hoeveel berichten het zijn", 1),
    "items": Word("berichten", "wat er te lezen is", ""),
    "started": Word("begin", "wanneer het begon", "maandag 2 maart 2026, 21.15 uur (Nederlandse tijd)"),
}


# Words for a mail or letter alone: whoever looks over a shoulder reads the rest on a locked telephone, and a
# subject passes mail servers as it is.
LOCKED = {
    "subject": (LINK, "place", "before", "told", "items"),
    "sms": ("place", "before", "told", "items"),
}
SWITCHES = {"offer_news": "Nieuws over wie gevraagd is"}  # kinds that are switched off together


class Audience(StrEnum):
    """Who reads it, as the page says it."""

    PEOPLE = "De familie en de mensen eromheen"
    POOL = "Coördinatoren"
    WATCH = "Wie bereikbaar is voor een coördinator"
    HERE = "Sociaal team en bureau"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of message.

    `trigger` is a Dutch sentence. `words` are the variables that its texts may use, besides `link`; a sender
    gives exactly these. With `waits` it leaves in waking hours only; `optional`: whoever gets it may switch
    it off, with all kinds of the same `switch` where it has one; `digest`: it may come in one mail a
    morning; `bulk`: it goes to many at once, and whoever sends it reads first to how many. `example` has
    words that read otherwise here than elsewhere.
    """

    code: str
    name: str
    audience: Audience
    trigger: str
    words: tuple[str, ...]
    waits: bool = False
    optional: bool = False
    digest: bool = False
    bulk: bool = False
    switch: str = ""
    example: Mapping[str, object] = field(default_factory=dict)

    @property
    def gives_way(self) -> bool:
        """Whether it may wait, or stay away, where somebody got enough. Any other always leaves."""
        return self.optional or self.digest

    @property
    def chosen_as(self) -> str:
        """What is kept of who switched this off."""
        return self.switch or self.code

    def sample(self) -> dict[str, object]:
        """An invented value for each of its words."""
        return {word: self.example.get(word, WORDS[word].example) for word in self.words}

    def filled_in(self) -> dict[str, Word]:
        """Every word that may stand in a text of this kind, by its Dutch name."""
        return {WORDS[word].dutch: WORDS[word] for word in (LINK, *self.words)}
