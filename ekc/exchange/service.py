"""Bringing a file, looking at what it would do, taking it over as a whole or not at all; and the way out."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.errors import DomainError, NotFoundError, TooLateError
from ekc.exchange import queries
from ekc.exchange.kinds import KINDS
from ekc.exchange.models import Upload
from ekc.exchange.plans import CHANGE, NEW, Plan
from ekc.sheets import columns, opening, writing
from ekc.sheets.writing import Sheet
from ekc.web.reading import one_line

KEPT = timedelta(days=14)  # that a file waits
LONGEST_NAME = 120
GONE = "Dit bestand is al overgenomen of weggegooid."
CHANGED = "Intussen is er iets veranderd. Kijk het nog eens na, en neem het dan over."


def bring(kind: str, name: str, content: bytes, *, by: Actor) -> Upload:
    """Keep a file that somebody sent, until it is taken over or thrown away. DomainError where it cannot be
    read at all; what is wrong inside it is told by `plan_of`."""
    if kind not in KINDS:
        raise DomainError("Kies wat voor lijst het is.")
    if by.account_id is None:
        raise NotFoundError
    opening.read(content)
    upload = Upload(
        id=new_id(),
        municipality_id=by.municipality_id,
        kind=kind,
        name=one_line(name)[:LONGEST_NAME] or "bestand",
        content=base64.b64encode(content).decode(),
        state="waiting",
        made_at=clock.now(),
        made_by_id=by.account_id,
    )
    db.session.add(upload)
    record("bring_file", "upload", upload.id, by=by, reason=kind)
    db.session.flush()
    return upload


def let_go(upload: Upload, *, by: Actor) -> None:
    """A file that just came, of which all is there already, waits for nobody and is not kept."""
    plan = plan_of(upload, by=by)
    if not plan.problems and not plan.changes_something:
        upload.content, upload.state, upload.done_at = None, "same", clock.now()
        db.session.flush()


def content_of(upload: Upload) -> bytes:
    """The bytes as they were sent. NotFoundError once it is taken over or gone."""
    if upload.content is None or upload.state != "waiting":
        raise NotFoundError
    return base64.b64decode(upload.content)


def plan_of(upload: Upload, *, by: Actor) -> Plan:
    """What a waiting file would do now, row by row, or every problem in it."""
    kind = KINDS[upload.kind]
    table = columns.read(opening.read(content_of(upload)), kind.columns)
    return kind.plan(table, by=by)


def take(upload: Upload, digest: str, *, by: Actor) -> Plan:
    """Take over a file as a whole. `digest` is of the plan that was looked at.

    TooLateError where somebody else took it, or where it would do something else by now; DomainError where
    there is a problem in it. In all these nothing is changed.
    """
    queries.wait_turn(by.municipality_id)
    if not queries.claim(upload, "taken", clock.now()):
        raise TooLateError(GONE)
    plan = plan_of(upload, by=by)
    if plan.problems:
        raise DomainError("Er klopt nog iets niet. Er is niets overgenomen.")
    if plan.digest != digest:
        raise TooLateError(CHANGED)
    KINDS[upload.kind].carry_out(plan, by=by)
    upload.content, upload.state = None, "taken"
    upload.added, upload.changed = plan.count(NEW), plan.count(CHANGE)
    record("take_file", "upload", upload.id, by=by, reason=upload.kind)
    db.session.flush()
    return plan


def drop(upload: Upload, *, by: Actor) -> None:
    """Throw a waiting file away. TooLateError where it waits no more."""
    if not queries.claim(upload, "dropped", clock.now()):
        raise TooLateError(GONE)
    upload.content, upload.state = None, "dropped"
    record("drop_file", "upload", upload.id, by=by)
    db.session.flush()


def lapse(now: datetime) -> int:
    """Forget files that waited too long; how many."""
    return queries.lapse(now - KEPT, now)


def download(name: str, *, by: Actor) -> tuple[str, bytes]:
    """(content type, bytes) of what is called `name`: 'pool.xlsx', 'pool.csv' or 'pool-voorbeeld.xlsx'.

    Who is in it is noted as seen by the actor. NotFoundError for any other name.
    """
    stem, _, ending = name.partition(".")
    example = stem.endswith("-voorbeeld")
    kind = KINDS.get(stem.removesuffix("-voorbeeld"))
    if kind is None or ending not in writing.KINDS:
        raise NotFoundError
    rows, ids = (kind.example, ()) if example else kind.out(by)
    if not example:
        by.seen.append(("take_out", kind.key, by.municipality_id, "ok"))
        by.seen.extend(("take_out", kind.about, number, "ok") for number in ids)
    made = clock.now().replace(tzinfo=None)
    content = writing.write(
        ending, Sheet(kind.title, kind.headers, rows), explained=kind.explained, made=made
    )
    return writing.KINDS[ending], content
