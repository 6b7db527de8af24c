"""Until when an offer stands, which weeks it is about, and what may be answered. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

from ekc.errors import DomainError, TooLateError
from ekc.matching.ranking import AT_YES
from ekc.pool.rules import LACKS

WEEK = timedelta(days=7)
WEEKS_AHEAD = 26
USUAL = (6, 10)  # weeks from now in which the day usually falls
OPEN_DAYS = {"normal": 7, "soon": 3}
EVENING = 20  # o'clock: whoever looks after work is in time
URGENT = timedelta(hours=12)
EXPLAINS_ITSELF = timedelta(days=60)  # a closed offer still says why it is closed
NO_REASONS = {
    "busy": "Ik heb het nu te druk",
    "weeks": "Deze weken komt het niet uit",
    "works_there": "Ik werk bij een van deze organisaties",
    "far": "Het is me te ver",
    "other": "Om iets anders",
}
PAUSE = timedelta(weeks=8)  # what is proposed to whom says no for a while


OWN_LIMIT = (
    "Je zit op het aantal dat je zelf hebt opgegeven. Wil je deze er toch bij? "
    "Pas eerst 'Mijn grenzen' aan, of bel het bureau."
)
ASK_US = "Dit kan nu niet. Bel het bureau, dan zoeken we het samen uit."


class OfferState(StrEnum):
    """Where an offer is. Only an open one can be answered; those in `AGAIN` may be asked again."""

    OPEN = "open"
    YES = "yes"
    NO = "no"
    FILLED = "filled"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


S = OfferState
CLOSED = {
    S.YES: ("zei ja", "ok"),
    S.NO: ("zei nee", "neutral"),
    S.FILLED: ("niet meer nodig", "neutral"),
    S.LAPSED: ("gaf geen antwoord", "attention"),
    S.WITHDRAWN: ("ingetrokken", "neutral"),
}
GAVE_BACK = ("gaf terug", "neutral")
UNDERWAY = {
    "ok": ("gevraagd, nog niet geopend", "busy"),
    "trouble": ("bericht komt nog niet aan", "attention"),
    "failed": ("bericht kwam niet aan: bel zelf", "attention"),
    None: ("geen mailadres: bel zelf", "attention"),
}
AGAIN = frozenset({S.FILLED, S.LAPSED, S.WITHDRAWN})
TOO_LATE = {
    S.YES: "Je zei hier al ja op. Dank je wel!",
    S.NO: "Je zei hier al nee op. Bedenk je je? Bel het bureau.",
    S.FILLED: "Iemand anders was je net voor: het is al ingevuld. Dank je dat je wilde helpen!",
    S.LAPSED: "Deze vraag is verlopen. Kun je toch? Bel het bureau, dan kijken we samen.",
    S.WITHDRAWN: "Deze vraag is niet meer nodig. Dank je dat je wilde meedenken!",
}


def answerable(state: str, expires: datetime, *, seeking: bool, now: datetime) -> None:
    """TooLateError with a kind sentence where an offer can no longer be answered.

    `seeking`: the referral still looks for a coordinator. `expires` and `now` are aware.
    """
    if state != S.OPEN:
        raise TooLateError(TOO_LATE[S(state)])
    if now >= expires:
        raise TooLateError(TOO_LATE[S.LAPSED])
    if not seeking:
        raise TooLateError(TOO_LATE[S.WITHDRAWN])


def is_open(state: str, expires: datetime, *, seeking: bool, now: datetime) -> bool:
    """Whether an offer can still be answered; see `answerable`."""
    return state == S.OPEN and now < expires and seeking


def told(state: str, *, handed_back: bool) -> str:
    """What the page of an offer says when there is nothing to answer any more."""
    if handed_back:
        return "Je gaf dit terug. Dat mag altijd. Dank je wel!"
    return TOO_LATE[S.LAPSED if state == S.OPEN else S(state)]


def may_say_yes(objections: Iterable[str]) -> None:
    """DomainError where law, independence or her own limit stands in the way of a yes.

    The sentence tells her only what is about herself: who the family is must not be guessed from a refusal.
    """
    found = [code for code in objections if code in AT_YES]
    if not found:
        return
    if found[0] in LACKS:
        raise DomainError(f"Dit kan nog niet: {LACKS[found[0]]}. Bel het bureau, dan regelen we het samen.")
    raise DomainError(OWN_LIMIT if found[0] in {"year_full", "now_full"} else ASK_US)


def standing(state: str, *, opened: bool, delivery: str | None, handed_back: bool = False) -> tuple[str, str]:
    """(words, tone) of an offer for the bureau: asked, seen, yes, no, silent, not delivered.

    `delivery` is the state of the mail: ok, trouble, failed, or None where there was no address. Who said
    yes and gave it back did the last.
    """
    if handed_back:
        return GAVE_BACK
    if state != S.OPEN:
        return CLOSED[S(state)]
    if opened:
        return ("opende het, nog geen antwoord", "busy")
    return UNDERWAY[delivery]


def expiry(urgency: str, now: datetime) -> datetime:
    """Until when an offer can be answered: an evening within a week, or sooner when it presses.

    `now` is the time on the clocks where people live (aware); so is the answer.
    """
    if urgency == "urgent":
        return (now + URGENT).replace(minute=0, second=0, microsecond=0)
    last = now + timedelta(days=OPEN_DAYS.get(urgency, OPEN_DAYS["normal"]))
    return last.replace(hour=EVENING, minute=0, second=0, microsecond=0)


def check_weeks(week_from: date, week_until: date, today: date) -> None:
    """DomainError for weeks in the wrong order, in the past, or too far away to mean anything."""
    if week_until < week_from:
        raise DomainError("De laatste week ligt voor de eerste. Draai ze om.")
    if week_until < monday(today):
        raise DomainError("Deze weken zijn al voorbij.")
    if week_from > today + WEEKS_AHEAD * WEEK:
        raise DomainError("Dit is meer dan een half jaar vooruit. Kies eerdere weken.")


def check_asked(state: str, chosen: int, *, family_chooses: bool, waived: bool) -> None:
    """DomainError where nobody may be asked: not looking, nobody ticked, or the family has yet to choose."""
    if state != "matching":
        raise DomainError("Voor deze aanmelding zoeken we nu geen coördinator.")
    if not chosen:
        raise DomainError("Vink eerst aan wie je wilt vragen.")
    if family_chooses and not waived:
        raise DomainError("Leg eerst vast waarom de familie de keuze aan ons laat.")


def monday(day: date) -> date:
    """The first day of the week of `day`."""
    return day - timedelta(days=day.weekday())


def coming_weeks(today: date) -> list[date]:
    """The Mondays to choose from: this week and half a year on."""
    first = monday(today)
    return [first + number * WEEK for number in range(WEEKS_AHEAD + 1)]
