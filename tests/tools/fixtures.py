"""What pytest offers to every test of the product; a plug-in named in pyproject.toml.

Tests that ask for Chromium or PostgreSQL are marked by it: the fast suite is
`-m "not (browser or postgres or proof)"`.
"""

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page

from tests.tools import browser, icaljs, imap, postgres, smtp

_MARKS = {"chromium": "browser", "postgres_server": "postgres"}
_numbers = count(1)

# Made-up values are the same in each run, so that a failure can be seen again; no test asserts on time.
settings.register_profile("ekc", deadline=None, derandomize=True)
settings.load_profile("ekc")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by what it asks for."""
    for item in items:
        for fixture, mark in _MARKS.items():
            if fixture in getattr(item, "fixturenames", ()):
                item.add_marker(mark)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say it loud when a test was skipped."""
    if terminalreporter.stats.get("skipped"):
        terminalreporter.section("a skipped test counts as a failure", red=True)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """A test that did not run proves nothing: a skip fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One headless Chromium for the whole run."""
    with browser.chromium() as running:
        yield running


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page for a new visitor: `open_page(width=1280, javascript=False, base_url=...)`.

    After the test no page may have had a script error, a refusal by the CSP or a broken request.
    """
    contexts, complaints = [], []

    def new_page(*, width: int = browser.PHONE, javascript: bool = True, base_url: str | None = None) -> Page:
        context = browser.new_context(chromium, width=width, javascript=javascript, base_url=base_url)
        contexts.append(context)
        complaints.append(browser.listen(context))
        return context.new_page()

    yield new_page
    for context in contexts:
        context.close()
    assert [line for lines in complaints for line in lines] == []


@pytest.fixture(scope="session")
def ical_js(chromium: Browser) -> Page:
    """A page in which ical.js is ready; for `tests.tools.icaljs`."""
    return icaljs.load(chromium)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of one PostgreSQL server for the whole run."""
    with postgres.server() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_kept(postgres_server: str) -> Iterator[str]:
    """The SQLAlchemy URL of one PostgreSQL database for the whole run; whoever uses it empties it first."""
    with postgres.database(postgres_server, "kept") as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The SQLAlchemy URL of a new empty PostgreSQL database."""
    with postgres.database(postgres_server, f"test_{next(_numbers)}") as url:
        yield url


@pytest.fixture
def mail_server() -> Iterator[smtp.MailServer]:
    """A real mail server with nothing in it yet."""
    with smtp.mail_server() as server:
        yield server


@pytest.fixture
def imap_server() -> Iterator[imap.ImapServer]:
    """A real IMAP server with an empty mailbox."""
    with imap.imap_server() as server:
        yield server
