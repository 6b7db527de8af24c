"""Why somebody stands where she stands, in two short lines. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime

from ekc.matching.fitting import DUTCH, Volunteer, Wanted, missing_languages, same_village, shared_words
from ekc.people import languages
from ekc.pool.dayparts import in_words
from ekc.pool.rules import needs_buddy

OFTEN = 4  # questions in four weeks: from then on it is told, so that she is spared
NO_ACCOUNT = "kan nog niet inloggen"


def lines(wanted: Wanted, volunteer: Volunteer, today: date) -> tuple[str, str]:
    """Two short lines about one candidate: what fits, and what she already carries."""
    one = volunteer
    fits = (
        _speaks(wanted, one),
        _wish(wanted, one),
        _lives(wanted, one),
        _free(wanted, one),
        _themes(wanted, one),
        "heet net zo als iemand in de aanmelding: vraag dat na" if one.namesake and not one.member else "",
        "" if one.signs_in else NO_ACCOUNT,
    )
    carries = (
        f"deed dit jaar {one.done} van {one.max_per_year}",
        f"heeft er nu {one.active} van {one.max_at_once}",
        _asked(one.last_asked, one.asked_lately, today),
        _together(one),
    )
    return "; ".join(part for part in fits if part), "; ".join(part for part in carries if part)


def _speaks(wanted: Wanted, one: Volunteer) -> str:
    shared = [code for code in wanted.languages if code in one.languages]
    telling = [code for code in shared if code != DUTCH] or shared
    missing = [code for code in missing_languages(wanted, one) if code != DUTCH]
    parts = [f"spreekt {languages.in_words(telling)}"] if telling else []
    return "; ".join([*parts, *([f"spreekt geen {languages.in_words(missing)}"] if missing else [])])


def _wish(wanted: Wanted, one: Volunteer) -> str:
    shared = shared_words(wanted, one)
    return f"past bij de wens: {', '.join(shared)}" if shared else ""


def _lives(wanted: Wanted, one: Volunteer) -> str:
    if same_village(wanted, one):
        return "woont in hetzelfde dorp"
    if one.km is None:
        return "afstand onbekend"
    far = f"{round(one.km)} km verderop" if round(one.km) else "vlakbij"
    return f"woont {far}, niet in hetzelfde dorp"


def _free(wanted: Wanted, one: Volunteer) -> str:
    if not wanted.day_parts or not one.day_parts:
        return ""
    shared = in_words(set(wanted.day_parts) & set(one.day_parts))
    return f"kan ook op {shared}" if shared else "kan niet op de dagdelen van de familie"


def _themes(wanted: Wanted, one: Volunteer) -> str:
    if set(wanted.themes) & set(one.themes_not):
        return "doet dit onderwerp liever niet"
    return "doet dit onderwerp graag" if set(wanted.themes) & set(one.themes_like) else ""


def _together(one: Volunteer) -> str:
    if needs_buddy(one.papers, one.helped):
        return "samen met een maatje"
    if one.prefers_two:
        return "doet het liefst samen met iemand"
    return f"leidde er eerder {one.led}" if one.led else ""


def _asked(last: datetime | None, lately: int, today: date) -> str:
    if last is None:
        return "nog nooit gevraagd"
    if lately >= OFTEN:
        return f"al {lately} keer gevraagd in vier weken"
    days = (today - last.astimezone(UTC).date()).days
    if days < 14:  # noqa: PLR2004 -- two weeks
        return "kort geleden gevraagd"
    if days < 60:  # noqa: PLR2004 -- two months
        return f"{days // 7} weken geleden gevraagd"
    return f"{days // 30} maanden geleden gevraagd"
