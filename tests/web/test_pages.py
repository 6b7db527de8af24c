"""Headers on every answer, few bytes on the line, and a kind page whatever goes wrong."""

import gzip
import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.gallery import make_app

PLAIN = {"Accept-Encoding": "identity"}
PACKED = {"Accept-Encoding": "gzip, br"}
EVERYWHERE = [
    "/",
    "/formulier",
    "/bestaat-niet",
    "/weigering",
    "/druk",
    "/lang",
    "/agenda",
    "/flits",
    "/wachten",
]


@pytest.fixture(scope="module")
def app() -> Flask:
    return make_app(TESTING=True, WTF_CSRF_ENABLED=False)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="module")
def real() -> FlaskClient:
    """As it runs for people: an unforeseen error becomes a page."""
    return make_app().test_client()


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_has_the_safe_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert headers["Cache-Control"] == ("private, no-cache" if path == "/agenda" else "no-store")
    assert "Strict-Transport-Security" not in headers


def test_https_stays_https(client: FlaskClient) -> None:
    assert (
        client.get("/", base_url="https://localhost")
        .headers["Strict-Transport-Security"]
        .startswith("max-age=6")
    )
    behind_a_proxy = make_app(SESSION_COOKIE_SECURE=True).test_client()
    assert "Strict-Transport-Security" in behind_a_proxy.get("/").headers


def test_pages_are_compressed_for_who_can_read_that(client: FlaskClient) -> None:
    packed, plain = client.get("/lang", headers=PACKED), client.get("/lang", headers=PLAIN)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 4
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


def test_compression_can_be_refused_and_leaves_small_and_tagged_answers_alone(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/lang", headers={"Accept-Encoding": "gzip;q=0"}).headers
    assert "Content-Encoding" not in client.post("/concept", headers=PACKED).headers
    feed = client.get("/agenda", headers=PACKED)
    assert "Content-Encoding" not in feed.headers
    assert feed.headers["ETag"] == '"1"'


def test_looking_only_for_headers_gives_the_same_headers(client: FlaskClient) -> None:
    head, get = client.head("/lang", headers=PACKED), client.get("/lang", headers=PACKED)
    assert head.data == b""
    assert head.headers == get.headers


def test_absent_and_not_yours_are_the_same_to_the_byte(client: FlaskClient) -> None:
    absent, not_yours = client.get("/bestaat-niet"), client.get("/aanbod/2")
    assert client.get("/aanbod/1").status_code == 200
    assert absent.status_code == not_yours.status_code == 404
    assert absent.data == not_yours.data
    assert absent.headers == not_yours.headers


def test_the_page_that_is_not_there_keeps_a_message_for_the_next(client: FlaskClient) -> None:
    client.get("/flits")
    assert "Dit lukte niet." not in client.get("/bestaat-niet", headers=PLAIN).text
    assert "Dit lukte niet." in client.get("/", headers=PLAIN).text


def test_somebody_was_faster(client: FlaskClient) -> None:
    response = client.post("/aanbod/1/antwoord", headers=PLAIN)
    assert response.status_code == 409
    assert "Tess was net iets sneller. Dank je dat je wilde." in response.text
    assert 'href="/aanbod/1"' in response.text


def test_a_refusal_is_shown_as_text(client: FlaskClient) -> None:
    response = client.get("/weigering", headers=PLAIN)
    assert response.status_code == 422
    assert "De &lt;dag&gt; ligt in het verleden." in response.text


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [
        ("/bestaat-niet", 404, "Deze pagina is er niet"),
        ("/concept", 405, "Zo werkt het hier niet"),
        ("/wachten", 429, "Even wachten"),
        ("/stuk", 500, "Het ligt aan ons"),
        ("/druk", 503, "Heel even geduld"),
    ],
)
def test_every_mishap_has_a_kind_page(real: FlaskClient, path: str, status: int, title: str) -> None:
    response = real.get(path, headers=PLAIN)
    assert response.status_code == status
    assert f"<h1>{title}</h1>" in response.text
    assert '<html lang="nl">' in response.text
    assert "Bel het nummer dat in je bericht staat" in response.text
    assert "Traceback" not in response.text
    assert "fout" not in response.text


def test_who_must_wait_is_told_how_long(real: FlaskClient) -> None:
    assert real.get("/wachten").headers["Retry-After"] == "60"
    assert real.get("/druk").headers["Retry-After"] == "10"
    assert "POST" in real.get("/concept").headers["Allow"]


def test_a_redirect_stays_a_redirect(client: FlaskClient) -> None:
    assert client.get("/flits").status_code == 303


def test_a_mishap_is_logged_without_address_or_values(
    real: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        real.get("/stuk?token=geheim")
        real.get("/druk")
    text = "\n".join(record.getMessage() for record in caplog.records)
    assert "unforeseen error in GET broken" in text
    assert "database unavailable" in text
    assert "geheim" not in caplog.text
