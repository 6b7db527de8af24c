"""Who takes over, why, and what the next one must know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from ekc.handover.rules import LONGEST_NOTE, STAND_IN_REASONS
from ekc.people.service import Particulars
from ekc.referrals.reasons import REASONS
from ekc.web.forms import Choice, Form, LongText, Phone, Select, Text

WHY = REASONS["hand_back"]
NOW, ASK = "now", "ask"


class LeaveForm(Form):
    """She cannot go on."""

    reason = Choice("Waarom kun je niet?", WHY.items())
    note = LongText(
        "Wat moet de volgende weten?",
        required=False,
        max_length=LONGEST_NOTE,
        hint="Alleen wie het overneemt, leest dit. Geen namen van ziektes, geen BSN.",
    )


class ReplaceForm(Form):
    """Who takes over: said on the phone, or asked now."""

    who = Choice("Wie neemt het over?", coerce=int, required="Kies wie het overneemt.")
    how = Choice("Hoe?", {NOW: "nu", ASK: "vragen"}.items())
    reason = Select("Waarom?", WHY.items(), default="illness")
    note = LongText(
        "Wat moet de volgende weten?",
        required=False,
        max_length=LONGEST_NOTE,
        hint="Alleen wie het overneemt, leest dit.",
    )

    @classmethod
    def offering(cls, names: Mapping[int, str], *, reason: str | None = None, sent: bool = False) -> Self:
        """A form to choose one of these (name by coordinator id), the first of them unless told otherwise."""
        first = next(iter(names), None)
        form = cls() if sent else cls(formdata=None, data={"who": first, "reason": reason or "illness"})
        form.who.choices = list(names.items())
        return form


class StandInForm(Form):
    """Which professional organises it, and why."""

    given_name = Text("Voornaam", max_length=60)
    surname = Text("Achternaam", max_length=80, required=False)
    organisation = Text("Organisatie", max_length=120, required=False)
    phone = Phone("Telefoon", required=False)
    reason = Choice("Waarom?", STAND_IN_REASONS.items())

    def told(self) -> Particulars:
        """The professional as filled in."""
        return Particulars(
            given_name=self.given_name.data or "",
            surname=self.surname.data or "",
            kind="professional",
            phone=self.phone.data,
            organisation=self.organisation.data,
        )
