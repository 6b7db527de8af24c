"""Chromium as Debian packages it, driven by Playwright; never a downloaded browser."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",  # tests also run as root
    "--disable-dev-shm-usage",  # containers give a small /dev/shm
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESKTOP = 360, 1280
# A hang limit in milliseconds for every click and page; not a promise about speed.
PATIENCE = 60_000


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give a running headless Chromium; it ends with the block."""
    with tempfile.TemporaryDirectory(prefix="ekc-home-") as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=FLAGS, env={**os.environ, "HOME": home}, timeout=PATIENCE
        )
        yield browser
        browser.close()


def new_context(
    browser: Browser, *, width: int = PHONE, javascript: bool = True, base_url: str | None = None
) -> BrowserContext:
    """Give a fresh visitor: own cookies, Dutch, Amsterdam time; up to 600 px wide a phone with touch."""
    phone = width <= 600
    context = browser.new_context(
        viewport={"width": width, "height": 740 if phone else 900},
        has_touch=phone,
        is_mobile=phone,
        java_script_enabled=javascript,
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
        base_url=base_url,
    )
    context.set_default_timeout(PATIENCE)
    return context


OFFLINE = "net::ERR_INTERNET_DISCONNECTED"  # a test took the connection away


def listen(context: BrowserContext) -> list[str]:
    """Give a list that fills with what goes wrong: script errors, refusals by the CSP, broken requests.

    A page that answers 4xx or 5xx is not wrong in itself; the test that asked for it judges that.
    """
    heard: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of" not in message.text and OFFLINE not in message.text:
            heard.append(message.text)

    def on_failed(request: Request) -> None:
        if request.failure not in {"net::ERR_ABORTED", OFFLINE}:  # a page left before it was whole
            heard.append(f"{request.method} {request.url}: {request.failure}")

    context.on("console", on_console)
    context.on("weberror", lambda error: heard.append(str(error.error)))
    context.on("requestfailed", on_failed)
    return heard


def scrolls_sideways(page: Page) -> bool:
    """Tell whether a page is wider than its window (WCAG 2.2, success criterion 1.4.10)."""
    window = page.viewport_size
    content: int = page.evaluate("document.scrollingElement.scrollWidth")
    return window is not None and content > window["width"]
