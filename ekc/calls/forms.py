"""The taps of the call list."""

from __future__ import annotations

from ekc.calls.rules import LATER
from ekc.web.forms import Choice, Form, Number

FAMILY = {"spoken": "Gesproken"}
FOLLOW_UP = {"closed": "Gesproken, het is klaar"}
SPEAK = {"spoken": "Gesproken", "comes": "Komt", "no": "Komt niet"}
ANSWER = {"comes": "Komt", "no": "Komt niet"}
ALWAYS = {**LATER, "letter": "Liever een brief", "not_reached": "Niet bereikt"}
TAPS = {"family": FAMILY, "speak": SPEAK, "answer": ANSWER, "poll": {}, "follow_up": FOLLOW_UP, "report": {}}
LARGEST = 2**31 - 1


class TapForm(Form):
    """One tap: what came of a call. `seen`: how many attempts stood on the page."""

    tap = Choice(
        "Wat werd het?", list({**SPEAK, **FOLLOW_UP, **ALWAYS}.items()), required="Kies een van de knoppen."
    )
    seen = Number("Versie", largest=LARGEST, required=False)

    def read_seen(self) -> int | None:
        """How many attempts stood on the page; None where it does not say."""
        return None if self.seen.data is None else int(self.seen.data)
