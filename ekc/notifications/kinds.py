"""What a kind of message is, and the words that may stand in one. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

LINK = "link"  # every message may use it: the personal link where there is one, else the address of ekc
# The words that a message may hold: what each means, and how it reads in an example.
VARIABLES: dict[str, tuple[str, object]] = {
    "link": ("de persoonlijke link, of de link naar ekc", ""),
    "phone": ("het nummer van het bureau", "0598 12 34 56"),
    "name": ("de voornaam van wie dit leest", "Noor"),
    "coordinator": ("de voornaam van de coördinator", "Cor"),
    "day": ("de dag", "dinsdag 3 maart 2026"),
    "when": ("de dag en de tijden", "dinsdag 3 maart 2026, 19.30 – 22.00 uur (Nederlandse tijd)"),
    "place": ("waar het is", "Dorpshuis De Brink, Brinkstraat 1, Slochteren"),
    "before": ("hoe het eerst was", "maandag 2 maart 2026, 19.00 – 21.00 uur. Dorpshuis De Brink"),
    "until": ("tot wanneer, of uiterlijk wanneer", "donderdag 5 maart 2026"),
    "again": ("of dit al eerder gevraagd is", False),
    "number": ("het nummer van de aanmelding", "MG-4K7T"),
    "sentence": ("een zin over wat er gebeurde", ""),
    "path": ("het stuk van de link na het adres", ""),
    "who": ("de voornaam van over wie het gaat", "Bob"),
    "what": ("waarom het niet meer hoeft", "al ingevuld"),
    "traject": ("het stuk van de link dat het traject aanwijst", 1),
    "referral": ("het stuk van de link dat de aanmelding aanwijst", 1),
    "hers": ("de voornaam van de coördinator, als die dit leest", "Noor"),
    "yes": ("of het antwoord ja was", True),
    "coming": ("of iemand al zei te komen", True),
    "alarm": ("hoe laat er iemand gebeld wordt", "14.30"),
    "at": ("hoe laat het was", "14.00"),
    "kind": ("wat voor melding het is", "worry"),
    "subject": ("wat er boven het bericht staat", ""),
    "urgent": ("of het vandaag nog moet", False),
    "linked": ("of wie dit leest een eigen link heeft", True),
    "hours": ("na hoeveel uur", 20),
    "started": ("wanneer het begon", ""),
}


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
    it off; `digest`: colleagues may get it in one mail a morning; `bulk`: it goes to many at once, and
    whoever sends it reads first to how many. `example` has words that read otherwise here than elsewhere.
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
    example: Mapping[str, object] = field(default_factory=dict)

    def sample(self) -> dict[str, object]:
        """An invented value for each of its words."""
        return {word: self.example.get(word, VARIABLES[word][1]) for word in self.words}
