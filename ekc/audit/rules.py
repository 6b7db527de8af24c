"""How a line of the logbook is bound to the line before it."""

from __future__ import annotations

import json
from hashlib import sha256

START = "0" * 64


def chained(before: str, line: dict[str, str | int | None]) -> str:
    """The hash that binds `line` (plain values only) to the chain that ended in `before`."""
    text = json.dumps(line, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return sha256(f"{before}{text}".encode()).hexdigest()
