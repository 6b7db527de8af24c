"""The address of an own calendar."""

from __future__ import annotations

from ekc.calendars.addresses import LONGEST
from ekc.web.forms import Form, Text


class LinkForm(Form):
    """Pasted from the settings of that calendar."""

    address = Text(
        "Het geheime adres van je agenda", max_length=LONGEST, required="Plak hier het adres van je agenda."
    )
