"""Writing the logbook. Lines hold ids and codes, never a name, an address or a word that a person typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sqlalchemy import insert

from ekc import clock
from ekc.audit import queries, rules
from ekc.audit.models import LogEntry
from ekc.db import db, new_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BATCH = 500
LINES = insert(LogEntry)


class Signer(Protocol):
    """What the logbook must know of whoever acts."""

    @property
    def kind(self) -> str: ...
    @property
    def municipality_id(self) -> int: ...
    @property
    def signature(self) -> int | None: ...
    @property
    def behalf_person_id(self) -> int | None: ...
    @property
    def cover_person_id(self) -> int | None: ...
    @property
    def origin(self) -> str: ...


def record(
    action: str, kind: str, object_id: int, *, by: Signer, reason: str | None = None, result: str = "ok"
) -> None:
    """Add a line to the running transaction: `action` (a verb), the object's kind and id, a reason code,
    `ok` or `refused`."""
    db.session.add(LogEntry(**_line(action, kind, object_id, by, reason, result)))


def lines(seen: Iterable[tuple[str, str, int, str]], *, by: Signer) -> list[dict[str, object]]:
    """Rows of the logbook for what a page showed, from (action, kind, id, result): to be written at once."""
    common = _line("", "", 0, by, None, "")
    names = ("action", "object_kind", "object_id", "result")
    return [{**common, "id": new_id(), **dict(zip(names, line, strict=True))} for line in seen]


def seal_chain() -> int:
    """Bind the lines that are not yet chained to the chain of their municipality; gives how many were
    bound."""
    lines = queries.unsealed(BATCH)
    for municipality_id in {line.municipality_id for line in lines}:
        _seal_lines(municipality_id, [line for line in lines if line.municipality_id == municipality_id])
    db.session.flush()
    return len(lines)


def broken_at(municipality_id: int) -> int | None:
    """The place of the first line that was changed or removed afterwards; None where the chain holds."""
    before = rules.START
    for place, line in enumerate(queries.chain(municipality_id), 1):
        if line.position != place or line.chain != rules.chained(before, _content(line)):
            return place
        before = line.chain
    return None


def _seal_lines(municipality_id: int, lines: Sequence[LogEntry]) -> None:
    place, before = queries.chain_end(municipality_id) or (0, rules.START)
    for line in lines:
        place += 1
        before = rules.chained(before, _content(line))
        line.position, line.chain = place, before


def _content(line: LogEntry) -> dict[str, str | int | None]:
    covered = {} if line.cover_person_id is None else {"cover": line.cover_person_id}  # older lines had none
    return {
        **covered,
        "id": line.id,
        "municipality": line.municipality_id,
        "at": line.at.isoformat(),
        "action": line.action,
        "object": f"{line.object_kind}:{line.object_id}",
        "result": line.result,
        "origin": line.origin,
        "actor": f"{line.actor_kind}:{line.actor_id}",
        "behalf": line.behalf_person_id,
        "reason": line.reason,
    }


def _line(
    action: str, kind: str, object_id: int, by: Signer, reason: str | None, result: str
) -> dict[str, object]:
    return {
        "municipality_id": by.municipality_id,
        "at": clock.now(),
        "action": action,
        "object_kind": kind,
        "object_id": object_id,
        "result": result,
        "origin": by.origin,
        "actor_kind": by.kind,
        "actor_id": by.signature,
        "behalf_person_id": by.behalf_person_id,
        "cover_person_id": by.cover_person_id,
        "reason": reason,
    }
