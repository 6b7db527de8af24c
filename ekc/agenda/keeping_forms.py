"""The fields about who must not meet: for each of them own hours, a room of their own, or at a distance."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from ekc.agenda.rules import Own
from ekc.clock import HOME
from ekc.errors import DomainError
from ekc.web.formatting import local_to_utc
from ekc.web.forms import Form, Select, Tick, TimeField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ekc.agenda.keeping import Asked

Made = TypeVar("Made", bound=Form)


def asking(form: type[Made], persons: Iterable[Asked], rooms: Iterable[tuple[int, str]]) -> type[Made]:
    """The same form with four fields more for each of `persons`, to choose one of `rooms` (by id) in.

    Without persons, the form itself.
    """
    asked = list(persons)
    fields: dict[str, Any] = {
        "apart": {one.person_id: one.given_name for one in asked},
        "shuns": {one.person_id: " en ".join(one.shuns) for one in asked},
    }
    if not fields["apart"]:
        return form
    offered = list(rooms)
    for person_id, name in fields["apart"].items():
        fields |= {
            f"comes_{person_id}": TimeField(f"{name} komt om", required=False),
            f"leaves_{person_id}": TimeField(f"{name} gaat weg om", required=False),
            f"room_{person_id}": Select(f"Eigen ruimte van {name}", offered, coerce=int, required=False),
            f"remote_{person_id}": Tick(f"{name} doet op afstand mee"),
        }
    made: type[Made] = type(form)("Asking", (form,), fields)  # type: ignore[misc] # -- WTForms' own metaclass
    return made


def known(persons: Iterable[Asked]) -> dict[str, Any]:
    """What is their own on a day, to fill the form with."""
    found: dict[str, Any] = {}
    for one in persons:
        found |= {
            f"comes_{one.person_id}": _clock(one.starts),
            f"leaves_{one.person_id}": _clock(one.ends),
            f"room_{one.person_id}": one.room_id,
            f"remote_{one.person_id}": one.remote,
        }
    return found


def told(form: Form, starts: datetime, ends: datetime) -> tuple[Own, ...]:
    """What was filled in of each, on a day from `starts` to `ends` (aware). DomainError for an hour outside
    it, or one that the clock skips."""
    return tuple(
        Own(
            person_id,
            _moment(form[f"comes_{person_id}"].data, starts, ends),
            _moment(form[f"leaves_{person_id}"].data, starts, ends),
            form[f"room_{person_id}"].data,
            form[f"remote_{person_id}"].data,
        )
        for person_id in getattr(form, "apart", {})
    )


def _moment(at: time | None, starts: datetime, ends: datetime) -> datetime | None:
    """The hour on the day itself, or after midnight where the day lasts so long."""
    if at is None:
        return None
    day = starts.astimezone(HOME).date()
    found = local_to_utc(day, at)
    if found < starts and ends.astimezone(HOME).date() > day:
        found = local_to_utc(day + timedelta(days=1), at)
    if not starts <= found <= ends:
        raise DomainError("Iemands eigen tijd valt buiten de bijeenkomst. Kijk de tijden na.")
    return found


def _clock(moment: datetime | None) -> time | None:
    return None if moment is None else moment.astimezone(HOME).time()
