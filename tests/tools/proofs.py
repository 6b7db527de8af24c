"""The long proofs: short in `make test`, in full in `make proof`, which writes docs/proofs.md."""

import os
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

Record = Callable[[str, str, str], None]
_rows = pytest.StashKey[list[tuple[str, str, str]]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--full`: run the long proofs in full instead of in short form."""
    parser.addoption("--full", action="store_true", help="run the long proofs in full, and write their table")


def pytest_configure(config: pytest.Config) -> None:
    """Start with an empty table."""
    config.stash[_rows] = []


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether long proofs run in full."""
    return bool(request.config.getoption("--full"))


@pytest.fixture(scope="session")
def proved(request: pytest.FixtureRequest) -> Record:
    """Add a line to the table of proofs: `proved("R1 one winner", "20 rounds of 200", "20 winners")`."""
    rows = request.config.stash[_rows]
    return lambda promise, done, outcome: rows.append((promise, done, outcome))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the table after a full run in which everything held; of one that named its tests, into it."""
    rows = session.config.stash[_rows]
    if not session.config.getoption("--full") or session.testsfailed or not rows:
        return
    page = session.config.rootpath / "docs" / "proofs.md"
    page.parent.mkdir(exist_ok=True)
    if session.config.args_source is pytest.Config.ArgsSource.ARGS and page.exists():
        rows = merged(page.read_text(encoding="utf-8"), rows)
    page.write_text(_table(rows), encoding="utf-8")


def merged(table: str, rows: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """What stands in a table already, with `rows` in the place of those that say the same was done."""
    lines = [line for line in table.splitlines() if line.startswith("| ")][1:]
    there = [tuple(line.strip("| ").split(" | ")) for line in lines]
    anew = {row[:2] for row in rows}
    return [*rows, *((one[0], one[1], one[2]) for one in there if one[:2] not in anew)]


def _table(rows: list[tuple[str, str, str]]) -> str:
    made = f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores"
    head = f"# Proofs\n\nWritten by `make proof` ({made}).\n\n| promise | done | outcome |\n|---|---|---|\n"
    return head + "".join(f"| {' | '.join(row)} |\n" for row in sorted(rows))
