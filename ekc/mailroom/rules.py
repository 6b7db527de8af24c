"""What may be done with a mail that waits, and how long one is kept."""

from __future__ import annotations

from datetime import timedelta

from ekc.errors import DomainError

WROTE_LATELY = timedelta(days=60)  # after so long without a message of ours, nobody answers it any more
KEPT = timedelta(days=30)  # after it was dealt with
KEPT_UNREAD = timedelta(days=90)
SEEN = "seen"
SAID = {
    "yes": "Komt",
    "no": "Komt niet",
    "call_me": "Ik bel nog",
    SEEN: "Gezien",
}
WHY = {
    "words": "Schreef iets terug.",
    "noted": "Antwoordde, en schreef er iets bij.",
    "counter": "Vraagt om een ander moment.",
    "delegated": "Wil dat iemand anders in de plaats komt.",
    "closed": "Antwoordde op een afspraak die voorbij is of niet doorgaat.",
    "stranger": "Kwam van een ander mailadres dan dat van de uitnodiging. Bel om het na te vragen.",
    "several": "Meer mensen gebruiken dit mailadres. Vraag wie dit schreef.",
    "unknown": "Gaat over een afspraak die hier niet bekend is.",
    "too_large": "Schreef iets terug, met iets groots erbij.",
    "undelivered": "Een mailserver meldt dat iets niet aankwam. Bel om te vragen of het bericht er is.",
}
ALREADY = "Dit is net al gedaan."


def check_said(said: str, guest: int | None, guests: list[int]) -> None:
    """DomainError where somebody's answer is taken from a mail that is not theirs, or this is no answer."""
    if said not in SAID:
        raise DomainError("Kies een van de knoppen.")
    if said != SEEN and guest not in guests:
        raise DomainError("Kies van wie dit antwoord is.")


def is_done(said: str, guests: list[int]) -> bool:
    """Whether one tap is all: where more people share an address, each may have said something."""
    return said == SEEN or len(guests) == 1
