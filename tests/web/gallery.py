"""A small product around the shared layer: every component on a page, every kind of field in a form."""

from datetime import UTC, date, datetime
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any, NoReturn

from flask import Flask, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from jinja2 import ChoiceLoader, FileSystemLoader
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import TooManyRequests
from werkzeug.serving import make_server

from ekc import web
from ekc.errors import DomainError, NotFoundError, TooLateError
from ekc.web import forms, paging
from ekc.web.reading import MONTHS

ROOT = Path(__file__).resolve().parents[2]
STATES = [("nieuw", "Nieuw"), ("loopt", "Loopt"), ("klaar", "Klaar")]
HELD = [4, 6, 5, 0, 7, 3, 1, 2, 6, 8, 5, 4]
START = datetime(2026, 3, 3, 18, 30, tzinfo=UTC)
END = datetime(2026, 3, 3, 21, 0, tzinfo=UTC)


class EveryField(forms.Form):
    """One of each."""

    name = forms.Text("Naam", max_length=60, autocomplete="name", hint="Zoals mensen je noemen.")
    question = forms.LongText("Wat speelt er?", max_length=2000, required=False)
    phone = forms.Phone("Telefoon", required="Zonder nummer kunnen we niet bellen.")
    mail = forms.Mail("Mailadres", required=False)
    postcode = forms.Postcode4("Postcode")
    guests = forms.Number("Hoeveel mensen komen er?", smallest=1, largest=80)
    on = forms.DateField("Dag")
    at = forms.TimeField("Tijd")
    state = forms.Choice("Hoe staat het ervoor?", STATES, unknown=True)
    topics = forms.Choices("Waar gaat het over?", [("geld", "Geld"), ("wonen", "Wonen")])
    village = forms.Select("Dorp", [(1, "Hoogezand"), (2, "Slochteren")], coerce=int)
    agreed = forms.Tick("De familie weet hiervan")
    step = forms.Hidden(required=False)


class SignIn(forms.Form):
    """As on the first page."""

    email = forms.Mail("Mailadres", autocomplete="username")
    password = forms.Password("Wachtwoord")


def make_app(**config: Any) -> Flask:
    """The shared layer with a route for everything it must be able to do."""
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.update(SECRET_KEY="alleen voor tests", **config)
    web.init_app(app)
    here = FileSystemLoader(Path(__file__).parent / "templates")
    app.jinja_env.loader = ChoiceLoader([here, FileSystemLoader(ROOT / "templates")])
    for rule, view, methods in ROUTES:
        app.add_url_rule(rule, view.__name__, view, methods=methods)
    return app


def serve(app: Flask) -> tuple[str, Any]:
    """The product on a free port; call `shutdown()` on the second value."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.port}", server


def gallery() -> str:
    nav = [("Vandaag", "/", True), ("Aanmeldingen", "/lijst", False), ("Coördinatoren", "/pool", False)]
    municipality = SimpleNamespace(name="Midden-Groningen", central_phone="+31598373737")
    return render_template(
        "gallery.html",
        nav=nav,
        municipality=municipality,
        user_name="Sanne de Vries",
        demo=True,
        start=START,
        end=END,
        day_of=date(2026, 3, 3),
        rows=list(zip(MONTHS, HELD, strict=True)),
        page=paging.page_number(),
    )


def form_page() -> ResponseReturnValue:
    form = EveryField()
    if form.validate_on_submit():
        flash("Bewaard. Dank je wel.")
        return redirect("/", 303)
    return render_template("form.html", form=form), 422 if request.method == "POST" else 200


def sign_in() -> str:
    return render_template("sign_in.html", form=SignIn())


def draft() -> ResponseReturnValue:
    DRAFTS.append(request.form.to_dict())
    return "", 204


def flashed() -> ResponseReturnValue:
    flash("Dit lukte niet.", "attention")
    return redirect("/", 303)


def echo() -> ResponseReturnValue:
    return request.form.to_dict()


def too_late(number: int) -> NoReturn:
    assert number
    raise TooLateError("Tess was net iets sneller. Dank je dat je wilde.")


def refused() -> NoReturn:
    raise DomainError("De <dag> ligt in het verleden.")


def not_yours(number: int) -> str:
    if number == 1:
        return "Het aanbod"
    raise NotFoundError


def wait() -> NoReturn:
    raise TooManyRequests(retry_after=60)


def busy() -> NoReturn:
    raise OperationalError("SELECT 'geheime naam'", None, Exception("database is locked"))


def broken() -> NoReturn:
    raise RuntimeError("een <fout> van ons")


def long_text() -> str:
    return "appels en peren " * 200


def feed() -> ResponseReturnValue:
    headers = {"ETag": '"1"', "Cache-Control": "private, no-cache", "Content-Type": "text/calendar"}
    return "BEGIN:VCALENDAR\r\n" * 100, 200, headers


DRAFTS: list[dict[str, str]] = []
ROUTES = (
    ("/", gallery, ["GET"]),
    ("/formulier", form_page, ["GET", "POST"]),
    ("/inloggen", sign_in, ["GET"]),
    ("/concept", draft, ["POST"]),
    ("/flits", flashed, ["GET"]),
    ("/echo", echo, ["POST"]),
    ("/aanbod/<int:number>", not_yours, ["GET"]),
    ("/aanbod/<int:number>/antwoord", too_late, ["POST"]),
    ("/weigering", refused, ["GET"]),
    ("/wachten", wait, ["GET"]),
    ("/druk", busy, ["GET"]),
    ("/stuk", broken, ["GET"]),
    ("/lang", long_text, ["GET"]),
    ("/agenda", feed, ["GET"]),
)
