"""Wording a message in one's own way; every version stays, and ours are always there to go back to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy.exc import IntegrityError

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.errors import DomainError, NotFoundError, TooLateError
from ekc.notifications import own_words, texts
from ekc.notifications.kinds import Kind
from ekc.notifications.models import TextVersion
from ekc.notifications.rendering import PARTS
from ekc.texts import queries

OVERTAKEN = "Iemand anders veranderde deze tekst net. Hieronder staat wat jij typte; kijk eerst wat er nu is."
SAME = "Je hebt niets veranderd."
TO_COME = "Deze dag moet nog komen. Vul in wanneer de tekst getoetst is."
OLD = "Deze versie past niet meer bij dit bericht. {why}"


def problems(kind: Kind, parts: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with each part, as a sentence; all of them at once."""
    ours, found = texts.ours(kind.code), {}
    for part in PARTS:
        try:
            own_words.check(kind, part, own_words.tidy(part, parts[part]), ours[part])
        except DomainError as error:
            found[part] = str(error)
    return found


def save(
    kind: Kind, parts: Mapping[str, str], reviewed_on: date | None, seen: int, *, by: Actor
) -> TextVersion:
    """A new version, that counts from now on; `seen` is the number of the version that was looked at, 0 ours.

    A part that reads as ours is kept as ours, so that it changes when ours does. DomainError where it cannot
    be kept or nothing changed; TooLateError where somebody else was first.
    """
    wrong = problems(kind, parts)
    if wrong:
        raise DomainError(next(iter(wrong.values())))
    if reviewed_on is not None and reviewed_on > clock.today():
        raise DomainError(TO_COME)
    return _add(kind, own_parts(kind, parts), reviewed_on, seen, by)


def restore(kind: Kind, number: int, seen: int, *, by: Actor) -> TextVersion:
    """An older version again, as a new one; 0 gives ours. NotFoundError where there is none; the rest as
    `save`."""
    if number == 0:
        return _add(kind, dict.fromkeys(PARTS), None, seen, by)
    older = queries.version(by.municipality_id, kind.code, number)
    if older is None:
        raise NotFoundError
    wrong = problems(kind, read(kind, older))
    if wrong:
        raise DomainError(OLD.format(why=next(iter(wrong.values()))))
    return _add(kind, {part: getattr(older, part) for part in PARTS}, older.reviewed_on, seen, by)


def read(kind: Kind, version: TextVersion | None) -> dict[str, str]:
    """The three texts as they may be changed: the municipality's own, and ours where it has none."""
    ours = texts.ours(kind.code)
    return {part: (version and getattr(version, part)) or ours[part] for part in PARTS}


def own_parts(kind: Kind, parts: Mapping[str, str]) -> dict[str, str | None]:
    """Each part on clean lines; None where it reads as ours."""
    ours = texts.ours(kind.code)
    tidy = {part: own_words.tidy(part, parts[part]) for part in PARTS}
    return {part: None if tidy[part].strip() == ours[part] else tidy[part] for part in PARTS}


def _add(
    kind: Kind, parts: Mapping[str, str | None], reviewed_on: date | None, seen: int, by: Actor
) -> TextVersion:
    newest = texts.in_force(by.municipality_id).get(kind.code)
    if (newest.version if newest else 0) != seen:
        raise TooLateError(OVERTAKEN)
    before = {part: getattr(newest, part, None) for part in PARTS}
    if parts == before and reviewed_on == getattr(newest, "reviewed_on", None) and not _is_broken(newest):
        raise DomainError(SAME)
    made = TextVersion(
        id=new_id(),
        municipality_id=by.municipality_id,
        kind=kind.code,
        version=seen + 1,
        reviewed_on=reviewed_on,
        at=clock.now(),
        account_id=by.account_id or 0,
        **parts,
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as error:
        raise TooLateError(OVERTAKEN) from error
    texts.forget()
    record("word_message", "text_version", made.id, by=by, reason=kind.code)
    return made


def _is_broken(version: TextVersion | None) -> bool:
    return version is not None and version.broken_at is not None
