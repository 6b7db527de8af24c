"""Each promise about calendars (`promises.txt`) is held by tests that are there, and that run."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
PROMISED = (TESTS / "invitations" / "promises.txt").read_text()


@cache
def known(file: str) -> set[str]:
    """The tests of a file that nobody set aside."""
    source = (TESTS / f"{file if '/' in file else f'invitations/{file}'}.py").read_text()
    found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    return {node.name for node in found if not re.search(r"\.(skip|xfail)", ast.unparse(node))}


def test_there_are_seventy_two_each_held_by_a_test_that_runs():
    promises = re.findall(r"^(\d+)\. .+\n((?: {4}\S+\n)+)", PROMISED, re.MULTILINE)
    assert [int(number) for number, _ in promises] == list(range(1, 73))
    lost = [
        test
        for _, tests in promises
        for test in tests.split()
        if test.partition("::")[2] not in known(test.partition("::")[0])
    ]
    assert lost == []
