"""What a guest answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from ekc.web.forms import Choice, Form, Hidden, Number, Select

if TYPE_CHECKING:
    from collections.abc import Mapping

ANSWERS = (("yes", "Ja, ik kom"), ("no", "Nee, ik kan niet"), ("call_me", "Bel mij"))
HEARD = (
    ("yes", "Komt"),
    ("no", "Komt niet"),
    ("maybe", "Weet het nog niet"),
    ("call_me", "Wil gebeld worden"),
)
LARGEST = 2**31 - 1


class AnswerForm(Form):
    """One of three buttons; `version` is the version of the appointment that was on the page."""

    answer = Choice("Kom je?", ANSWERS, required="Kies een van de knoppen.")
    version = Number("Versie", largest=LARGEST, required=False)
    who = Hidden("Voor wie", max_length=19, required=False)  # the invitation of who shares the address

    def mate(self) -> int | None:
        """The invitation of somebody else at this address, whom this answer is about; 0 for nonsense."""
        typed = str(self.who.data or "")
        if not typed:
            return None
        return int(typed) if typed.isdecimal() and int(typed) < 1 << 63 else 0

    def seen(self) -> int | None:
        """The version that was on the page."""
        return None if self.version.data is None else int(self.version.data)


class HeardForm(Form):
    """What somebody said on the phone, and who said it: without that, they did so themselves."""

    answer = Choice("Wat was het antwoord?", HEARD, required="Kies wat het antwoord was.")
    told_by = Select("Wie zei het?", coerce=int, required=False)

    @classmethod
    def told_by_one_of(cls, persons: Mapping[int, str], person_id: int | None = None) -> Self:
        """Who may have told it: names by person id; `person_id` is chosen unless another was."""
        form = cls(data={"told_by": person_id if person_id in persons else None})
        form.told_by.choices = list(persons.items())
        return form
