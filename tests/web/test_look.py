"""The look in a real browser: on a phone, enlarged, without a mouse, without JavaScript."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.tools import axe
from tests.tools.browser import scrolls_sideways
from tests.web.gallery import DRAFTS, make_app, serve

PAGES = ["/", "/formulier", "/inloggen", "/bestaat-niet"]
# WCAG 2.2, success criterion 1.4.12.
TEXT_SPACING = """*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}
p{margin-block-end:2em!important}"""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    url, server = serve(make_app())
    yield url
    server.shutdown()


def refused_form(page: Page) -> Page:
    page.goto("/formulier")
    page.get_by_label("Telefoon").fill("12")
    page.get_by_role("button", name="Vraag aan").click()
    page.get_by_text("Bijna goed").wait_for()
    return page


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nobody_is_kept_out(open_page: Callable[..., Page], site: str, width: int) -> None:
    page = open_page(width=width, base_url=site)
    for path in PAGES:
        page.goto(path)
        assert axe.violations(page) == [], path
        assert not scrolls_sideways(page), path
    refused_form(page)
    assert axe.violations(page) == []
    assert not scrolls_sideways(page)


def test_more_room_between_letters_breaks_nothing(open_page: Callable[..., Page], site: str) -> None:
    page = open_page(width=320, base_url=site)
    for path in PAGES:
        page.goto(path)
        page.evaluate(
            "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s] }",
            TEXT_SPACING,
        )
        assert not scrolls_sideways(page), path


def test_thumbs_can_hit_what_matters(open_page: Callable[..., Page], site: str) -> None:
    page = open_page(base_url=site)
    for path in PAGES:
        page.goto(path)
        for target in page.locator(
            "button:visible, .nl-button, .nl-tel, nav a, summary, .nl-option label, .nl-input"
        ).all():
            box = target.bounding_box()
            assert box is None or not box["height"] or box["height"] >= 44, (path, target.inner_text())


def test_after_a_refusal_the_summary_has_the_focus_and_leads_to_the_field(
    open_page: Callable[..., Page], site: str
) -> None:
    page = refused_form(open_page(base_url=site, javascript=False))
    assert page.title().startswith("Nog niet klaar")
    assert page.get_by_label("Telefoon").input_value() == "12"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("Fatima")
    assert page.get_by_label("Naam").input_value() == "Fatima"


def test_the_keyboard_can_skip_to_the_content(open_page: Callable[..., Page], site: str) -> None:
    page = open_page(width=1280, base_url=site)
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.get_by_text("Naar de inhoud").bounding_box()["y"] >= 0  # type: ignore[index] # -- it is on the page, so it has a box
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.get_by_role("link", name="Bekijk de lijst").evaluate("e => e === document.activeElement")


def test_signing_out_needs_no_script(open_page: Callable[..., Page], site: str) -> None:
    page = open_page(base_url=site, javascript=False)
    page.goto("/")
    assert not page.get_by_role("button", name="Uitloggen").is_visible()
    page.get_by_text("Sanne de Vries").click()
    assert page.get_by_role("button", name="Uitloggen").is_visible()


def test_what_is_typed_is_kept_by_itself(open_page: Callable[..., Page], site: str) -> None:
    page = open_page(base_url=site)
    page.goto("/formulier")
    page.get_by_label("Naam").fill("Fatima")
    page.get_by_text("Bewaard om").wait_for()
    assert DRAFTS[-1]["name"] == "Fatima"


def test_what_is_typed_last_is_kept_when_the_page_goes_away(
    open_page: Callable[..., Page], site: str
) -> None:
    page = open_page(base_url=site)
    page.goto("/formulier")
    page.get_by_label("Naam").fill("Op het laatst")
    page.goto("/inloggen")
    page.goto("/")
    assert DRAFTS[-1]["name"] == "Op het laatst"


def test_without_a_connection_it_says_so_and_tries_again(open_page: Callable[..., Page], site: str) -> None:
    page = open_page(base_url=site)
    page.goto("/formulier")
    page.route("**/concept", lambda route: route.fulfill(status=503))
    page.get_by_label("Naam").fill("Straks")
    page.get_by_text("Nog niet bewaard").wait_for()
    page.unroute("**/concept")
    page.get_by_text("Bewaard om").wait_for()
    assert DRAFTS[-1]["name"] == "Straks"


def test_who_was_signed_out_is_told_and_goes_on_after_signing_in_elsewhere(
    open_page: Callable[..., Page], site: str
) -> None:
    page = open_page(base_url=site)
    page.goto("/formulier")
    token = page.locator("[data-draft] [name=csrf_token]")
    good = token.input_value()
    token.evaluate("one => { one.value = 'van een vorige keer' }")
    page.get_by_label("Naam").fill("Weer terug")
    page.get_by_text("Je bent uitgelogd. Log in via een nieuw tabblad").wait_for()
    page.route("**/formulier-sleutel", lambda route: route.fulfill(json={"token": good}))
    page.get_by_text("Bewaard om").wait_for()
    assert DRAFTS[-1]["name"] == "Weer terug"
