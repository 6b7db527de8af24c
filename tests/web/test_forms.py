"""Whatever is sent in a form: a value, or a kind sentence; never an error of ours or markup."""

from datetime import date, time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ekc.errors import DomainError
from ekc.web import forms
from tests.web.gallery import EveryField, make_app

GOOD = {
    "name": "Fatima",
    "phone": "06 12345678",
    "postcode": "9601 AB",
    "guests": "12",
    "on": "2026-03-03",
    "at": "19:30",
    "state": "onbekend",
    "village": "2",
}
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% for x in y %}",
    "'; DROP TABLE person; --",
    "een\r\nSet-Cookie: a=b",
    "\x00",
    "\u202egnol",
    "\ud800",
    "１２３",
    "٣",
    "x" * 100_000,
    "30-02-2026",
    "2026-02-30",
    "0000-00-00",
    "24:00",
    "99:99",
    "-1",
    "1e9",
    "9" * 400,
    "²",
    "../../etc/passwd",
    "%s%n{0}",
    "",
    "   ",
]


@pytest.fixture(scope="module")
def app() -> Flask:
    return make_app(TESTING=True, WTF_CSRF_ENABLED=False)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def sent(app: Flask, **values: object) -> EveryField:
    with app.test_request_context("/formulier", method="POST", data={**GOOD, **values}):
        form = EveryField()
        form.validate()
        return form


def test_good_values_come_out_typed(app: Flask) -> None:
    form = sent(app, topics=["geld"], agreed="y", question=" een\r\ntwee ", mail="A@B.nl")
    assert form.errors == {}
    assert form.data == {
        "name": "Fatima",
        "question": "een\ntwee",
        "phone": "+31612345678",
        "mail": "A@b.nl",
        "postcode": "9601",
        "guests": 12,
        "on": date(2026, 3, 3),
        "at": time(19, 30),
        "state": forms.UNKNOWN,
        "topics": ["geld"],
        "village": 2,
        "agreed": True,
        "step": None,
    }


def test_what_may_stay_empty_is_none(app: Flask) -> None:
    form = sent(app, question="", mail="  ")
    assert form.errors == {}
    assert (form.question.data, form.mail.data, form.topics.data, form.agreed.data) == (None, None, [], False)


def test_each_empty_field_is_told_once_what_to_do(app: Flask) -> None:
    form = sent(app, **dict.fromkeys(GOOD, ""))
    assert {name: errors for name, [*errors] in form.errors.items()} == {
        "name": ["Vul dit in."],
        "phone": ["Zonder nummer kunnen we niet bellen."],
        "postcode": ["Vul de vier cijfers van de postcode in."],
        "guests": ["Vul een getal in."],
        "on": ["Kies een dag."],
        "at": ["Vul een tijd in."],
        "state": ["Kies een van de mogelijkheden."],
        "village": ["Kies een van de mogelijkheden."],
    }


def test_a_form_without_any_field_is_told_the_same(app: Flask) -> None:
    with app.test_request_context("/formulier", method="POST"):
        form = EveryField()
        assert not form.validate()
        assert set(form.errors) == set(GOOD)


def test_nought_is_a_number(app: Flask) -> None:
    class Form(forms.Form):
        cups = forms.Number("Koppen", largest=5)
        trays = forms.Number("Bladen", largest=5, required=False)

    with app.test_request_context(method="POST", data={"cups": "0", "trays": ""}):
        form = Form()
        assert form.validate()
        assert form.data == {"cups": 0, "trays": None}


def test_too_long_says_how_much_fits(app: Flask) -> None:
    assert sent(app, name="x" * 61).errors == {"name": ["Dit is te lang: 61 tekens. Er passen er 60."]}


@pytest.mark.parametrize("field", ["state", "village", "topics"])
@pytest.mark.parametrize("value", ["iets anders", "<b>", "999999999999999999999999", "None"])
def test_only_what_was_offered_can_be_chosen(app: Flask, field: str, value: str) -> None:
    assert sent(app, **{field: value}).errors == {field: ["Kies een van de mogelijkheden."]}


@pytest.mark.parametrize("field", [*GOOD, "question", "mail", "topics", "agreed", "step"])
@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: repr(value[:20]))
def test_hostile_text_is_kept_or_refused_but_never_obeyed(
    client: FlaskClient, field: str, value: str
) -> None:
    wire = value.encode("utf-8", "surrogatepass")
    response = client.post("/formulier", data={**GOOD, field: wire}, headers={"Accept-Encoding": "identity"})
    assert response.status_code in {303, 422}
    assert "<script>alert" not in response.text
    assert "<img src=x" not in response.text
    assert "\x00" not in response.text
    assert "\u202e" not in response.text
    assert "a" not in response.headers.getlist("Set-Cookie")


def test_what_was_typed_stays_after_a_refusal(client: FlaskClient) -> None:
    page = client.post(
        "/formulier", data={**GOOD, "phone": "06 <12", "question": "Geld & wonen", "guests": "x"}
    ).text
    assert 'value="06 &lt;12"' in page
    assert "Geld &amp; wonen</textarea>" in page
    assert 'value="2026-03-03"' in page
    assert 'value="19:30"' in page
    assert 'value="onbekend" checked' in page
    assert '<option value="2" selected>Slochteren</option>' in page


def test_a_password_is_never_sent_back(app: Flask) -> None:
    class SignIn(forms.Form):
        password = forms.Password("Wachtwoord")

    with app.test_request_context(method="POST", data={"password": " geheim\u0000 "}):
        form = SignIn()
        assert form.validate()
        assert form.password.data == " geheim\u0000 "
        macro = app.jinja_env.get_template("components/field.html").module.field  # type: ignore[attr-defined] # -- a macro
        assert "geheim" not in macro(form.password)
        assert 'type="password"' in macro(form.password)
    with app.test_request_context(method="POST", data={"password": "x" * 5000}):
        assert len(SignIn().password.data) == 200


def test_json_is_no_form(client: FlaskClient) -> None:
    response = client.post("/formulier", json={"name": {"een": ["lijst"]}, "guests": 3})
    assert response.status_code == 422


def test_a_refusal_by_the_rules_stands_above_the_form(app: Flask) -> None:
    form = sent(app)
    form.refuse(DomainError("De zaal is dan al bezet."))
    with app.test_request_context():
        macro = app.jinja_env.get_template("components/error_summary.html").module.error_summary  # type: ignore[attr-defined] # -- a module has what its template defines
        assert "<li>De zaal is dan al bezet.</li>" in macro(form)
