"""What a reader does with a mail."""

from __future__ import annotations

from wtforms import HiddenField

from ekc.mailroom.rules import SAID
from ekc.web.forms import Choice, Form
from ekc.web.reading import id_in


class DoneForm(Form):
    """One button; `guest` is whose answer it is, where it is one."""

    said = Choice("Wat schreef diegene?", list(SAID.items()), required="Kies een van de knoppen.")
    guest = HiddenField()

    def whose(self) -> int | None:
        """The id of an invitation; None for nothing that can be one."""
        return id_in(str(self.guest.data)) or None
