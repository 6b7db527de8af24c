"""What an achterwacht, a coordinator and the bureau read: days and hours, never about whom."""

from __future__ import annotations

from datetime import datetime

from ekc.accounts.models import PersonalLink
from ekc.accounts.queries import bureau_mail
from ekc.db import new_id
from ekc.duty.models import Reach
from ekc.notifications.outbox import Draft
from ekc.people import queries as people
from ekc.people.models import Person
from ekc.places.queries import municipality
from ekc.web.formatting import day, phone, told_times


def question(row: Reach, person: Person, link: PersonalLink) -> Draft:
    """Can you be reached at these hours?"""
    return _to_achterwacht("reach_question", row, person, link, again=False)


def reminder(row: Reach, person: Person, link: PersonalLink) -> Draft:
    """The same once more, two days before."""
    return _to_achterwacht("reach_question", row, person, link, again=True)


def not_needed(row: Reach, person: Person) -> Draft:
    """It is off, or somebody else does it."""
    return Draft(
        municipality_id=row.municipality_id,
        kind="reach_off",
        address=people.told_at(person),
        person_id=person.id,
        about=("reach", row.id),
        dedupe=f"reach_off:{row.id}",
        context={"name": person.given_name, **_when(row)},
        expires=row.ends_at,
        replaces=True,
    )


def news(row: Reach, organiser: Person, achterwacht: str, link: PersonalLink) -> Draft:
    """To the coordinator: her achterwacht can be reached, or cannot; with the way to her own page."""
    return Draft(
        municipality_id=row.municipality_id,
        kind="reach_yes" if row.answer == "yes" else "reach_no",
        address=people.told_at(organiser),
        person_id=organiser.id,
        about=("reach", row.id),
        dedupe=f"reach_news:{row.id}:{new_id()}",
        context={"name": organiser.given_name, "who": achterwacht, **_when(row)},
        expires=row.ends_at,
        link=(link.id, link.version),
        replaces=True,
    )


def missing(
    municipality_id: int, conference_id: int, starts: datetime, stamp: str, ends: datetime
) -> list[Draft]:
    """To everybody of the bureau: nobody can be reached for a day, until `ends`. `stamp` makes it unique."""
    number = phone(municipality(municipality_id).central_phone)
    return [
        Draft(
            municipality_id=municipality_id,
            kind="reach_missing",
            address=mail,
            about=("conference", conference_id),
            dedupe=f"reach_missing:{conference_id}:{stamp}:{account}",
            context={
                "day": day(starts),
                "hers": "",
                "path": f"/bijeenkomsten/{conference_id}/bereikbaar",
                "phone": number,
            },
            expires=ends,
        )
        for account, mail, _ in bureau_mail(municipality_id)
    ]


def missing_hers(municipality_id: int, conference_id: int, starts: datetime, organiser: Person) -> Draft:
    """To her who organises it: do not go on before somebody can be reached."""
    return Draft(
        municipality_id=municipality_id,
        kind="reach_missing",
        address=people.told_at(organiser),
        person_id=organiser.id,
        about=("conference", conference_id),
        dedupe=f"reach_missing:{conference_id}:{starts:%Y%m%dT%H%M}:hers",
        context={
            "day": day(starts),
            "hers": organiser.given_name,
            "path": f"/bijeenkomsten/{conference_id}/bereikbaar",
            "phone": phone(municipality(municipality_id).central_phone),
        },
        expires=starts,
    )


def _to_achterwacht(kind: str, row: Reach, person: Person, link: PersonalLink, *, again: bool) -> Draft:
    return Draft(
        municipality_id=row.municipality_id,
        kind=kind,
        address=people.told_at(person),
        person_id=person.id,
        about=("reach", row.id),
        dedupe=f"{kind}:{row.id}:{'again' if again else 'first'}",
        context={"name": person.given_name, "again": again, **_when(row)},
        expires=row.ends_at,
        link=(link.id, link.version),
        replaces=True,
    )


def _when(row: Reach) -> dict[str, str]:
    return {
        "when": told_times(row.starts_at, row.ends_at),
        "day": day(row.starts_at),
        "phone": phone(municipality(row.municipality_id).central_phone),
    }
