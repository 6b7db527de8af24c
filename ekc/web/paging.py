"""Long lists in pages: which page is asked for, and the address of another with the same filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request, url_for

if TYPE_CHECKING:
    from flask import Flask

LAST = 9999
ARGUMENT = "p"


def init_app(app: Flask) -> None:
    """Templates get `page_url(number)` and `on_this_page(address)`."""
    app.jinja_env.globals["page_url"] = page_url
    app.jinja_env.globals["on_this_page"] = on_this_page


def page_number() -> int:
    """The page asked for, from 1; anything that is no sensible number is 1."""
    text = request.args.get(ARGUMENT, "1")
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LAST))):
        return 1
    return max(1, int(text))


def page_count(rows: int, per_page: int) -> int:
    """How many pages hold `rows`; at least 1."""
    return max(1, -(-rows // per_page))


def page_url(number: int) -> str:
    """The address of page `number` of the list on this page."""
    values = {**request.args.to_dict(flat=False), **(request.view_args or {}), ARGUMENT: number}
    values = {name: value for name, value in values.items() if not name.startswith("_")}
    return url_for(request.endpoint or "", **values)


def on_this_page(address: str) -> str:
    """The address of a tap, or of the list again, that knows on which page of the list somebody is."""
    page = page_number()
    return address if page == 1 else f"{address}?{ARGUMENT}={page}"
