"""The form: values cleaned and typed by `ekc.web.fields`, kind refusals, what was typed kept on the page."""
# ruff: noqa: ANN401 -- Flask-WTF brings no types

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, g, request
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf
from wtforms.i18n import get_translations

from ekc.errors import DomainError
from ekc.web.address_fields import WebAddress
from ekc.web.fields import (
    UNKNOWN,
    Choice,
    Choices,
    DateField,
    Hidden,
    LongText,
    Mail,
    Number,
    Password,
    Phone,
    Postcode4,
    Select,
    Text,
    Tick,
    TimeField,
    agreeing,
)

__all__ = [
    "UNKNOWN",
    "CSRFError",
    "Choice",
    "Choices",
    "DateField",
    "Form",
    "Hidden",
    "LongText",
    "Mail",
    "Number",
    "Password",
    "Phone",
    "Postcode4",
    "Select",
    "Text",
    "Tick",
    "TimeField",
    "WebAddress",
    "agreeing",
    "csrf",
    "init_app",
    "takes_files",
]

READS = frozenset({"GET", "HEAD", "OPTIONS"})
LARGEST_FORM = 600_000  # bytes: several long texts of 100 kB
View = Callable[..., Any]
DUTCH = get_translations(["nl"])

csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    """Refuse forms from other sites, forms without this session's token, and forms of unreasonable size."""
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # a long form may lie open on a phone for a day
    app.config["WTF_CSRF_SSL_STRICT"] = False  # it wants a Referer, and our pages tell browsers to send none
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_FORM
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_FORM
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # we ask for it ourselves, where something is sent
    app.before_request(_check)
    csrf.init_app(app)
    app.jinja_env.globals["csrf_token"] = token


def token() -> str:
    """What the forms of this visitor send back; made once for a page, however many forms it has."""
    return str(g.get("csrf_token") or generate_csrf())


def takes_files(largest: int) -> Callable[[View], View]:
    """A view whose form may bring a file: the whole body may be `largest` bytes. Stands under the guard."""

    def decorate(view: View) -> View:
        view.largest_form = largest  # type: ignore[attr-defined] # -- a mark on a function
        return view

    return decorate


def _check() -> None:
    """Of what somebody sends: from where, how large, and with the token of this session."""
    if request.method in READS:
        return
    # Browsers tell where a request comes from (Fetch Metadata); old ones have the token alone.
    if request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}:
        raise CSRFError
    largest = getattr(current_app.view_functions.get(request.endpoint or ""), "largest_form", None)
    if largest is not None:  # before the token is looked for: that reads the whole body
        request.max_content_length = largest
    if current_app.config["WTF_CSRF_ENABLED"]:
        csrf.protect(apply_exemptions=True)


class Form(FlaskForm):  # type: ignore[misc] # -- it brings no types
    """All forms. The token is in `post_form` and checked for every POST, so the form itself has none."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc] # -- the same
        """Dutch messages, and values from form bodies only."""

        csrf = False

        def get_translations(self, form: Any) -> Any:  # noqa: ARG002 -- the signature of WTForms
            """What WTForms itself says, in Dutch."""
            return DUTCH

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:  # noqa: ARG002 -- the signature of WTForms
            """What was given, else the body of a POST. JSON and files are never taken for fields."""
            if formdata is None or hasattr(formdata, "getlist"):
                return formdata
            return request.form if request.method == "POST" else None

    def refuse(self, error: DomainError) -> None:
        """Show a refusal by the rules above the form, with all that was typed still in it."""
        self.form_errors.append(str(error))
