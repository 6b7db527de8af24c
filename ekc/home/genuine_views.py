"""Pages for anybody: is this message ours, and what is a bijeenkomst?"""

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


@bp.get("/wat-is-een-bijeenkomst")
@public("an explanation for everybody")
def what_it_is() -> ResponseReturnValue:
    """What somebody who is asked wants to know: how it goes, who decides, and that nobody has to."""
    speaking.choose()
    return render_template("home/what_it_is.html", here=all_municipalities())
