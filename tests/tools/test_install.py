"""What the tests need is here, or is asked for in one line; the locks are complete and hold no addresses."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.tools import install

ROOT = Path(__file__).parents[2]
LOCKS = ["requirements.txt", "requirements-dev.txt"]


def _pins(lock: str) -> dict[str, str]:
    """Name and the lines of each pinned package."""
    blocks = re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8").strip())
    return {block.partition("==")[0]: block for block in blocks}


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=]", requirement)[0] for requirement in requirements}


def test_everything_is_here() -> None:
    assert install.ensure(install.NEEDED, may_install=False) == 0


def test_what_is_missing_is_named_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    needed = {"chromium": lambda: True, "libical3": lambda: False, "postgresql": lambda: False}
    assert install.ensure(needed, may_install=False) == 1
    said = capsys.readouterr()
    assert said.err == "The tests need these packages; as root: apt-get install libical3 postgresql\n"
    assert said.out == ""


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_everything_by_hash_and_holds_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"://|--(extra-)?index-url|--find-links", text)
    assert [name for name, block in _pins(lock).items() if "--hash=sha256:" not in block] == []


def test_the_locks_have_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups, extras = project["dependency-groups"], project["project"]["optional-dependencies"]
    runtime = _names(project["project"]["dependencies"] + groups["build"] + extras["postgres"])
    assert runtime - _pins("requirements.txt").keys() == set()
    assert _names(groups["dev"]) - _pins("requirements-dev.txt").keys() == set()


def test_both_locks_pin_the_same_releases() -> None:
    run, dev = _pins("requirements.txt"), _pins("requirements-dev.txt")
    assert {name: dev.get(name) for name in run} == run
