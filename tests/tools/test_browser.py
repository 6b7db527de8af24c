"""The browser and axe see what a visitor would trip over."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from tests.tools import axe
from tests.tools.browser import DESKTOP, PHONE, listen, new_context, scrolls_sideways

GOOD = """<!doctype html><html lang="nl"><head><title>Afspraak</title>
<style>.tiny { width: 9px; height: 9px; padding: 0 }</style></head>
<body><main><h1>Afspraak</h1>
<label>Naam <input autocomplete="name"></label><p><button>Bewaar</button></p></main></body></html>"""


def test_a_good_page_has_no_violations(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.set_content(GOOD)
    assert axe.violations(page) == []


@pytest.mark.parametrize(
    ("good", "bad", "rule"),
    [
        ("Bewaar", "", "button-name"),
        (' lang="nl"', "", "html-has-lang"),
        ("<label>Naam", "<label></label>Naam", "label"),
        ("<button>", '<button style="color: #aaa; background: #fff">', "color-contrast"),
        ("<button>Bewaar</button>", 2 * '<button class="tiny" aria-label="a"></button>', "target-size"),
    ],
)
def test_a_planted_mistake_is_found(open_page: Callable[..., Page], good: str, bad: str, rule: str) -> None:
    page = open_page()
    page.set_content(GOOD.replace(good, bad))
    assert any(line.startswith(f"{rule} ") for line in axe.violations(page))


@pytest.mark.parametrize(("width", "too_narrow"), [(PHONE, True), (DESKTOP, False)])
def test_a_page_wider_than_a_phone_is_noticed(
    open_page: Callable[..., Page], width: int, too_narrow: bool
) -> None:
    page = open_page(width=width)
    page.set_content(
        '<meta name="viewport" content="width=device-width"><table width="700"><td>breed</table>'
    )
    assert scrolls_sideways(page) is too_narrow


@pytest.mark.parametrize(("javascript", "seen"), [(True, "met"), (False, "zonder")])
def test_a_visitor_with_and_without_javascript(
    open_page: Callable[..., Page], javascript: bool, seen: str
) -> None:
    page = open_page(javascript=javascript)
    page.set_content('<p>zonder</p><script>document.querySelector("p").textContent = "met"</script>')
    assert page.locator("p").inner_text() == seen


def test_a_visitor_lives_in_the_netherlands(open_page: Callable[..., Page]) -> None:
    page = open_page()
    assert page.evaluate("[navigator.language, Intl.DateTimeFormat().resolvedOptions().timeZone]") == [
        "nl-NL",
        "Europe/Amsterdam",
    ]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("<script>throw new Error('stuk')</script>", "stuk"),
        ("<meta http-equiv='Content-Security-Policy' content='style-src x:'><p style='color: red'>", "style"),
        ('<img src="http://127.0.0.1:1/weg.png" alt="">', "127.0.0.1"),
    ],
)
def test_what_goes_wrong_in_a_page_is_heard(chromium: Browser, content: str, complaint: str) -> None:
    context = new_context(chromium)
    heard = listen(context)
    context.new_page().set_content(content)
    context.close()
    assert any(complaint in line for line in heard)
