"""A browser with as little of its own as can be: it hands a request straight to the application."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from itsdangerous import URLSafeTimedSerializer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flask import Flask

    from bench.pages import Page

NO_BODY = b""
RAW_TOKEN = "f" * 40  # of a session in which a form was opened before


@dataclass(slots=True)
class Reply:
    """What came back, as it goes over the wire."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def wire_bytes(self) -> int:
        """Status line, headers and body of HTTP/1.1."""
        head = sum(len(name) + len(value) + 4 for name, value in self.headers)
        return len(f"HTTP/1.1 {self.status}") + 2 + head + 2 + len(self.body)

    def header(self, name: str) -> str:
        """The value of a header; '' when it is not there."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


@dataclass
class Browser:
    """Keeps a session cookie."""

    app: Flask
    session: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sign the session, as a visit before this one did."""
        self.cookie = f"{self.app.config['SESSION_COOKIE_NAME']}={sealed(self.app, self.session)}"
        self.token = URLSafeTimedSerializer(self.app.secret_key or "", salt="wtf-csrf-token").dumps(RAW_TOKEN)

    def request(self, path: str, form: dict[str, Any] | None = None) -> dict[str, Any]:
        """A WSGI environment for a GET, or for a POST of `form`."""
        path, _, query = path.partition("?")
        sent = NO_BODY if form is None else urlencode(form, doseq=True).encode()
        return {
            "REQUEST_METHOD": "GET" if form is None else "POST",
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost:8000",
            "HTTP_ACCEPT_ENCODING": "gzip, deflate, br",
            "HTTP_ACCEPT_LANGUAGE": "nl",
            "HTTP_COOKIE": self.cookie,
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(sent)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(sent),
            "wsgi.errors": BytesIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }

    def open(self, path: str, form: dict[str, Any] | None = None) -> Reply:
        """Ask, and keep the session that comes back."""
        sent = None if form is None else {"csrf_token": self.token, **form}
        reply = call(self.app, self.request(path, sent))
        for name, value in reply.headers:
            if name == "Set-Cookie" and value.startswith(f"{self.app.config['SESSION_COOKIE_NAME']}="):
                self.cookie = value.split(";")[0]
        return reply


def call(app: Callable[..., Iterable[bytes]], environ: dict[str, Any]) -> Reply:
    """One request, read to its end."""
    reply = Reply("", [], NO_BODY)

    def start(status: str, headers: list[tuple[str, str]], _: object = None) -> Callable[[bytes], object]:
        reply.status, reply.headers = status, headers
        return lambda _: None

    chunks = app(environ, start)
    reply.body = b"".join(chunks)
    chunks.close()  # type: ignore[attr-defined] # -- what Flask returns has it
    return reply


def sealed(app: Flask, session: dict[str, Any]) -> str:
    """A session as its cookie."""
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined] # -- Flask's own
    return str(serializer.dumps(session))


def of(app: Flask, page: Page) -> Browser:
    """A browser in which the page has been opened before: signed in, or come by a link."""
    return Browser(app, {**page.session, "csrf_token": RAW_TOKEN})
