"""Who is away, who does it instead, and in which days."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from ekc.web.forms import DateField, Form, Select


class CoverForm(Form):
    """Two people and two days."""

    absent = Select("Wie is er niet?", coerce=int)
    cover = Select("Wie neemt waar?", coerce=int)
    first = DateField("Eerste dag")
    last = DateField("Laatste dag")

    @classmethod
    def between(cls, absent: Mapping[int, str], covers: Mapping[int, str], *, sent: bool = False) -> Self:
        """A form in which one of `absent` is away and one of `covers` does it (names by person id)."""
        form = cls() if sent else cls(formdata=None)
        form.absent.choices, form.cover.choices = list(absent.items()), list(covers.items())
        return form
