"""What every POST ends in: the page with a refusal on it, or one commit, a sentence and the next page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, redirect, url_for

from ekc.db import db
from ekc.errors import DomainError, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.wrappers import Response

    from ekc.web.forms import Form


def committed(to: str, sentence: str = "", /, **values: Any) -> Response:  # noqa: ANN401 -- as url_for takes them
    """The one commit of a view; then on (303) to the page where `sentence` is read first.

    `to` is an endpoint with its `values`, as for `url_for`, or an address of ours: that begins with a "/".
    """
    db.commit()
    if sentence:
        flash(sentence)
    return redirect(to if to.startswith("/") else url_for(to, **values), 303)


def refused(form: Form, verb: Callable[[], object]) -> int | None:
    """Do `verb`; None when it went well, else the status of the refusal, which the form then shows.

    NotFoundError goes on: what is not there, or not for this person, has no form to be told on.
    """
    try:
        verb()
    except NotFoundError:
        raise
    except DomainError as error:
        db.rollback()
        form.refuse(error)
        return error.status
    return None


def failed(form: Form, verb: Callable[[], object]) -> int | None:
    """As `refused`; where a field is not right, 422 and `verb` is not done."""
    return refused(form, verb) if form.validate() else DomainError.status
