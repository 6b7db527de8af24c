"""The pieces that pages are made of, as a browser or a screen reader gets them."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, render_template
from flask.testing import FlaskClient
from jinja2.runtime import Macro

from ekc.settings import ROOT
from ekc.web import forms, paging
from tests.web.gallery import START, EveryField, make_app


@pytest.fixture(scope="module")
def app() -> Flask:
    return make_app(TESTING=True, WTF_CSRF_ENABLED=False)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def part(app: Flask, file: str, name: str, *values: Any, **more: Any) -> str:
    """What one macro makes, on one line."""
    with app.test_request_context("/lijst?dorp=a&p=3"):
        module = app.jinja_env.get_template(f"components/{file}.html").module
        return " ".join(str(getattr(module, name)(*values, **more)).split())


def field(app: Flask, name: str, /, **data: str) -> str:
    with app.test_request_context(method="POST" if data else "GET", data=data):
        form = EveryField()
        if data:
            form.validate()
        return part(app, "field", "field", form[name])


def test_every_template_has_all_components_at_hand_and_asks_for_none(app: Flask) -> None:
    known = {name for name, each in app.jinja_env.globals.items() if isinstance(each, Macro)}
    made: list[str] = []
    for file in (ROOT / "templates").rglob("*.html"):
        text = file.read_text()
        if file.parent.name == "components":
            made += re.findall(r"{% macro ([a-z]\w*)", text)
        else:
            assert 'from "components/' not in text, file
    assert sorted(made) == sorted(known)


def test_a_field_has_a_label_and_its_hint_is_read_with_it(app: Flask) -> None:
    html = field(app, "name")
    assert '<label class="nl-field__label" for="name">Naam</label>' in html
    assert '<p class="nl-field__hint" id="name-uitleg">Zoals mensen je noemen.</p>' in html
    assert 'aria-describedby="name-uitleg"' in html
    assert 'autocomplete="name"' in html
    assert "aria-invalid" not in html


def test_an_error_stands_at_its_field_and_is_read_with_it(app: Flask) -> None:
    html = field(app, "name", name="")
    assert '<p class="nl-field__error" id="name-fout">Vul dit in.</p>' in html
    assert 'aria-describedby="name-uitleg name-fout"' in html
    assert 'aria-invalid="true"' in html


def test_what_may_stay_empty_says_so(app: Flask) -> None:
    assert "(mag leeg)" in field(app, "question")
    assert "(mag leeg)" not in field(app, "name")


def test_choices_are_a_group_with_a_name(app: Flask) -> None:
    html = field(app, "state", state="")
    assert '<fieldset class="nl-field nl-field--invalid" aria-describedby="state-fout">' in html
    assert '<legend class="nl-field__label">Hoe staat het ervoor?</legend>' in html
    assert html.count('type="radio"') == 4
    assert '<label for="state-3">Onbekend</label>' in html


def test_a_tick_has_its_label_behind_it_and_hidden_fields_have_none(app: Flask) -> None:
    assert '<label for="agreed">De familie weet hiervan</label>' in field(app, "agreed")
    assert field(app, "step").startswith('<input type="hidden" id="step" name="step"')
    assert "label" not in field(app, "step")


def test_the_summary_leads_to_each_field(client: FlaskClient) -> None:
    page = client.post("/formulier", data={}, headers={"Accept-Encoding": ""}).text
    assert '<a href="#name">Naam: Vul dit in.</a>' in page
    assert '<a href="#state-0">Hoe staat het ervoor: Kies een van de mogelijkheden.</a>' in page
    assert "<title>Nog niet klaar: Nieuwe aanmelding" in page
    fresh = client.get("/formulier", headers={"Accept-Encoding": ""}).text
    assert 'role="alert"' not in fresh
    assert "<title>Nieuwe aanmelding" in fresh


def test_the_summary_finds_fields_in_lists(app: Flask) -> None:
    from wtforms import FieldList, FormField  # noqa: PLC0415 # -- only lists of parts of forms need them

    class Guest(forms.Form):
        name = forms.Text("Naam", max_length=9)

    class Guests(forms.Form):
        guests = FieldList(FormField(Guest), min_entries=2)

    with app.test_request_context(method="POST", data={"guests-0-name": "Ada", "guests-1-name": ""}):
        form = Guests()
        assert not form.validate()
        assert '<li><a href="#guests-1-name">Naam: Vul dit in.</a></li>' in part(
            app, "error_summary", "error_summary", form
        )


def test_times_are_for_people_and_for_machines(client: FlaskClient) -> None:
    page = client.get("/", headers={"Accept-Encoding": ""}).text
    assert '<time datetime="2026-03-03T19:30+01:00">dinsdag 3 maart 2026, 19.30 uur</time>' in page
    assert '<time datetime="2026-03-03">dinsdag 3 maart 2026</time>' in page


def test_a_number_can_be_called(app: Flask) -> None:
    assert part(app, "tel", "tel", "+31612345678", "Cor") == (
        '<a class="nl-tel" href="tel:+31612345678">Bel Cor: 06 12 34 56 78</a>'
    )


def test_what_is_not_known_is_said(app: Flask) -> None:
    html = part(app, "summary_list", "summary_list", [("Talen", None), ("Gasten", 0)])
    assert "<dt>Talen</dt><dd>onbekend</dd>" in html
    assert "<dt>Gasten</dt><dd>0</dd>" in html


def test_other_pages_of_a_list_keep_its_filters(app: Flask) -> None:
    with app.test_request_context("/?dorp=a&dorp=b&p=2&_external=1"):
        assert paging.page_number() == 2
        assert paging.page_url(3) == "/?dorp=a&dorp=b&p=3"
    assert part(app, "pagination", "pagination", 1, 1) == ""


@pytest.mark.parametrize("asked", ["0", "-1", "x", "1e9", "9" * 400, "²", "", "1;DROP"])
def test_a_page_number_is_always_sensible(app: Flask, asked: str) -> None:
    with app.test_request_context("/", query_string={"p": asked}):
        assert paging.page_number() == 1


@pytest.mark.parametrize(("rows", "pages"), [(0, 1), (1, 1), (20, 1), (21, 2)])
def test_how_many_pages(rows: int, pages: int) -> None:
    assert paging.page_count(rows, 20) == pages


def test_a_picture_tells_its_numbers_in_words_and_in_a_table(app: Flask) -> None:
    html = part(app, "bar_chart", "bar_chart", "Gehouden", [("januari", 2), ("februari", 0)])
    assert '<svg class="ekc-chart__picture" viewBox="0 0 320 56" role="img"' in html
    assert '<desc id="grafiek-uitleg">januari 2, februari 0.</desc>' in html
    assert '<th scope="row">januari</th><td>2</td>' in html
    assert html.count("ekc-chart__bar") == 1
    assert "style=" not in html


def test_a_picture_of_nothing_is_a_picture(app: Flask) -> None:
    assert "ekc-chart__bar" not in part(app, "bar_chart", "bar_chart", "Gehouden", [("januari", 0)])
    assert "<tbody>" in part(app, "bar_chart", "bar_chart", "Gehouden", [])


def test_a_name_is_never_markup(app: Flask) -> None:
    with app.test_request_context("/"):
        page = render_template(
            "gallery.html",
            municipality=SimpleNamespace(name="<b>Dorp</b>", central_phone='"><b>'),
            user_name="<script>x</script>",
            nav=[("<i>", '"><i>', False)],
            rows=[("<u>", 1)],
            page=2,
            start=START,
            end=START,
            day_of=START,
        )
    for mark in ("<b>", "<script>x", "<i>", "<u>"):
        assert mark not in page


@pytest.mark.parametrize("path", ["/", "/formulier", "/inloggen", "/bestaat-niet"])
def test_every_page_stands_without_scripts_or_styles_of_its_own(client: FlaskClient, path: str) -> None:
    page = client.get(path, headers={"Accept-Encoding": ""}).text
    assert page.count("<h1") == 1
    assert '<html lang="nl">' in page
    assert '<a class="nl-skip-link" href="#inhoud">' in page
    assert "style=" not in page
    assert "onclick" not in page
    assert "<script>" not in page
    assert 'href="tel:112"' in page
    assert 'href="tel:08002000"' in page


def test_signing_out_is_a_form_and_the_present_page_is_marked(client: FlaskClient) -> None:
    page = client.get("/", headers={"Accept-Encoding": ""}).text
    assert '<form method="post" action="/uitloggen" novalidate>' in page
    assert '<a href="/" aria-current="page">Vandaag</a>' in page
    assert "Midden-Groningen" in page
    assert "0598 37 37 37" in page
    assert "Alle mensen zijn verzonnen" in page
    assert "/uitloggen" not in client.get("/inloggen", headers={"Accept-Encoding": ""}).text


def test_a_message_is_shown_once(client: FlaskClient) -> None:
    client.get("/flits")
    assert 'role="alert"' in client.get("/inloggen", headers={"Accept-Encoding": ""}).text
    assert 'role="alert"' not in client.get("/inloggen", headers={"Accept-Encoding": ""}).text
