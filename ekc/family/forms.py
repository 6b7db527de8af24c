"""The one thing that whoever organises it chooses here: for which hoofdpersoon."""

from __future__ import annotations

from ekc.web.forms import Form, Hidden


class PersonForm(Form):
    """For whom: a button each."""

    person = Hidden(max_length=20)

    @property
    def person_id(self) -> int:
        """The person; 0 for what no button of ours sends."""
        text = self.person.data or ""
        return int(text) if text.isascii() and text.isdigit() and int(text) < 1 << 63 else 0
