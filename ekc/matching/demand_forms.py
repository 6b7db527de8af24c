"""Making a wish hard: which, and why."""

from __future__ import annotations

from ekc.matching.demanding import GROUNDS, word_demand
from ekc.pool.dayparts import DAY_PARTS
from ekc.web.forms import Choice, Choices, Form, Hidden, Text


class HardForm(Form):
    """The ground, and the demand: its button, or a word that was typed."""

    ground = Choice("Waarom wordt het een eis?", GROUNDS.items(), required="Kies waarom dit een eis wordt.")
    demand = Hidden(max_length=60, required=False)
    word = Text("Een ander woord uit de wens", max_length=40, required=False, hint="Eén woord.")

    @property
    def asked(self) -> str:
        """The demand. DomainError for a word that is none."""
        return self.demand.data or word_demand(self.word.data or "")


class ReleaseForm(Form):
    """Which demand is let go."""

    demand = Hidden(max_length=60)


class DayPartsForm(Form):
    """When it suits the family."""

    day_parts = Choices(
        "Wanneer komt het de familie uit?", DAY_PARTS.items(), hint="Niets aangevinkt: niet bekend."
    )
