"""Where mail waits for us: what a mailbox can do, and the one that is a folder on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

KEPT = 1024 * 1024  # bytes of a mail that are taken in


class TrayError(Exception):
    """The mailbox is not to be had now; the code: away, untrusted, refused, no_folder or not_moved."""


class Waiting(Protocol):
    """A mail that waits."""

    def content(self) -> bytes | None:
        """Its first MiB; None where another worker was faster."""

    def put_away(self) -> None:
        """Out of what waits: only after what came of it was committed, so that a crash reads it again."""


class Tray(Protocol):
    """A mailbox."""

    def waiting(self, most: int) -> Iterator[Waiting]:
        """At most so many mails, or TrayError."""

    def close(self) -> None:
        """Let go of what is open."""


@dataclass(frozen=True, slots=True)
class Maildir:
    """A folder in Maildir format; it is made where it is not there."""

    path: str

    def waiting(self, most: int) -> Iterator[Waiting]:
        """The oldest name first."""
        box = Path(self.path)
        try:
            for name in ("tmp", "new", "cur"):
                (box / name).mkdir(parents=True, exist_ok=True)
            found = sorted(path for path in (box / "new").iterdir() if path.is_file())
        except OSError as error:
            raise TrayError("away") from error
        yield from (_File(path) for path in found[:most])

    def close(self) -> None:
        """Nothing is held."""


@dataclass(frozen=True, slots=True)
class _File:
    path: Path

    def content(self) -> bytes | None:
        try:
            with self.path.open("rb") as file:
                return file.read(KEPT)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise TrayError("away") from error

    def put_away(self) -> None:
        seen = self.path.parent.parent / "cur" / f"{self.path.name.partition(':')[0]}:2,S"
        try:
            self.path.rename(seen)
        except FileNotFoundError:
            return
        except OSError as error:
            raise TrayError("not_moved") from error
