"""Every response, whoever made it: safe headers, few bytes, and a kind page when things go otherwise."""

from __future__ import annotations

import gzip
import logging
from typing import Any

from flask import Flask, Response, current_app, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from ekc.errors import DomainError
from ekc.web import qr, quick, speaking

log = logging.getLogger(__name__)

CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = (
    ("Content-Security-Policy", CONTENT_POLICY),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)
TWO_YEARS = "max-age=63072000; includeSubDomains"
PACKED = ("text/", "application/json", "image/svg+xml")
SMALL = 500  # bytes; below this compressing costs more than it saves
LEVEL = 5
SOON = "10"  # seconds until it is worth trying again
NOT_FOUND = 404
CLIENT_ERROR = 400


def init_app(app: Flask) -> None:
    """Headers, compression and error pages for `app`; templates know the names that a layout asks for.

    Call it before anything else asks for `app.jinja_env`.
    """
    quick.init_app(app)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        actor=None,
        nav=(),
        nav_more=(),
        care=None,
        municipality=None,
        user_name=None,
        demo=False,
        elsewhere={},
        hats={},
    )
    app.jinja_env.globals["qr_code"] = qr.drawn
    # Flask's own log line has the path, which may hold the token of a link.
    app.log_exception = log_exception  # type: ignore[method-assign] # -- the hook that Flask offers
    app.after_request(finish)
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(CSRFError, on_stale_form)
    app.register_error_handler(DomainError, on_refusal)
    app.register_error_handler(OperationalError, on_busy_database)
    app.register_error_handler(StaleDataError, on_changed_meanwhile)


def finish(response: Response) -> Response:
    """Headers for every response; compression for text that a page made."""
    for name, value in HEADERS:
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    # A proxy may have taken off the https; then the cookie still says so.
    if request.is_secure or current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers["Strict-Transport-Security"] = TWO_YEARS
    return _pack(response)


def on_http_error(error: HTTPException) -> ResponseReturnValue:
    """What the framework refuses; its status and headers (Allow, Retry-After), our words."""
    if error.response is not None or error.code is None or error.code < CLIENT_ERROR:
        return error
    response = _page(error.code)
    for name, value in error.get_headers():
        if name.lower() != "content-type":
            response.headers[name] = value
    return response


def on_stale_form(error: CSRFError) -> Response:
    """A form without the token of this session."""
    return _page(error.code or CLIENT_ERROR, kind="verlopen", back=way_back())


def on_refusal(error: DomainError) -> Response:
    """What the rules do not allow. Not found and not allowed to see are the same page to the byte."""
    if error.status == NOT_FOUND:
        return _page(NOT_FOUND)
    return _page(error.status, sentence=speaking.refusal(error), back=way_back())


def on_changed_meanwhile(_: StaleDataError) -> Response:
    """Two people changed the same thing at the same moment; the second looks again before doing it over."""
    return _page(409, back=way_back())


def on_busy_database(_: OperationalError) -> Response:
    """Locked for too long, full, or away: nothing was half written, and it may be tried again."""
    log.error("database unavailable", extra={"endpoint": request.endpoint}, exc_info=False)
    response = _page(503)
    response.headers["Retry-After"] = SOON
    return response


def log_exception(exc_info: Any) -> None:  # noqa: ANN401 # -- as Flask passes it
    """An unforeseen error, by endpoint: addresses may hold the token of a link."""
    log.error("unforeseen error in %s %s", request.method, request.endpoint, exc_info=exc_info)


def way_back() -> str:
    """The nearest address above this one that can be looked at; '/' when there is none."""
    look = current_app.url_map.bind("")
    path = request.path.rstrip("/")
    while path:
        try:
            look.match(path, "GET")
        except (NotFound, MethodNotAllowed, RequestRedirect):
            path = path.rpartition("/")[0]
        else:
            return path
    return "/"


def _page(status: int, kind: str | None = None, sentence: str | None = None, back: str = "/") -> Response:
    """Made without a session or a query, so that it works whatever is broken, and alike for all."""
    page = current_app.jinja_env.get_template("errors/error.html")
    html = page.render(status=status, kind=kind or status, sentence=sentence, back=back)
    return Response(html, status, content_type="text/html; charset=utf-8")


def _pack(response: Response) -> Response:
    headers = response.headers
    if not headers.get("Content-Type", "").startswith(PACKED) or response.is_streamed:
        return response
    if "Content-Encoding" in headers or "ETag" in headers:
        return response  # whoever set these knows which bytes they are about
    response.vary.add("Accept-Encoding")
    body = response.get_data()
    if len(body) > SMALL and request.accept_encodings["gzip"] > 0:
        response.set_data(gzip.compress(body, LEVEL, mtime=0))
        headers["Content-Encoding"] = "gzip"
    return response
