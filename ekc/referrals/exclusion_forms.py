"""Whom they would rather not have: a name, or words about somebody."""

from __future__ import annotations

from collections.abc import Iterable

from ekc.referrals.excluding import LONGEST, SAID_BY
from ekc.web.forms import Choice, Form, Hidden, Select, Text
from ekc.web.reading import id_in


class ExclusionForm(Form):
    """Who said it, and about whom. The bureau may pick a name; the team writes one down."""

    said_by = Choice("Wie zei dit?", SAID_BY.items(), required="Kies wie dit zei.")
    who = Select("Wie van de pool?", coerce=int, required=False)
    words = Text(
        "Wie liever niet?",
        max_length=LONGEST,
        required=False,
        hint="Een hele naam, of een paar woorden: ‘iemand die …’. Schrijf niet op waarom.",
    )

    @classmethod
    def of(cls, names: Iterable[tuple[int, str]], **given: object) -> ExclusionForm:
        """The form with these names (coordinator id, name) to pick from; none: there is nothing to pick."""
        form: ExclusionForm = cls(**given)
        found = list(names)
        if found:
            form.who.choices = found
        else:
            del form.who
        return form

    @property
    def picked(self) -> int | None:
        """The coordinator who was picked."""
        return self.who.data if self.who else None


class LineForm(Form):
    """One line of the list, and for words perhaps who is meant."""

    line = Hidden(max_length=20)
    who = Hidden(max_length=20, required=False)

    @property
    def line_id(self) -> int:
        """The line; 0 for what no button of ours sends."""
        return id_in(self.line.data)

    @property
    def who_id(self) -> int:
        """The coordinator; 0 where none was picked."""
        return id_in(self.who.data)
