"""Who may be asked for a referral, in which order, and why: in words. Pure.

Only law, safety, independence and a volunteer's own limits leave somebody out; all else decides the order
alone. A person decides in the end (article 22 GDPR: no decision by a machine alone), so every place in the
list is explained.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from ekc.people import languages
from ekc.pool.rules import LACKS, Papers, lacking

DUTCH = "nld"
BAND_KM = 10  # within ten kilometres nobody minds the difference
UNKNOWN_KM = 999.0
SHORTEST_WORD = 4
REASONS = {
    **LACKS,
    "paused": "staat op pauze",
    "year_full": "deed dit jaar al zoveel als ze wil",
    "now_full": "heeft nu al zoveel als ze tegelijk wil",
    "involved": "werkt bij een betrokken organisatie",
    "in_team": "werkt bij het team dat aanmeldde",
    "member": "hoort zelf bij de familie of is erbij betrokken",
    "had_it": "was hier eerder coördinator",
    "said_no": "zei al nee",
    "refused": "de familie wil liever een ander",
    "asked": "is al gevraagd en kan nog antwoorden",
    "same_village": "woont in hetzelfde dorp; de familie wil dat niet",
    "other_village": "woont niet in hetzelfde dorp; de familie wil dat graag",
}
NO_ACCOUNT = "kan nog niet inloggen"
LAW = frozenset(LACKS)
AT_YES = LAW | {
    "year_full",
    "now_full",
    "involved",
    "in_team",
    "member",
}  # what also holds when she says yes herself


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a referral asks of a coordinator. `pc4` and `locality_id` are None where nobody lives anywhere."""

    languages: tuple[str, ...] = ()
    pc4: str | None = None
    locality_id: int | None = None
    own_village: str = "any"  # any, only, not
    organisations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Volunteer:
    """What is known of a coordinator on the day of asking."""

    id: int
    person_id: int
    papers: Papers
    languages: tuple[str, ...] = (DUTCH,)
    pc4: str = ""
    locality_id: int | None = None
    employer: str | None = None
    max_per_year: int = 3
    max_at_once: int = 1
    paused_until: date | None = None
    active: int = 0  # trajects now
    done: int = 0  # begun this year
    last_asked: datetime | None = None
    offer: str | None = None  # state of her offer for this referral
    had_it: bool = False
    member: bool = False
    namesake: bool = False
    in_team: bool = False
    signs_in: bool = True  # has an account in which she sees what is hers
    km: float | None = None  # from her home to the household


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be asked, with two short lines that say why here in the list."""

    volunteer: Volunteer
    lines: tuple[str, str]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody who is not asked, with the reasons (codes of `REASONS`)."""

    volunteer: Volunteer
    reasons: tuple[str, ...]

    @property
    def in_words(self) -> str:
        """The reasons as a sentence without a capital."""
        return "; ".join(REASONS[code] for code in self.reasons)


def rank(wanted: Wanted, pool: Iterable[Volunteer], today: date) -> tuple[list[Candidate], list[LeftOut]]:
    """Who may be asked, the most fitting first, and who may not. `today` is a day in the Netherlands."""
    may: list[Volunteer] = []
    may_not: list[LeftOut] = []
    for volunteer in pool:
        reasons = objections(wanted, volunteer, today)
        if reasons:
            may_not.append(LeftOut(volunteer, reasons))
        else:
            may.append(volunteer)
    may.sort(key=lambda volunteer: _place(wanted, volunteer))
    return [Candidate(one, lines(wanted, one, today)) for one in may], may_not


def objections(wanted: Wanted, volunteer: Volunteer, today: date) -> tuple[str, ...]:
    """Why she may not be asked now, as codes of `REASONS`; empty where she may."""
    one, together = volunteer, same_village(wanted, volunteer)
    found = (
        ("paused", one.paused_until is not None and one.paused_until >= today),
        ("year_full", one.done >= one.max_per_year),
        ("now_full", one.active >= one.max_at_once),
        ("involved", works_for(one.employer, wanted.organisations)),
        ("in_team", one.in_team),
        ("member", one.member),
        ("had_it", one.had_it),
        ("said_no", one.offer == "no"),
        ("refused", one.offer == "refused"),
        ("asked", one.offer in {"open", "yes"} and not one.had_it),
        ("same_village", wanted.own_village == "not" and together),
        ("other_village", wanted.own_village == "only" and not together),
    )
    return lacking(one.papers, today) + tuple(code for code, is_so in found if is_so)


def nearest(left_out: Iterable[LeftOut]) -> list[tuple[str, int]]:
    """(reason code, how many have no other), most first: what would help where nobody can be asked.

    What the law asks is never offered as something to let go.
    """
    alone = Counter(one.reasons[0] for one in left_out if len(one.reasons) == 1)
    return [(code, many) for code, many in alone.most_common() if code not in LAW]


def works_for(employer: str | None, organisations: Iterable[str]) -> bool:
    """Whether an employer is one of these organisations, also with 'stichting' before it."""
    mine = _plain(employer or "")
    return bool(mine) and any(_within(mine, _plain(other)) for other in organisations)


def same_village(wanted: Wanted, volunteer: Volunteer) -> bool:
    """Whether she lives in the household's own dorp or wijk."""
    if wanted.locality_id is not None and volunteer.locality_id is not None:
        return wanted.locality_id == volunteer.locality_id
    return wanted.pc4 is not None and wanted.pc4 == volunteer.pc4


def lines(wanted: Wanted, volunteer: Volunteer, today: date) -> tuple[str, str]:
    """Two short lines about one candidate: what fits, and what she already carries."""
    fits = (_speaks(wanted, volunteer), _lives(wanted, volunteer), _namesake(volunteer), _account(volunteer))
    carries = (
        f"deed dit jaar {volunteer.done} van {volunteer.max_per_year}",
        f"heeft er nu {volunteer.active} van {volunteer.max_at_once}",
        _asked(volunteer.last_asked, today),
    )
    return "; ".join(part for part in fits if part), "; ".join(carries)


def _place(wanted: Wanted, one: Volunteer) -> tuple[float, ...]:
    """The smaller, the higher: language, distance, village, load against own limits, longest not asked."""
    near = UNKNOWN_KM if one.km is None else one.km
    return (
        len(_missing(wanted, one)),
        near // BAND_KM,
        same_village(wanted, one) and wanted.own_village != "only",
        one.done / one.max_per_year + one.active / one.max_at_once,
        one.last_asked.timestamp() if one.last_asked else 0,
        near,
        one.id,
    )


def _missing(wanted: Wanted, one: Volunteer) -> tuple[str, ...]:
    return tuple(code for code in wanted.languages if code not in one.languages)


def _speaks(wanted: Wanted, one: Volunteer) -> str:
    shared = [code for code in wanted.languages if code in one.languages]
    telling = [code for code in shared if code != DUTCH] or shared
    missing = [code for code in _missing(wanted, one) if code != DUTCH]
    parts = [f"spreekt {languages.in_words(telling)}"] if telling else []
    return "; ".join([*parts, *([f"spreekt geen {languages.in_words(missing)}"] if missing else [])])


def _lives(wanted: Wanted, one: Volunteer) -> str:
    if same_village(wanted, one):
        return "woont in hetzelfde dorp"
    if one.km is None:
        return "afstand onbekend"
    far = f"{round(one.km)} km verderop" if round(one.km) else "vlakbij"
    return f"woont {far}, niet in hetzelfde dorp"


def _namesake(one: Volunteer) -> str:
    return "heet net zo als iemand in de aanmelding: vraag dat na" if one.namesake and not one.member else ""


def _account(one: Volunteer) -> str:
    return "" if one.signs_in else NO_ACCOUNT


def _asked(last: datetime | None, today: date) -> str:
    if last is None:
        return "nog nooit gevraagd"
    days = (today - last.astimezone(UTC).date()).days
    if days < 14:  # noqa: PLR2004 -- two weeks
        return "kort geleden gevraagd"
    if days < 60:  # noqa: PLR2004 -- two months
        return f"{days // 7} weken geleden gevraagd"
    return f"{days // 30} maanden geleden gevraagd"


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _within(mine: str, other: str) -> bool:
    """One name is the other, or is part of it as whole words and long enough to mean something."""
    short, long = sorted((mine, other), key=len)
    return mine == other or (len(short) >= SHORTEST_WORD and f" {short} " in f" {long} ")
