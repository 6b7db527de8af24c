"""Which day suits everybody, on a phone of 360 px, without JavaScript and with a keyboard alone: from the
days that are proposed to the invitations in people's calendars."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from ekc import clock
from ekc.web.formatting import clock_time, day
from tests.agenda.trajects import Traject, add, make_traject
from tests.journeys.conftest import running
from tests.journeys.test_main_job import Stage, judged, link_in, tells_nothing
from tests.tools import axe, browser
from tests.tools.libical import Event
from tests.world import PASSWORD, World, make_world

OMA, TANTE = "oma@post.example", "tante@post.example"
FARTHEST = 120  # presses of the Tab key before somebody gives up
YES, IF_NEEDED, NO = 0, 1, 2


def test_from_days_proposed_to_invitations(tmp_path, mail_server, open_page, ical_js):
    made: list[Traject] = []

    def fill() -> World:
        world = make_world()
        made.append(make_circle(world))
        return world

    with running(tmp_path, mail_server.url, fill=fill) as product:
        stage = Stage(product, mail_server, open_page, ical_js, browser.PHONE)
        cor = visitor(stage)
        sign_in(cor, stage.mail_of(product.world.cor))
        chosen = proposes(cor, f"/trajecten/{made[0].referral_id}")
        answers(stage, OMA, (NO, YES, IF_NEEDED))
        answers(stage, TANTE, (YES, IF_NEEDED, NO))
        hears_on_the_phone(cor)
        chooses(cor, chosen)
        for address in (OMA, TANTE):
            event: Event = judged(stage, stage.newest(address, 2), "REQUEST", 0)
            starts = event.starts.astimezone(clock.HOME)
            assert chosen.startswith(f"{day(starts)}, {clock_time(starts)} ")


def make_circle(world: World) -> Traject:
    """Oma and Tante read mail, Buur has none."""
    traject = make_traject(world)
    add(traject, "Oma", world.cor.actor, mail=OMA)
    add(traject, "Tante", world.cor.actor, mail=TANTE)
    add(traject, "Buur", world.cor.actor, "neighbour", phone="+31655555555")
    return traject


def visitor(stage: Stage) -> Page:
    """A phone without JavaScript."""
    page: Page = stage.open_page(width=stage.width, javascript=False, base_url=stage.product.url)
    return page


def sign_in(page: Page, mail: str) -> None:
    """With the keyboard too."""
    page.goto("/inloggen")
    to(page, page.get_by_label("E-mailadres"))
    page.keyboard.type(mail)
    to(page, page.get_by_label("Wachtwoord"))
    page.keyboard.type(PASSWORD)
    press(page, page.get_by_role("button", name="Inloggen"))


def proposes(page: Page, traject: str) -> str:
    """Cor ticks three of the days that are suggested; gives the second in words."""
    page.goto(traject)
    press(page, page.get_by_role("link", name="Vraag wie wanneer kan"))
    look(page)
    days = page.locator(".nl-option", has=page.locator("[name=days]"))
    for number in range(3):
        to(page, days.nth(number).locator("input"))
        page.keyboard.press("Space")
    second: str = days.nth(1).inner_text()
    to(page, page.locator("[name=essential]").nth(1))  # Oma
    page.keyboard.press("Space")
    press(page, page.get_by_role("button", name="Vraag welke dag past"))
    expect(page.get_by_role("heading", name="Bel deze mensen")).to_be_visible()
    look(page)
    return second


def answers(stage: Stage, address: str, said: tuple[int, ...]) -> None:
    """Somebody opens the link in the mail and answers each day with the arrow keys."""
    mail = stage.newest(address, 1)
    tells_nothing(mail)
    page = visitor(stage)
    page.goto(link_in(mail))
    look(page)
    days = page.locator("fieldset")
    for number, value in enumerate(said):
        to(page, days.nth(number).get_by_role("radio").first)
        page.keyboard.press("Space")
        for _ in range(value):
            page.keyboard.press("ArrowDown")
    press(page, page.get_by_role("button", name="Bewaar mijn antwoord"))
    expect(page.get_by_text("We weten nu welke dagen jou passen")).to_be_visible()
    judge(stage, link_in(mail))
    assert "Buur" not in page.content()
    look(page)
    page.context.close()


def hears_on_the_phone(page: Page) -> None:
    """Buur told Cor that the second day suits."""
    page.reload()
    press(page, page.get_by_role("link", name="Vul in wat Buur zei"))
    look(page)
    to(page, page.locator("fieldset").nth(1).get_by_role("radio").first)
    page.keyboard.press("Space")
    press(page, page.get_by_role("button", name="Schrijf op"))
    expect(page.get_by_text("Het antwoord staat erbij")).to_be_visible()


def chooses(page: Page, chosen: str) -> None:
    """The best day stands first, with why; choosing it invites everybody."""
    best = page.locator("article", has_text="nu de beste")
    expect(best).to_contain_text(chosen)
    expect(best).to_contain_text("Oma en Buur kunnen. Tante liever niet.")
    press(page, best.get_by_role("link", name="Kies deze dag"))
    look(page)
    to(page, page.locator("[name=where][value=other]"))
    page.keyboard.press("Space")
    to(page, page.locator("[name=place]"))
    page.keyboard.type("dorpshuis De Klaver")
    to(page, page.locator("[name=safety]"))
    page.keyboard.press("Space")
    press(page, page.get_by_role("button", name="Leg vast en nodig uit"))
    expect(page.get_by_text("De dag staat vast").first).to_be_visible()
    look(page)


def to(page: Page, target: Locator) -> None:
    """Press Tab until the focus is there; it must be possible from the top of the page."""
    for _ in range(FARTHEST):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not come to {target}")


def press(page: Page, target: Locator) -> None:
    """Go to a button or link and press Enter."""
    to(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def judge(stage: Stage, link: str) -> None:
    """Axe finds nothing on the page that a link opens."""
    page = stage.open_page(width=stage.width, base_url=stage.product.url)
    page.goto(link)
    assert axe.violations(page) == []
    page.context.close()


def look(page: Page) -> None:
    """Nothing to scroll sideways. Axe itself needs JavaScript: see `judge`, and test_every_page."""
    assert not browser.scrolls_sideways(page)
