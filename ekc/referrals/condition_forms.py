"""One condition of an agency, and the taps about those that are there."""

from __future__ import annotations

from typing import Self

from ekc.referrals.condition_rules import BASES, LONGEST, REASONS
from ekc.web.forms import Choice, Form, Hidden, Select, Text
from ekc.web.reading import id_in


class ConditionForm(Form):
    """Which agency, on what basis, and what it is. A reason only once the preparation has begun."""

    organisation = Text("Welke organisatie stelt dit?", max_length=120, required="Schrijf op wie dit stelt.")
    basis = Select(
        "Waar berust het op?",
        BASES.items(),
        required="Kies waarop dit berust. Zonder zo'n grond is het een wens.",
    )
    words = Text(
        "Wat is de voorwaarde?",
        max_length=LONGEST,
        required="Schrijf in een paar woorden op wat de voorwaarde is.",
        hint="In gewone woorden, zoals je het de familie vertelt. Niet waarom, en niet wat er gebeurd is.",
    )
    reason = Choice("Waarom verandert dit nu?", REASONS.items(), required="Kies waarom dit nu verandert.")

    @classmethod
    def of(cls, *, begun: bool, sent: bool = False) -> Self:
        """The form; `begun`: the preparation has begun, `sent`: this is the one that was posted."""
        form = cls() if sent else cls(formdata=None)
        if not begun:
            del form.reason
        return form

    def told(self) -> tuple[str, str, str]:
        """(organisation, basis, words) as they were filled in."""
        return self.organisation.data or "", self.basis.data or "", self.words.data or ""

    @property
    def why(self) -> str | None:
        """The reason, where one is asked."""
        return self.reason.data if self.reason else None


class LineForm(Form):
    """A tap about one condition: which, and a reason or an outcome."""

    line = Hidden(max_length=20)
    reason = Hidden(max_length=20, required=False)
    outcome = Hidden(max_length=10, required=False)

    @property
    def line_id(self) -> int:
        """The condition; 0 for what no button of ours sends."""
        return id_in(self.line.data)


class ToldForm(Form):
    """A tap about one person: who was told, and which round stood on the page."""

    person = Hidden(max_length=20)
    seen = Hidden(max_length=12)

    @property
    def person_id(self) -> int:
        """The person; 0 for what no button of ours sends."""
        return id_in(self.person.data)

    @property
    def round(self) -> int:
        """The round that was read."""
        return id_in(self.seen.data)
