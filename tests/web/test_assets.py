"""One stylesheet and small scripts, kept by browsers until they change."""

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ekc.web import assets
from tests.web.gallery import make_app


@pytest.fixture(scope="module")
def app() -> Flask:
    return make_app(TESTING=True, WTF_CSRF_ENABLED=False)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def stylesheet(client: FlaskClient) -> str:
    [url] = re.findall(
        r'<link rel="stylesheet" href="([^"]+)">', client.get("/", headers={"Accept-Encoding": ""}).text
    )
    return str(url)


def test_the_stylesheet_may_be_kept_for_ever(client: FlaskClient) -> None:
    response = client.get(stylesheet(client))
    assert response.status_code == 200
    assert response.content_type == "text/css; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in response.headers


def test_it_is_packed_once_and_plain_on_request(client: FlaskClient) -> None:
    url = stylesheet(client)
    packed = client.get(url, headers={"Accept-Encoding": "gzip"})
    plain = client.get(url, headers={"Accept-Encoding": "identity"})
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


def test_a_page_of_before_an_update_keeps_a_look(client: FlaskClient) -> None:
    response = client.get("/stijl.0123456789ab.css")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-cache"


def test_a_first_visit_fits_in_fourteen_kilobytes(client: FlaskClient) -> None:
    """The page, the stylesheet and the script: what a phone loads first."""
    form = client.get("/formulier", headers={"Accept-Encoding": "gzip"})
    page = gzip.decompress(form.data).decode()
    urls = re.findall(r'(?:href|src)="(/(?:stijl|script)[^"]+)"', page)
    parts = [form.data, *(client.get(url, headers={"Accept-Encoding": "gzip"}).data for url in urls)]
    assert len(parts) == 3
    assert sum(map(len, parts)) < 14_000
    assert len(parts[1]) < 5_000
    assert len(parts[2]) < 3_000


def test_new_content_has_a_new_address(tmp_path: Path) -> None:
    for folder in ("css", "js"):
        (tmp_path / folder).mkdir()
    for name in assets.STYLES:
        (tmp_path / "css" / f"{name}.css").write_text(f"/* {name} */ @layer a {{ }}", "utf-8")
    (tmp_path / "js" / "one.js").write_text("let one = 1;", "utf-8")
    app = make_app()
    first = app.extensions["assets"]
    second = assets.read(tmp_path)
    assert first["stijl.css"].url != second["stijl.css"].url
    assert second["stijl.css"].plain == b"@layer a{}" * len(assets.STYLES)
    assert second["one.js"].url.startswith("/script/one.")


def test_every_stylesheet_and_script_in_the_folder_is_used() -> None:
    css = {path.stem for path in (assets.STATIC / "css").glob("*.css")}
    assert css == set(assets.STYLES)
    assert assets.STYLES[:2] == ("order", "tokens")


def test_squeezing_keeps_what_matters() -> None:
    css = """/* a
    note */
    a:hover > b ,
    c::before { content: "x"; margin: calc( 1px + 2px ) ; }
    @media (max-width: 4rem) { d { e: f } }"""
    assert assets.squeezed(css) == (
        'a:hover > b,c::before{content: "x";margin: calc( 1px + 2px )}@media (max-width: 4rem){d{e: f}}'
    )


def test_an_unknown_script_is_not_there(client: FlaskClient) -> None:
    assert client.get("/script/onbekend.0123456789ab.js").status_code == 404
    with client.application.app_context(), pytest.raises(KeyError):
        assets.script_url("onbekend")
