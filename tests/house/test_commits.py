"""Commits are made at the edge: in views, jobs, commands, the demo, delivery, and after a page."""

from __future__ import annotations

import ast
from pathlib import Path

EKC = Path(__file__).resolve().parents[2] / "ekc"
MAY_COMMIT = {"views.py", "jobs.py", "cli.py", "db.py"}
MAY_COMMIT_TOO = {"notifications/delivery.py", "accounts/guards.py", "mailroom/reading.py", "web/posting.py"}
COMMITTING = {"commit", "committed", "insert_alone"}
ASKS_THE_TIME = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today"}


def commits(file: Path) -> list[int]:
    """Lines on which `….commit()` or `committed(…)` is called, or rows are written in a transaction of
    their own."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in COMMITTING
    ]


def test_only_the_edge_commits():
    offenders = [
        f"{file.relative_to(EKC)}:{line}"
        for file in EKC.rglob("*.py")
        if file.name not in MAY_COMMIT
        and not file.name.endswith("_views.py")
        and not file.name.startswith("seed")
        and str(file.relative_to(EKC)) not in MAY_COMMIT_TOO
        for line in commits(file)
    ]
    assert offenders == [], "a service flushes; the view, job or command commits once"


def test_the_walker_finds_commits():
    for file in ("accounts/views.py", "web/posting.py", "thanks/views.py", "db.py"):
        assert commits(EKC / file) != []


def test_views_and_guards_alone_ask_for_time_at_the_edge():
    """`datetime.now` and its like stand in clock.py only."""
    offenders = []
    for file in EKC.rglob("*.py"):
        if file.name == "clock.py":
            continue
        offenders += [
            f"{file.relative_to(EKC)}:{node.lineno}"
            for node in ast.walk(ast.parse(file.read_text()))
            if isinstance(node, ast.Attribute) and ast.unparse(node) in ASKS_THE_TIME
        ]
    assert offenders == [], "ask ekc.clock"
