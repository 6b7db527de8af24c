"""Is this message ours? A page for anybody who doubts, with what we never ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template

from ekc import settings
from ekc.accounts.guards import public
from ekc.places.queries import all_municipalities
from ekc.web import speaking

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("genuine", __name__)


@bp.get("/klopt-dit")
@public("tells how to recognise a message of ours: nothing about anyone")
def show() -> ResponseReturnValue:
    """From where we write, which number to call, and what we never ask."""
    speaking.choose()
    return render_template("home/genuine.html", here=all_municipalities(), chosen=settings.current())
