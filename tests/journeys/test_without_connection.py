"""The day itself in aeroplane mode: taps are kept, go once, and two who press otherwise both hear of it."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from ekc.db import db
from ekc.present.models import DayPress
from tests.agenda.trajects import make_conference, make_traject
from tests.journeys.conftest import running
from tests.tools import browser
from tests.world import PASSWORD, World, make_world


def test_two_phones_one_without_a_connection(tmp_path, mail_server, open_page):
    made: list[int] = []

    def fill() -> World:
        world = make_world()
        made.append(make_conference(world, make_traject(world), days=60).id)
        return world

    with running(tmp_path, mail_server.url, fill=fill) as product:
        url = f"/bijeenkomsten/{made[0]}/dag"
        cor = visitor(open_page, product.url, "coordinator@demo.example", url)
        petra = visitor(open_page, product.url, "bureau@demo.example", url)
        expect(cor.locator("[data-kept]")).to_have_count(1)
        cor.context.set_offline(True)
        cor.reload()
        tap(cor, "Oma", "Is er niet")
        tap(cor, "Oma", "Is er niet")
        tap(cor, "Buur", "Is er")
        expect(status(cor)).to_contain_text("3 tikken staan nog alleen op deze telefoon")
        cor.get_by_role("link", name="Terug naar de bijeenkomst").click()
        expect(status(cor)).to_contain_text("Er is geen internet. Alleen deze bladzijde werkt nu.")
        expect(card(cor, "Oma")).to_contain_text("is er niet")
        assert cor.evaluate("caches.open('dag').then(s => s.keys()).then(k => k.length)") == 3
        tap(petra, "Oma", "Is er")
        expect(status(petra)).to_contain_text("Alles is verstuurd")
        cor.context.set_offline(False)
        cor.evaluate("dispatchEvent(new Event('online'))")
        expect(status(cor)).to_contain_text("Intussen veranderd: Oma")
        expect(card(cor, "Oma").locator(".nl-data-badge")).to_have_text("is er")
        cor.reload()
        expect(status(cor)).to_have_text("")
        asks_afterwards(petra)
        assert db.session.query(DayPress).count() == 4  # each once, both sides kept
        db.remove()
        cor.get_by_text("Cor", exact=True).click()
        cor.get_by_role("button", name="Uitloggen").click()
        expect(cor).to_have_url(f"{product.url}/inloggen")
        assert cor.evaluate("caches.keys()") == []
        assert cor.evaluate("localStorage.length") == 0


def asks_afterwards(page: Page) -> None:
    """A page that was opened before the day began asks its question once it has begun."""
    question = page.get_by_role("heading", name="Na afloop: had de kring tijd voor zichzelf?")
    expect(question).to_be_hidden()
    page.clock.set_fixed_time("2099-01-01T12:00:00Z")
    page.reload()
    expect(question).to_be_visible()


def visitor(open_page, base_url: str, mail: str, url: str) -> Page:
    """Signed in, on the page of the day."""
    page: Page = open_page(width=browser.PHONE, base_url=base_url)
    page.goto("/inloggen")
    page.get_by_label("E-mailadres").fill(mail)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    page.goto(url)
    return page


def card(page: Page, name: str):
    """Of somebody."""
    return page.locator(".nl-card", has_text=name)


def tap(page: Page, name: str, word: str) -> None:
    """Press a button."""
    card(page, name).get_by_role("button", name=word, exact=True).click()


def status(page: Page):
    """What is said about sending."""
    return page.locator("[data-day-status]")
