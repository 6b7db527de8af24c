"""Until when an offer stands, which weeks it is about, and what may be answered. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

from ekc.errors import DomainError, TooLateError
from ekc.matching.limits import AT_YES, OWN
from ekc.pool.rules import LACKS

WEEK = timedelta(days=7)
WEEKS_AHEAD = 26
USUAL = (6, 10)  # weeks from now in which the day usually falls
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
FORCED = {  # what she must know before she says yes: the legal frame, where it is not voluntary
    "pressure": "Dit is niet helemaal vrijwillig. Er is drang: een instantie wil dat er iets verandert.",
    "coercion": "Dit is niet vrijwillig. Er is dwang: een rechter of een instantie beslist mee.",
}
READ_FIRST = "Lees het eerst, en kies daarna opnieuw."
TO_JUDGE = "Kijk eerst wie ze hier liever niet willen. Dat staat bij ‘Wie liever niet’."
ASK_US = "Dit kan nu niet. Bel het bureau, dan zoeken we het samen uit."


class OfferState(StrEnum):
    """Where an offer is. Only an open one can be answered; those in `AGAIN` may be asked again.

    `YES` means that she can. Whether she is the one is an assignment, and nothing here.
    """

    OPEN = "open"
    YES = "yes"
    NO = "no"
    FILLED = "filled"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    NOT_CHOSEN = "not_chosen"  # could, and another is the one
    REFUSED = "refused"  # could, and the family would rather have somebody else: never why, never told


S = OfferState
CLOSED = {
    S.YES: ("zei: ik kan", "ok"),
    S.NO: ("zei nee", "neutral"),
    S.FILLED: ("niet meer nodig", "neutral"),
    S.LAPSED: ("gaf geen antwoord", "attention"),
    S.WITHDRAWN: ("ingetrokken", "neutral"),
    S.NOT_CHOSEN: ("kon ook, niet gekozen", "neutral"),
    S.REFUSED: ("de familie wil liever een ander", "neutral"),
}
ON_IT = {
    "lead": ("is de coördinator", "ok"),
    "buddy": ("is het maatje", "ok"),
    "backup": ("staat klaar als reserve", "ok"),
}
GAVE_BACK = ("doet het niet meer", "neutral")  # whoever asked for it: she, the bureau or the family
UNDERWAY = {
    "ok": ("gevraagd, nog niet geopend", "busy"),
    "trouble": ("bericht komt nog niet aan", "attention"),
    "failed": ("bericht kwam niet aan: bel zelf", "attention"),
    None: ("geen mailadres: bel zelf", "attention"),
}
AGAIN = frozenset({S.FILLED, S.LAPSED, S.WITHDRAWN, S.NOT_CHOSEN})
MAY_STAND_BY = frozenset({S.YES, S.FILLED, S.NOT_CHOSEN})
TOO_LATE = {
    S.YES: "Je zei al: ik kan. Dank je wel! Je hoort van ons.",
    S.NO: "Je zei hier nee op. Dank je dat je het liet weten. Bedenk je je? Bel het bureau.",
    S.FILLED: "Iemand anders was je net voor: het is al ingevuld. Dank je dat je wilde helpen!",
    S.LAPSED: "Deze vraag is verlopen. Kun je toch? Bel het bureau, dan kijken we samen.",
    S.WITHDRAWN: "Deze vraag is niet meer nodig. Dank je dat je wilde meedenken!",
    S.NOT_CHOSEN: "Het wordt met iemand anders geregeld. Wat fijn dat je wilde helpen, dank je wel!",
    S.REFUSED: "Het wordt met iemand anders geregeld. Wat fijn dat je wilde helpen, dank je wel!",
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
        return "Je doet dit niet meer. Dank je wel!"
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
    raise DomainError(OWN_LIMIT if found[0] in OWN else ASK_US)


def standing(
    state: str, *, opened: bool, delivery: str | None, handed_back: bool = False, on_it: str | None = None
) -> tuple[str, str]:
    """(words, tone) of an offer for the bureau: asked, seen, no, willing, chosen, silent, not delivered.

    `delivery` is the state of the mail: ok, trouble, failed, or None where there was no address. `on_it` is
    what she is on this referral now (lead, buddy, backup). Who said yes and is not on it any more did
    the last.
    """
    if on_it is not None:
        return ON_IT[on_it]
    if handed_back:
        return GAVE_BACK
    if state == S.LAPSED and delivery == "failed":
        return UNDERWAY[delivery]  # she never read it: no silence of hers
    if state != S.OPEN:
        return CLOSED[S(state)]
    if opened:
        return ("opende het, nog geen antwoord", "busy")
    return UNDERWAY[delivery]


def check_knows(frame: str, read: str) -> None:
    """DomainError where she says yes to drang or dwang without having read so; `read`: what her page said."""
    if frame in FORCED and read != frame:
        raise DomainError(f"{FORCED[frame]} {READ_FIRST}")


def check_weeks(week_from: date, week_until: date, today: date) -> None:
    """DomainError for weeks in the wrong order, in the past, or too far away to mean anything."""
    if week_until < week_from:
        raise DomainError("De laatste week ligt voor de eerste. Draai ze om.")
    if week_until < monday(today):
        raise DomainError("Deze weken zijn al voorbij.")
    if week_from > today + WEEKS_AHEAD * WEEK:
        raise DomainError("Dit is meer dan een half jaar vooruit. Kies eerdere weken.")


def check_asked(state: str, chosen: int) -> None:
    """DomainError where nobody may be asked: it is not looking, or nobody was ticked."""
    if state != "matching":
        raise DomainError("Voor deze aanmelding zoeken we nu geen coördinator.")
    if not chosen:
        raise DomainError("Vink eerst aan wie je wilt vragen.")


def check_judged(*, to_judge: bool) -> None:
    """DomainError while nobody looked who is meant with whom they would rather not have."""
    if to_judge:
        raise DomainError(TO_JUDGE)


def gone(named: Iterable[tuple[str, str]]) -> str:
    """The sentence about who was ticked and cannot be asked any more: (name, why) of each."""
    found = [f"{name} kan intussen niet meer gevraagd worden: {why}." for name, why in named]
    return " ".join([*found, "Wie je nog meer aanvinkte, staat nog aangevinkt."])


def monday(day: date) -> date:
    """The first day of the week of `day`."""
    return day - timedelta(days=day.weekday())


def coming_weeks(today: date) -> list[date]:
    """The Mondays to choose from: this week and half a year on."""
    first = monday(today)
    return [first + number * WEEK for number in range(WEEKS_AHEAD + 1)]
