"""The one thing that whoever organises it chooses here: for which hoofdpersoon."""

from __future__ import annotations

from ekc.web.forms import Form, Hidden
from ekc.web.reading import id_in


class PersonForm(Form):
    """For whom: a button each."""

    person = Hidden(max_length=20)

    @property
    def person_id(self) -> int:
        """The person; 0 for what no button of ours sends."""
        return id_in(self.person.data)
