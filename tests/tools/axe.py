"""axe-core, run in a page: does it keep to WCAG 2.2 A and AA?"""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},  # of WCAG 2.2, and off unless named
    "resultTypes": ["violations"],
}


@cache
def _source() -> str:
    return (Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """Give one line per rule that the open page breaks, with the elements that break it; [] is good.

    The page must run JavaScript. The rules are brought in by the browser's own console, which a
    content security policy does not stop.
    """
    page.wait_for_function("document.readyState === 'complete'")  # a tap may still be on its way to it
    page.evaluate(_source())
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", OPTIONS)
    return [_line(violation) for violation in found["violations"]]


def _line(violation: dict[str, Any]) -> str:
    where = ", ".join(str(node["target"][-1]) for node in violation["nodes"])
    return f"{violation['id']} ({violation['impact']}): {violation['help']}: {where}"
