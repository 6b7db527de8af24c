"""The floor twin of a page: the least that any program must do to give the same bytes.

The same session is read, the same statements are sent (as they were built, with the same values), every row
is fetched and every sealed column opened, one flat template writes the same bytes, the same headers and
compression follow, and the same lines go into the logbook. No guard, no form, no object, no macro, no loop.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, session
from flask_wtf.csrf import generate_csrf
from markupsafe import escape
from sqlalchemy import insert

from bench import browser
from bench.watching import Seen, watch
from ekc import clock
from ekc.audit.models import LogEntry
from ekc.db import db, new_id
from ekc.web import formatting, pages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.typing import ResponseReturnValue
    from sqlalchemy.sql.expression import Executable

    from bench.pages import Page

TOKEN = re.compile(r'(name="csrf_token" value=")[^"]+(")')
FORMATS = (
    formatting.moment,
    formatting.day,
    formatting.short_day,
    formatting.clock_time,
    formatting.machine_time,
)
SMALLEST_ID = 1 << 40


@dataclass
class Captured:
    """A page that was made once, and what it asked of the database."""

    reads: list[tuple[Executable, dict[str, Any]]]
    lines: list[dict[str, Any]]
    rows: list[list[Any]]
    html: str


class OtherBytesError(AssertionError):
    """The twin does not do the same as the page."""


def twin(app: Flask, page: Page) -> Flask:
    """An application whose only page is the twin of `page`. OtherBytesError where they differ."""
    captured = capture(app, page)
    made = _bare(app)
    template = made.jinja_env.from_string(flat(captured))
    reader = db.engine.execution_options(reading=True)
    reads, lines, writing = captured.reads, captured.lines, insert(LogEntry)
    has_form = TOKEN.search(captured.html) is not None

    def show() -> ResponseReturnValue:
        session.get("_user_id")
        with reader.connect() as connection:
            rows = [connection.execute(statement, values).all() for statement, values in reads]
        html = template.render(r=rows, token=generate_csrf() if has_form else "")
        if lines:
            moment = clock.now()
            with db.engine.begin() as connection:
                connection.execute(writing, [{**line, "id": new_id(), "at": moment} for line in lines])
        return Response(html, content_type="text/html; charset=utf-8")

    made.add_url_rule(page.path, "show", show)
    check_same(app, made, page)
    return made


def hello(app: Flask) -> Flask:
    """The least that Flask itself can do, for comparison."""
    made = Flask("hello", static_folder=None)
    made.secret_key = app.secret_key
    made.add_url_rule("/", "show", lambda: "hello")
    return made


def capture(app: Flask, page: Page) -> Captured:
    """Open the page once and note what it asks."""
    asking = browser.of(app, page)
    with watch() as seen:
        reply = browser.call(app, _plain(asking.request(page.path)))
    if not reply.status.startswith("200"):
        raise OtherBytesError(f"{page.name}: {reply.status}")
    reads = [(statement, values) for statement, many, values in seen.built if not many and _reads(statement)]
    lines = [line for statement, many, one in seen.built if not _reads(statement) for line in many or [one]]
    with db.engine.execution_options(reading=True).connect() as connection:
        rows = [list(connection.execute(statement, values).all()) for statement, values in reads]
    if len(reads) != len(seen.reads):
        raise OtherBytesError(f"{page.name}: {len(seen.reads)} statements sent, {len(reads)} understood")
    return Captured(reads, lines, rows, reply.body.decode())


def flat(captured: Captured) -> str:
    """The page as one template: its words written out, what came from a row put in where it stands."""
    found: dict[str, str] = {}
    for q, rows in enumerate(captured.rows):
        for n, row in enumerate(rows):
            for written, expression in _written(row, f"r[{q}][{n}]"):
                found.setdefault(written, expression)
    html = TOKEN.sub(r"\1{{ token }}\2", captured.html)
    known = sorted((each for each in found if each in html), key=len, reverse=True)
    if not known:
        return html
    pattern = re.compile("|".join(re.escape(each) for each in known))
    return pattern.sub(lambda hit: "{{ " + found[hit[0]] + " }}", html)


def check_same(app: Flask, made: Flask, page: Page) -> None:
    """OtherBytesError where headers, bytes or writes differ (a form's token apart: it tells the time)."""
    replies, seen = [], []
    for one in (app, made):
        with watch() as noted:
            replies.append(browser.call(one, _plain(browser.of(one, page).request(page.path))))
        seen.append(noted)
    ours, theirs = (TOKEN.sub(r"\1\2", reply.body.decode()) for reply in replies)
    if ours != theirs:
        raise OtherBytesError(f"{page.name}: the bytes differ")
    if _headers(replies[0]) != _headers(replies[1]):
        raise OtherBytesError(f"{page.name}: {replies[0].headers} against {replies[1].headers}")
    if _work(seen[0]) != _work(seen[1]):
        raise OtherBytesError(f"{page.name}: {_work(seen[0])} against {_work(seen[1])}")


def _bare(app: Flask) -> Flask:
    made = Flask("floor", static_folder=None)
    made.secret_key = app.secret_key
    for name in ("SESSION_COOKIE_NAME", "SESSION_COOKIE_SAMESITE", "SESSION_COOKIE_SECURE"):
        made.config[name] = app.config[name]
    made.jinja_env.keep_trailing_newline = True
    for each in FORMATS:
        made.jinja_env.filters[each.__name__] = each
    made.jinja_env.filters["phone"] = formatting.phone
    made.jinja_env.globals["day_and_times"] = formatting.day_and_times
    made.after_request(pages.finish)
    return made


def _written(row: Any, at: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 -- a row of anything
    """(as it stands in the page, as an expression of the row), for every value that a page could show."""
    instants = [(n, value) for n, value in enumerate(row) if isinstance(value, datetime)]
    for (n, first), (m, second) in pairwise(instants):
        yield formatting.day_and_times(first, second), f"day_and_times({at}[{n}], {at}[{m}])"
    for n, value in enumerate(row):
        if isinstance(value, datetime):
            for each in FORMATS:
                yield each(value), f"{at}[{n}]|{each.__name__}"
        elif isinstance(value, str) and value != value.lower():
            yield str(escape(value)), f"{at}[{n}]"
        elif isinstance(value, str) and value.startswith("+31"):
            yield value, f"{at}[{n}]"
            yield formatting.phone(value), f"{at}[{n}]|phone"
        elif isinstance(value, int) and value > SMALLEST_ID:
            yield str(value), f"{at}[{n}]"


def _plain(environ: dict[str, Any]) -> dict[str, Any]:
    return {**environ, "HTTP_ACCEPT_ENCODING": "identity"}


def _reads(statement: Executable) -> bool:
    return bool(statement.is_select)


def _headers(reply: browser.Reply) -> dict[str, str]:
    return {name: value for name, value in reply.headers if name != "Content-Length"}


def _work(seen: Seen) -> tuple[int, int, int]:
    return len(seen.reads), len(seen.writes), seen.commits
