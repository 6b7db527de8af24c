"""Write the golden messages anew: `python -m tests.golden.make`, then read what `git diff` shows."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from ekc.notifications import catalogue
from tests.golden import making

HERE = Path(__file__).parent / "messages"


def write() -> None:
    """One file for each kind, and no other."""
    HERE.mkdir(exist_ok=True)
    for left in HERE.iterdir():
        left.unlink()
    with TemporaryDirectory() as folder, making.ready(Path(folder)):
        for kind in catalogue.ALL:
            (HERE / f"{kind.code}.txt").write_text(making.golden(kind), encoding="utf-8")


if __name__ == "__main__":
    write()
