"""What must be in order before a coordinator is asked, and the limits that she sets herself. Pure."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from ekc.errors import DomainError
from ekc.pool.path import IN_TRAINING_OR_ACTIVE, WITH_BUDDY, Stage

MOST_PER_YEAR = 24
MOST_AT_ONCE = 6
LONGEST_PAUSE = timedelta(days=2 * 366)
VOG_SOON = timedelta(days=60)
LACKS = {
    "stopped": "het meedoen in de pool is gestopt",
    "not_begun": "de training is nog niet begonnen",
    "untrained": "de training is nog niet klaar",
    "vog_missing": "er is geen VOG gezien",
    "vog_expired": "de VOG is verlopen",
    "no_secrecy": "geheimhouding is nog niet getekend",
    "no_code": "de gedragscode is nog niet akkoord",
}
# What the bureau fills in.
DATES = ("trained_on", "block2_on", "vog_asked_on", "vog_seen_on", "vog_until", "secrecy_on")


@dataclass(frozen=True, slots=True)
class Papers:
    """What must be in order. The certificate itself is never kept, only who saw it when.

    `trained_on` is block 1. `code_asked` is the version of the code of conduct that holds now, 0 where none
    does yet.
    """

    trained_on: date | None = None
    vog_until: date | None = None
    vog_seen_on: date | None = None
    secrecy_on: date | None = None
    block2_on: date | None = None
    stage: str = Stage.ACTIVE.value
    code_version: int | None = None
    code_on: date | None = None
    code_asked: int = 0
    vog_asked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a new coordinator told: her postcode (four figures), languages (ISO 639-3) and own limits.

    `stage` is where she is on her path when she is written down, `source` how she was found (a code),
    `joined_on` since when she is in the pool: today where none is told.
    """

    pc4: str
    languages: tuple[str, ...] = ("nld",)
    max_per_year: int = 3
    max_at_once: int = 1
    employer: str | None = None
    about: str | None = None
    stage: str = Stage.INTERESTED.value
    source: str | None = None
    joined_on: date | None = None
    payroll_number: str | None = None


@dataclass(frozen=True, slots=True)
class Details:
    """What may change about somebody: name, address, languages, employer and own words."""

    given_name: str
    surname: str
    phone: str | None
    mail: str | None
    pc4: str
    languages: tuple[str, ...]
    employer: str | None
    about: str | None
    payroll_number: str | None = None


def lacking(papers: Papers, today: date) -> tuple[str, ...]:
    """Codes (see `LACKS`) of what is not in order on `today`; nothing means that she may be asked."""
    if papers.stage == Stage.STOPPED:
        return ("stopped",)
    begun = papers.stage in IN_TRAINING_OR_ACTIVE
    no_vog = papers.vog_until is None or papers.vog_seen_on is None
    found = (
        ("not_begun", not begun),
        ("untrained", begun and (papers.trained_on is None or papers.trained_on > today)),
        ("vog_missing", no_vog),
        ("vog_expired", not no_vog and papers.vog_until is not None and papers.vog_until < today),
        ("no_secrecy", papers.secrecy_on is None or papers.secrecy_on > today),
        ("no_code", (papers.code_version or 0) < papers.code_asked),
    )
    return tuple(code for code, is_so in found if is_so)


def needs_buddy(papers: Papers, held: int) -> bool:
    """Whether she is asked together with somebody experienced; `held`: conferences she organised."""
    return papers.stage == Stage.TRAINING or (papers.block2_on is None and held < WITH_BUDDY)


def runs_out_soon(papers: Papers, today: date) -> bool:
    """Whether the VOG is still good, but for no more than two months."""
    return papers.vog_until is not None and today <= papers.vog_until <= today + VOG_SOON


def state_in_words(papers: Papers, paused_until: date | None, today: date) -> tuple[str, str]:
    """(words, tone) about one coordinator: what is lacking first, then a pause, then all well."""
    found = lacking(papers, today)
    if found:
        return "; ".join(_lack_in_words(code, papers) for code in found), "attention"
    if paused_until is not None and paused_until >= today:
        return f"pauze tot en met {paused_until:%-d-%-m-%Y}", "busy"
    if runs_out_soon(papers, today):
        return f"in orde; de VOG loopt af op {papers.vog_until:%-d-%-m-%Y}", "attention"
    return "in orde", "ok"


def _lack_in_words(code: str, papers: Papers) -> str:
    asked = papers.vog_asked_on
    if asked is None or code not in {"vog_missing", "vog_expired"} or asked < (papers.vog_seen_on or asked):
        return LACKS[code]
    return f"{LACKS[code]} (aangevraagd op {asked:%-d-%-m-%Y})"


def check_limits(max_per_year: int, max_at_once: int, paused_until: date | None, today: date) -> None:
    """DomainError where somebody's own limits are no limits, or a pause has no sensible end."""
    if not 1 <= max_per_year <= MOST_PER_YEAR:
        raise DomainError(
            f"Kies een getal van 1 tot en met {MOST_PER_YEAR} per jaar. Even niets? Kies pauze."
        )
    if not 1 <= max_at_once <= MOST_AT_ONCE:
        raise DomainError(f"Kies een getal van 1 tot en met {MOST_AT_ONCE} tegelijk.")
    if paused_until is not None:
        check_pause(paused_until, today)


def check_pause(until: date, today: date) -> None:
    """DomainError for a pause that is over already, or longer than two years."""
    if until < today:
        raise DomainError("Deze dag is al voorbij. Kies een dag in de toekomst.")
    if until > today + LONGEST_PAUSE:
        raise DomainError("Een pauze duurt hooguit twee jaar. Wil je stoppen? Bel het bureau.")


def check_papers(papers: Papers, today: date) -> None:
    """DomainError for what cannot be: done on a day that has yet to come, or run out before it was seen."""
    for said in (getattr(papers, name) for name in DATES if name != "vog_until"):
        if said is not None and said > today:
            raise DomainError("Een van de dagen ligt in de toekomst. Vul in wat al gebeurd is.")
    if papers.vog_seen_on is not None and papers.vog_until is None:
        raise DomainError("Vul ook in tot wanneer de VOG geldt.")
    if papers.vog_seen_on and papers.vog_until and papers.vog_until < papers.vog_seen_on:
        raise DomainError(
            "De VOG kan niet aflopen voordat hij gezien is. Zag je een nieuwe? Maak ‘geldig tot en met’ leeg."
        )


def months_after(day: date, months: int) -> date:
    """The same day so many months later (earlier with a minus), or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def vog_due(seen: date, years: int) -> date:
    """Until when a VOG seen on a day is good: so many years (Justis advises three)."""
    return months_after(seen, 12 * years)


def vog_notice(until: date, today: date) -> str | None:
    """What is told today about a VOG: it ran out (vog_0), or will in one month or three; None: nothing."""
    if until < today:
        return "vog_0"
    months = next((number for number in (1, 3) if today >= months_after(until, -number)), None)
    return None if months is None else f"vog_{months}"
