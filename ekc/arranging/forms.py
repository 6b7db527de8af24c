"""Forms about what must still be arranged."""

from __future__ import annotations

from ekc.arranging.rules import GO_ON
from ekc.web.forms import Choice, Form, Hidden, Phone, Text


class OwnForm(Form):
    """One more thing to arrange."""

    words = Text("Wat moet er geregeld worden?", max_length=120)
    who = Text("Wie regelt het?", max_length=80, required=False)


class EndForm(Form):
    """Who arranges something, and how far it is."""

    key = Hidden(max_length=60)
    arranger = Text("Wie regelt het?", max_length=80, required=False)
    phone = Phone("Telefoonnummer", required=False)
    what = Hidden(max_length=10)  # save, confirm, remove


class GoOnForm(Form):
    """Why it goes on with something open."""

    reason = Choice("Waarom ga je toch verder?", GO_ON.items())
