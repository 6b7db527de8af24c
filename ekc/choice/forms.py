"""What the family said, entered for who phoned, wrote or told it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Self

from ekc.choice.queries import Card
from ekc.choice.rules import VIA, Heard
from ekc.web.forms import Choice, DateField, Form, Select, Tick

REFUSE, WAIVE = "refused", "waived"
OTHERWISE = {REFUSE: "liever iemand anders", WAIVE: "kies maar voor ons"}


class HeardForm(Form):
    """By whom, how, and when."""

    person = Select("Wie zei het?", coerce=int)
    via = Choice("Hoe?", VIA.items(), default="phone")
    on = DateField("Op welke dag?")

    @classmethod
    def offering(cls, persons: Mapping[int, str], today: date, *, sent: bool = False) -> Self:
        """A form in which one of these said it (names by person id), today unless told otherwise."""
        form = cls() if sent else cls(formdata=None, data={"on": today})
        form.person.choices = list(persons.items())
        return form

    def heard(self) -> Heard:
        """How it was said."""
        return Heard(self.via.data, self.on.data, self.person.data)  # type: ignore[arg-type] # -- validated


class ChoiceForm(HeardForm):
    """Which card, somebody else, or you choose."""

    which = Choice("Wat koos de familie?", required="Kies wat de familie zei.")
    others_fine = Tick("Kan diegene straks toch niet? Dan is een van de anderen ook goed")

    def lay_out(self, cards: Sequence[Card]) -> None:
        """Let one of these be chosen."""
        named = [(str(one.offer_id), f"{one.letter}: {one.given_name}") for one in cards]
        self.which.choices = [*named, *OTHERWISE.items()]


class LinkForm(Form):
    """The same by the family's own link: the choice itself is the button."""

    others_fine = Tick("Kan diegene straks toch niet? Dan is een van de anderen ook goed")
