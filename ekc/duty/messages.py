"""What an achterwacht, a coordinator and the bureau read: days and hours, never about whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from ekc.accounts.models import PersonalLink
from ekc.accounts.queries import bureau_mail
from ekc.db import new_id
from ekc.duty.models import Reach
from ekc.notifications.outbox import Draft
from ekc.people.models import Person
from ekc.people.telling import told
from ekc.places.queries import central
from ekc.web.formatting import day, told_times


def question(row: Reach, person: Person, link: PersonalLink) -> Draft:
    """Can you be reached at these hours?"""
    return _about(row, "reach_question", person, f"reach_question:{row.id}:first", {"again": False}, link)


def reminder(row: Reach, person: Person, link: PersonalLink) -> Draft:
    """The same once more, two days before."""
    return _about(row, "reach_question", person, f"reach_question:{row.id}:again", {"again": True}, link)


def not_needed(row: Reach, person: Person) -> Draft:
    """It is off, or somebody else does it."""
    return _about(row, "reach_off", person, f"reach_off:{row.id}", {})


def news(row: Reach, organiser: Person, achterwacht: str, link: PersonalLink) -> Draft:
    """To the coordinator: her achterwacht can be reached, or cannot; with the way to her own page."""
    kind = "reach_yes" if row.answer == "yes" else "reach_no"
    return _about(row, kind, organiser, f"reach_news:{row.id}:{new_id()}", {"who": achterwacht}, link)


def missing(
    municipality_id: int, conference_id: int, starts: datetime, stamp: str, ends: datetime
) -> list[Draft]:
    """To everybody of the bureau: nobody can be reached for a day, until `ends`. `stamp` makes it unique."""
    words = {**_missing(conference_id, starts), "phone": central(municipality_id)}
    return [
        Draft(
            municipality_id=municipality_id,
            kind="reach_missing",
            address=mail,
            about=("conference", conference_id),
            dedupe=f"reach_missing:{conference_id}:{stamp}:{account}",
            context=words,
            expires=ends,
        )
        for account, mail, _ in bureau_mail(municipality_id)
    ]


def missing_hers(conference_id: int, starts: datetime, organiser: Person) -> Draft:
    """To her who organises it: do not go on before somebody can be reached."""
    once = f"reach_missing:{conference_id}:{starts:%Y%m%dT%H%M}:hers"
    words = _missing(conference_id, starts, organiser.given_name)
    return told(organiser, "reach_missing", ("conference", conference_id), once, words, expires=starts)


def _missing(conference_id: int, starts: datetime, hers: str = "") -> dict[str, str]:
    return {"day": day(starts), "hers": hers, "path": f"/bijeenkomsten/{conference_id}/bereikbaar"}


def _about(
    row: Reach,
    kind: str,
    person: Person,
    once: str,
    words: Mapping[str, object],
    link: PersonalLink | None = None,
) -> Draft:
    hours = {"when": told_times(row.starts_at, row.ends_at), "day": day(row.starts_at)}
    return told(
        person,
        kind,
        ("reach", row.id),
        once,
        {**hours, **words},
        expires=row.ends_at,
        link=(link.id, link.version) if link else None,
        replaces=True,
    )
