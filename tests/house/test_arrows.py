"""The two import arrows: inside a package leftwards, between packages downwards."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EKC = ROOT / "ekc"

FLOORS = {
    "home": 9,
    "exchange": 8.5,
    "reporting": 8,
    "privacy": 8,
    "choosing": 7.1,
    "resting": 7.1,
    "renewing": 7.1,
    "afterwards": 7,
    "processes": 7,
    "mailroom": 6.85,
    "voice": 6.8,
    "certificates": 6.7,
    "thanks": 6.6,
    "outcomes": 6.5,
    "present": 6.3,
    "handover": 6.2,
    "tonight": 6.18,
    "safety": 6.15,
    "family": 6.15,
    "visits": 6.14,
    "calls": 6.12,
    "arranging": 6.11,
    "duty": 6.1,
    "polls": 6.05,
    "agenda": 6,
    "apart": 5.7,
    "circle": 5.5,
    "choice": 5.2,
    "matching": 5,
    "expenses": 4.7,
    "referrals": 4.5,
    "training": 4.2,
    "pool": 4,
    "publishing": 3.7,
    "calendars": 3.6,
    "invitations": 3.5,
    "texts": 3.3,
    "areas": 3.2,
    "nearby": 3.2,
    "accounts": 3,
    "people": 2.5,
    "places": 2,
    "sheets": 1.5,
    "audit": 1,
    "notifications": 1,
    "web": 1,
    "db": 0,
    "clock": 0,
    "errors": 0,
    "settings": 0,
    "seals": 0,
}
ABOVE_ALL = {"jobs", "cli", "seed", "web_app", "migrations"}
FLOOR_NAMES = {"db", "clock", "errors", "settings", "seals"}
ORDER = ("rules", "models", "queries", "messages", "service", "forms", "views")
PURE = {
    "rules",
    "rates",
    "amounts",
    "lifecycle",
    "path",
    "bounds",
    "cells",
    "columns",
    "plans",
    "pool_columns",
    "pool_people",
    "pool_rules",
    "payroll_rules",
    "years_columns",
    "venues_columns",
    "listed",
    "nearby_columns",
    "trajects_columns",
    "timeslots",
    "opening",
    "doubts",
    "free",
    "suggesting",
    "best_days",
    "holidays",
    "ranking",
    "fitting",
    "limits",
    "weighing",
    "explaining",
    "replaying",
    "wording",
    "dayparts",
    "waves",
    "asks",
    "seats",
    "proposal",
    "joint",
    "ics",
    "vtimezone",
    "replies",
    "letters",
    "returned",
    "contents",
    "distances",
    "villages",
    "mime",
    "codes",
    "venue_rules",
    "condition_rules",
    "addresses",
    "zones",
    "values",
    "recurring",
    "entries",
    "busy",
    "hygiene",
    "kinds",
    "markup",
    "kinds_here",
    "kinds_people",
    "kinds_pool",
    "own_words",
    "quiet",
    "gsm",
    "on_paper",
    "reaching",
}
NEVER_PURE = ("flask", "sqlalchemy", "ekc.db", "ekc.clock")


def imports(file: Path) -> list[tuple[int, str]]:
    """(line, dotted module) of every import in a file; `from ekc.people import service` counts as
    ekc.people.service."""
    found = []
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
    return found


def owner(file: Path) -> tuple[str, str]:
    """(package, module) of a file."""
    parts = file.relative_to(EKC).with_suffix("").parts
    return (parts[0], parts[1] if len(parts) > 1 else "")


def is_outside(package: str, module: str) -> bool:
    """Views and forms may import anything but other views; so may what stands above all."""
    outside = module.endswith(("views", "forms"))
    return package in ABOVE_ALL or package.startswith("seed") or outside


def wrong_way(file: Path) -> list[str]:
    """What in this file points the wrong way."""
    package, module = owner(file)
    complaints = []
    for line, name in imports(file):
        if not name.startswith("ekc."):
            continue
        target, *rest = name.split(".")[1:]
        their = rest[0] if rest else ""
        where = f"{file.relative_to(ROOT)}:{line} imports {name}"
        if target == package:
            if module in ORDER and their in ORDER and ORDER.index(their) > ORDER.index(module):
                complaints.append(f"{where}: inside a package imports point leftwards in {ORDER}")
        elif is_outside(package, module):
            if their == "views" and package not in ABOVE_ALL:
                complaints.append(f"{where}: views do not import views; link by url_for")
        elif target in ABOVE_ALL:
            complaints.append(f"{where}: nobody below imports {target}")
        elif target in FLOORS and FLOORS[target] >= FLOORS[package] and target not in FLOOR_NAMES:
            complaints.append(
                f"{where}: {target} is not below {package}; read from above or use processes.py"
            )
    return complaints


FILES = sorted(
    file
    for file in EKC.rglob("*.py")
    if "migrations/versions" not in str(file) and file != EKC / "__init__.py"
)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(EKC)))
def test_imports_point_the_right_way(file):
    assert wrong_way(file) == []


def test_every_package_has_a_floor():
    packages = {path.name for path in EKC.iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    assert packages - set(FLOORS) - ABOVE_ALL == set()


@pytest.mark.parametrize(
    "file", [file for file in FILES if file.stem in PURE], ids=lambda file: str(file.relative_to(EKC))
)
def test_rules_are_pure(file):
    impure = [f"{file.name}:{line} {name}" for line, name in imports(file) if name.startswith(NEVER_PURE)]
    assert impure == [], "rules get time, load and rows as arguments"


def test_web_knows_no_concept_and_lower_packages_no_flask():
    offenders = [
        f"{file.relative_to(EKC)}:{line} {name}"
        for file in FILES
        if file.stem
        in {
            "models",
            "queries",
            "messages",
            "service",
            "rules",
            "outbox",
            "delivery",
            "rendering",
            "transport",
        }
        for line, name in imports(file)
        if name.split(".")[0] in {"flask", "flask_login", "flask_wtf"}
    ]
    assert offenders == []


def test_the_walker_sees_what_it_should():
    tree = [name for _, name in imports(EKC / "audit" / "service.py")]
    assert "ekc.audit.queries" in tree
    assert wrong_way(EKC / "audit" / "service.py") == []
