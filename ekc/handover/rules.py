"""Who may take over a traject that runs, and what the one before may leave behind. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from ekc.errors import DomainError
from ekc.matching.ranking import AT_YES
from ekc.pool.rules import LACKS
from ekc.referrals.lifecycle import RUNNING, State

LONGEST_NOTE = 2000
COUNTS_HERSELF = frozenset({"now_full", "year_full"})  # she is on it already
STAND_IN_REASONS = {
    "nobody_can": "niemand van de pool kan",
    "language": "niemand van de pool spreekt de taal",
    "urgent": "het kan niet wachten",
    "asked": "de familie vraagt om deze persoon",
}
NOBODY_ON_IT = "Er is nu geen coördinator om te vervangen."
SAME = "Zij is al de coördinator. Kies iemand anders."
NOT_DRY = "Vraag eerst de mensen van de pool. Pas als niemand kan, neemt een beroepskracht het over."


def check_running(state: str) -> None:
    """DomainError where there is nothing to take over."""
    if State(state) not in RUNNING:
        raise DomainError(NOBODY_ON_IT)


def check_successor(name: str, objections: Iterable[str], *, on_it: bool, needs_buddy: bool) -> None:
    """DomainError where law, independence or her own limit forbids it, or she cannot lead alone yet.

    `on_it`: she is the buddy now, so her load counts this one already.
    """
    found = [code for code in objections if code in AT_YES and not (on_it and code in COUNTS_HERSELF)]
    if found and found[0] in LACKS:
        raise DomainError(f"{name} kan dit nog niet doen: {LACKS[found[0]]}.")
    if found and found[0] in COUNTS_HERSELF:
        raise DomainError(
            f"{name} zit op het aantal dat zij zelf opgaf. Vraag of het toch mag, en pas dat aan."
        )
    if found:
        raise DomainError(f"{name} kan dit niet doen: zij is niet onafhankelijk genoeg.")
    if needs_buddy:
        raise DomainError(f"{name} doet dit nog samen met een maatje. Zet eerst een maatje erbij.")


def check_stand_in(reason: str, name: str, *, dry: bool) -> None:
    """DomainError for a professional before the pool was asked, without a name or a reason of the list."""
    if reason not in STAND_IN_REASONS:
        raise DomainError("Kies waarom een beroepskracht het doet.")
    if not name.strip():
        raise DomainError("Vul een voornaam in.")
    if not dry:
        raise DomainError(NOT_DRY)
