"""A test client that reviews each page it gets: one h1, a title, the language, labels, nothing inline."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ekc.db import db
from ekc.web.speaking import tongues

CONTROLS = {"input", "select", "textarea"}
UNLABELLED = {"hidden", "submit", "button"}


def text(response: TestResponse, status: int = 200) -> str:
    """The page of a response with this status, each white space in it one space."""
    assert response.status_code == status, response.status_code
    return " ".join(response.get_data(as_text=True).split())


class Page(HTMLParser):
    """What a reviewer looks for in a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.title = ""
        self.words = ""
        self._in: list[str] = []
        self._labelled_inside: set[str | None] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note each tag."""
        self.tags.append((tag, dict(attrs)))
        self._in.append(tag)
        if tag in CONTROLS and "label" in self._in:
            self._labelled_inside.add(dict(attrs).get("id"))

    def handle_endtag(self, tag: str) -> None:
        """Leave a tag."""
        if tag in self._in:
            while self._in.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        """The words of the title, and of all."""
        self.words += data
        if self._in and self._in[-1] == "title":
            self.title += data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every such tag."""
        return [attributes for name, attributes in self.tags if name == tag]

    def complaints(self) -> list[str]:
        """What a reviewer would send back."""
        found = []
        if len(self.of("h1")) != 1:
            found.append(f"{len(self.of('h1'))} h1")
        if not self.title.strip():
            found.append("no title")
        if [html.get("lang") for html in self.of("html")] not in [[tag] for tag in tongues()]:
            found.append("no language")
        if "Bel Bel" in self.words:
            found.append("a number that says Bel twice")
        found += ["inline script" for script in self.of("script") if not script.get("src")]
        for tag, attributes in self.tags:
            found += [f"{tag} {name}" for name in attributes if name == "style" or name.startswith("on")]
        found += [f"double id {double}" for double in self._doubles()]
        return found + self._unlabelled()

    def _doubles(self) -> set[str]:
        ids = [attributes["id"] for _, attributes in self.tags if attributes.get("id")]
        return {str(one) for one in ids if ids.count(one) > 1}

    def _unlabelled(self) -> list[str]:
        labels = {label.get("for") for label in self.of("label")} | self._labelled_inside
        return [
            f"{tag} {attributes.get('name')} without a label"
            for tag, attributes in self.tags
            if tag in CONTROLS
            and attributes.get("type") not in UNLABELLED
            and attributes.get("id") not in labels
            and not attributes.get("aria-label")
        ]


class ReviewingClient(FlaskClient):
    """Looks at every page before the test does."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Open, review, hand over."""
        response = super().open(*args, **kwargs)
        db.reading(False)  # the test and the request share a context; the test may write again
        if (
            response.mimetype == "text/html"
            and response.status_code not in {301, 302, 303, 304}
            and response.get_data()
        ):
            complaints = Page(response.get_data(as_text=True)).complaints()
            assert complaints == [], f"{args}: {complaints}"
        return response
