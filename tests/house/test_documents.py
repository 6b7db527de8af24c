"""The README and the decisions say each thing once, and say what is there."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from pathlib import Path

from ekc.settings import Settings
from tests.house.test_arrows import FLOORS
from tests.tools.proofs import merged

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("0*.md"))


def rows(title: str) -> list[str]:
    """The first cell of each row of the tables under the heading `title` of the README."""
    section = README.split(f"\n## {title}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [line.split(" | ")[0].removeprefix("| ").strip() for line in lines]


def twice(words: list[str]) -> list[str]:
    """What stands more than once in `words`."""
    return [word for word, times in Counter(words).items() if times > 1]


def test_each_setting_and_each_word_has_one_row():
    settings = [row for row in rows("Settings") if row.startswith("`EKC_")]
    assert sorted(settings) == sorted(f"`EKC_{field.name.upper()}`" for field in fields(Settings))
    words = [
        word.strip() for row in rows("From the word on the screen to the file") for word in row.split(";")
    ]
    assert twice(words) == []


def test_each_package_stands_once_on_its_floor():
    house = README.split("\n## The house\n")[1].split("```")[1]
    shown = [word.removesuffix("/") for word in house.split() if word.endswith("/") and "<" not in word]
    packages = [name for name in shown if name in FLOORS]
    there = {name for name in FLOORS if (ROOT / "ekc" / name).is_dir()}
    assert (twice(packages), set(packages)) == ([], there)
    assert [FLOORS[name] for name in packages] == sorted((FLOORS[name] for name in packages), reverse=True)


def test_each_decision_has_one_number_and_stands_in_the_list():
    assert twice([path.name[:4] for path in DECISIONS]) == []
    listed = (ROOT / "docs" / "decisions" / "README.md").read_text()
    for path in DECISIONS:
        heading = path.read_text().splitlines()[0].removeprefix("# ")
        number, title = heading.split(". ", 1)
        assert int(number) == int(path.name[:4]), path.name
        assert f"{number}. [{title}]({path.name})" in listed, path.name


def test_a_proof_that_runs_alone_leaves_the_others_in_the_table():
    table = (ROOT / "docs" / "proofs.md").read_text()
    there = merged(table, [])
    assert {row[0] for row in there} >= {"R3 a mail server in every mood", "R4 clock"}
    anew = (*there[0][:2], "again")
    assert merged(table, [anew]) == [anew, *there[1:]]
