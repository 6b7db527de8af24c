"""The run itself: a skip fails it, marks follow from what a test asks for, a full run writes its table."""

import subprocess
import sys
from pathlib import Path

PLUGINS = ["-p", "tests.tools.fixtures", "-p", "tests.tools.proofs", "-p", "no:cacheprovider"]
ROOT = Path(__file__).parents[2]


def _run(folder: Path, test: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = browser\n    postgres\n", encoding="utf-8")
    (folder / "test_one.py").write_text(test, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "--strict-markers", *PLUGINS, *arguments, str(folder)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_skip_fails_the_run(tmp_path: Path) -> None:
    ended = _run(tmp_path, "import pytest\ndef test_a(): pytest.skip('geen zin')\n")
    assert ended.returncode == 1
    assert "a skipped test counts as a failure" in ended.stdout


def test_what_needs_a_browser_or_a_server_is_left_out_of_the_fast_suite(tmp_path: Path) -> None:
    test = "def test_a(open_page): ...\ndef test_b(postgres_url): ...\ndef test_c(): ...\n"
    ended = _run(tmp_path, test, "-m", "not (browser or postgres)")
    assert (ended.returncode, "1 passed, 2 deselected" in ended.stdout) == (0, True)


def test_a_full_run_writes_its_table_and_a_short_one_does_not(tmp_path: Path) -> None:
    test = "def test_a(full, proved): proved('R1', '200 at once', f'one winner, full is {full}')\n"
    table = tmp_path / "docs" / "proofs.md"
    assert _run(tmp_path, test).returncode == 0
    assert not table.exists()
    assert _run(tmp_path, test, "--full").returncode == 0
    assert "| R1 | 200 at once | one winner, full is True |" in table.read_text(encoding="utf-8")


def test_a_full_run_that_fails_writes_nothing(tmp_path: Path) -> None:
    test = "def test_a(proved):\n    proved('R1', 'x', 'y')\n    assert 0\n"
    assert _run(tmp_path, test, "--full").returncode == 1
    assert not (tmp_path / "docs").exists()
