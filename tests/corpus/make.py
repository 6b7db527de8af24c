"""Write the corpus as files, one mail each: `python -m tests.corpus.make` after a change of it."""

from __future__ import annotations

from pathlib import Path

from tests.corpus import hostile, machines, real
from tests.corpus.real import Case

HERE = Path(__file__).parent
MAILS = HERE / "mails"
CASES: tuple[Case, ...] = (*real.all_of_them(), *machines.all_of_them(), *hostile.all_of_them())


def files() -> dict[str, bytes]:
    """The mails by the name of their file, and the list of what must come of each."""
    expected = "".join(f"{one.name} {one.outcome} {one.answer or '-'}\n" for one in CASES)
    return {**{f"mails/{one.name}.eml": one.raw for one in CASES}, "expected.txt": expected.encode()}


def write() -> None:
    """Write them all anew."""
    MAILS.mkdir(exist_ok=True)
    for left in MAILS.iterdir():
        left.unlink()
    for name, content in files().items():
        (HERE / name).write_bytes(content)


if __name__ == "__main__":
    write()
