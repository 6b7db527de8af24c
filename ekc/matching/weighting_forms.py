"""What weighs how much: a number for each thing."""

from __future__ import annotations

from ekc.matching.weighing import HEAVIEST, MEANS, Weights
from ekc.web.forms import Form, Hidden, Number


class WeightsForm(Form):
    """All weights, and the version that was looked at."""

    base = Hidden(max_length=9)

    @property
    def weights(self) -> Weights:
        """The weights that were told."""
        return Weights(*(getattr(self, name).data for name in Weights._fields))

    @property
    def base_version(self) -> int:
        """The version that was looked at; -1 for what is none."""
        text = self.base.data or ""
        return int(text) if text.isascii() and text.isdigit() else -1


for _name in Weights._fields:
    setattr(WeightsForm, _name, Number(MEANS[_name], largest=HEAVIEST))
