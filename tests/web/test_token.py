"""A form is taken when the same visitor opened it on a page of ours; else a kind page leads back."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.gallery import make_app
from tests.web.test_forms import GOOD


@pytest.fixture(scope="module")
def app() -> Flask:
    return make_app(TESTING=True)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def fresh_token(client: FlaskClient) -> str:
    page = client.get("/formulier").text
    [found] = re.findall(r'name="csrf_token" value="([^"]+)"', page)
    return str(found)


def test_with_it_the_form_is_taken(client: FlaskClient) -> None:
    data = {**GOOD, "csrf_token": fresh_token(client)}
    assert client.post("/formulier", data=data).status_code == 303


def test_over_https_no_referer_is_asked_for(client: FlaskClient) -> None:
    data = {**GOOD, "csrf_token": fresh_token(client)}
    response = client.post("/formulier", data=data, base_url="https://localhost")
    assert response.status_code == 303


@pytest.mark.parametrize("token", ["", "onzin", "IjEi.aaaa.bbbb"])
def test_without_it_a_kind_page_leads_back(client: FlaskClient, token: str) -> None:
    fresh_token(client)
    response = client.post("/formulier", data={**GOOD, "csrf_token": token})
    assert response.status_code == 400
    assert "Dit formulier is verlopen" in response.text
    assert 'href="/formulier"' in response.text
    assert "staat nog in het vorige scherm" in response.text
    assert 'href="/inloggen" target="_blank"' in response.text


def test_the_token_of_somebody_else_is_refused(client: FlaskClient) -> None:
    other = fresh_token(client.application.test_client())
    fresh_token(client)
    assert client.post("/formulier", data={**GOOD, "csrf_token": other}).status_code == 400


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_on_another_site_is_refused_even_with_it(client: FlaskClient, site: str) -> None:
    data = {**GOOD, "csrf_token": fresh_token(client)}
    response = client.post("/formulier", data=data, headers={"Sec-Fetch-Site": site})
    assert response.status_code == 400
    data["csrf_token"] = fresh_token(client)
    ours = client.post("/formulier", data=data, headers={"Sec-Fetch-Site": "same-origin"})
    assert ours.status_code == 303


def test_more_than_any_form_holds_is_refused(client: FlaskClient) -> None:
    response = client.post("/formulier", data={"question": "x" * 700_000})
    assert response.status_code == 413
    assert "Dit is te veel" in response.text
