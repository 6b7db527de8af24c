"""What may be told to a volunteer about how it went on, when, and by whose leave. Pure.

The sentences are these and no others: nobody can write a word about a family here, and none of them tells
which family it is.
"""

from __future__ import annotations

from datetime import date

from ekc.errors import DomainError, TooLateError
from ekc.referrals.lifecycle import State

THANKS, ONWARD = "thanks", "onward"  # kinds of kind words
SENTENCES = {
    "well": "Het gaat goed. De mensen om hen heen doen nog steeds mee.",
    "plan_used": "Het plan wordt gebruikt. Stap voor stap lukt er meer.",
    "plan_changed": "Het plan is intussen veranderd. Dat deden ze zelf.",
    "not_easy": "Het is nog niet makkelijk, maar ze staan er niet meer alleen voor.",
    "met_again": "Ze kwamen later uit zichzelf nog eens bij elkaar.",
    "otherwise": "Het liep anders dan gehoopt. Toch zijn ze blij dat de bijeenkomst er was.",
    "thank_you": "Ze willen je bedanken. Het hielp dat jij het regelde.",
}
WHO_SAYS = {
    "focus": "de hoofdpersoon",
    "parent": "een ouder of voogd met gezag",
    "spokesperson": "iemand die de familie daarvoor koos",
}
MAY_ASK = frozenset(
    {
        State.HELD,
        State.PLAN_IN_MAKING,
        State.PLAN_MADE,
        State.PLAN_WITHOUT_MEETING,
        State.FOLLOW_UP,
        State.CLOSED,
    }
)
MAY_TELL = frozenset({State.FOLLOW_UP, State.CLOSED})
TOLD_ALREADY = "Dit is al aan de coördinator verteld. Dat kan niet meer terug."
CHANGED = "De familie vindt het intussen niet meer goed, of het is al verteld. Kijk hoe het er nu voor staat."


def check_permission(state: str, said_by: str, said_on: date, today: date) -> None:
    """DomainError where the family cannot be asked yet, nobody says who said it, or the day must come yet."""
    if state not in MAY_ASK:
        raise DomainError("Dit vraag je na de bijeenkomst.")
    if said_by not in WHO_SAYS:
        raise DomainError("Kies wie het zei.")
    if said_on > today:
        raise DomainError("Deze dag moet nog komen. Vul in wanneer het gezegd is.")


def check_sentence(state: str, sentence: str, *, allowed: bool, told: bool) -> None:
    """TooLateError where it was told already; DomainError without leave, before the follow-up, or for a
    sentence that is not one of ours."""
    if told:
        raise TooLateError(TOLD_ALREADY)
    if not allowed:
        raise DomainError("De familie vindt het niet goed, of is nog niet gevraagd. Dan vertellen we niets.")
    if state not in MAY_TELL:
        raise DomainError("Dit kan vanaf de opvolging: na vier weken.")
    if sentence not in SENTENCES:
        raise DomainError("Kies een van de zinnen.")
