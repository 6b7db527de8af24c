"""What the family said, and which sentence is told. No field here takes free words."""

from __future__ import annotations

from ekc.thanks.rules import SENTENCES, WHO_SAYS
from ekc.web.forms import Choice, DateField, Form


class PermissionForm(Form):
    """Who of the family said yes or no, and when."""

    allowed = Choice(
        "Mag de coördinator horen hoe het verder ging?",
        [("yes", "ja, dat mag"), ("no", "nee, liever niet")],
    )
    said_by = Choice("Wie zei dat?", WHO_SAYS.items())
    said_on = DateField("Op welke dag?")


class SentenceForm(Form):
    """How it went on."""

    sentence = Choice("Hoe ging het verder?", SENTENCES.items())
