"""Every page that somebody can click to, on a phone: it opens, axe finds nothing, nothing scrolls sideways,
and it says the same without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from ekc import clock, seed
from ekc.db import db
from tests.journeys.conftest import Product, running
from tests.tools import axe, browser

CAST = ("team", "teamleider", "bureau", "coordinator", "anderecoordinator", "gemeente", "beheer")
DEPTH = 4
ALWAYS = {"bureau": {"/berichten", "/berichten/offer", "/mijn-berichten"}, "coordinator": {"/mijn-berichten"}}
# A telephone is asked for hints by a script and by nothing else: without one that button would do nothing.
WITHOUT_WHAT_ONLY_A_SCRIPT_CAN = (
    "document.querySelectorAll('main [data-hint]').forEach(one => one.hidden = true)"
)
LEAVES = (".ics", ".pdf", ".xlsx", ".csv", "/xlsx", "/csv", "/bestand")  # files


@pytest.fixture(scope="module")
def town(tmp_path_factory) -> Iterator[Product]:
    """The demo municipality, running, with a short history."""

    def fill() -> None:
        seed.build(clock.today(), history=timedelta(days=75))
        db.commit()

    folder = tmp_path_factory.mktemp("town")
    with running(folder, f"maildir:{folder}/mail", demo=True, fill=fill) as started:
        yield started


def kind(address: str) -> str:
    """Pages of one kind have one address but for the number in it."""
    return re.sub(r"\d{6,}", "<id>", urlsplit(address).path)


def links(page, *, files: bool = False) -> list[str]:
    """Where one can go from here, within the product; or the files one can fetch."""
    found = page.eval_on_selector_all("a[href]", "all => all.map(one => one.getAttribute('href'))")
    return [one for one in found if one.startswith("/") and one.split("?")[0].endswith(LEAVES) is files]


def enter(page, name: str) -> None:
    """Sign in as one of the cast."""
    page.goto("/inloggen")
    page.get_by_label("E-mailadres").fill(f"{name}@demo.example")
    page.get_by_label("Wachtwoord").fill(seed.DEMO_PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    page.wait_for_load_state()


@pytest.mark.parametrize("name", CAST)
def test_every_page_is_for_everybody(town, open_page, name):
    page = open_page(width=browser.PHONE, base_url=town.url)
    enter(page, name)
    seen: set[str] = set()
    to_see = ["/"]
    for _ in range(DEPTH):
        there = [one for one in dict.fromkeys(to_see) if kind(one) not in seen]
        to_see = []
        for address in there:
            if kind(address) in seen:
                continue
            seen.add(kind(address))
            response = page.goto(address)
            assert response is not None
            assert response.status == 200, address
            assert axe.violations(page) == [], address
            assert not browser.scrolls_sideways(page), address
            for file in links(page, files=True):
                if kind(file) not in seen:
                    seen.add(kind(file))
                    assert page.request.get(file).status == 200, file
            to_see += links(page)
    assert ALWAYS.get(name, {"/"}) <= seen


@pytest.mark.parametrize("name", ["bureau", "coordinator"])
def test_a_page_says_the_same_without_javascript(town, open_page, name):
    plain = open_page(width=browser.PHONE, javascript=False, base_url=town.url)
    enter(plain, name)
    lively = open_page(width=browser.PHONE, base_url=town.url)
    enter(lively, name)
    for address in {kind(one): one for one in ["/", *links(plain)]}.values():
        plain.goto(address)
        lively.goto(address)
        lively.evaluate(WITHOUT_WHAT_ONLY_A_SCRIPT_CAN)
        assert plain.locator("main").inner_text() == lively.locator("main").inner_text(), address


def test_the_pages_before_signing_in(town, open_page):
    page = open_page(width=browser.PHONE, base_url=town.url)
    for address in ("/inloggen", "/post", "/wanneer-wel-wanneer-niet", "/niet-hier"):
        page.goto(address)
        assert axe.violations(page) == [], address
        assert not browser.scrolls_sideways(page), address
    page.goto("/post")
    page.locator("main table a").first.click()
    assert axe.violations(page) == []
