"""A claim in three or four taps; the choice of a year; the bureau's question."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from ekc.expenses import rules
from ekc.expenses.models import Expense
from ekc.expenses.rules import Claim
from ekc.web.amount_fields import Euros, Quarters
from ekc.web.forms import Choice, DateField, Form, Hidden, LongText, Number, Select, Text
from ekc.web.reading import MONTHS, id_in


class ClaimForm(Form):
    """What all claims tell: the day and what it was for. `known` was sent after a warning was read."""

    kind = ""
    on = DateField("Welke dag?", required="Kies de dag.")
    about = Select("Waarvoor was het?", required=False)
    once = Hidden(required=False)
    known = Hidden(required=False)

    @classmethod
    def new(cls, today: date, numbers: Iterable[str], once: int) -> Self:
        """An empty form for today; `once` makes that it counts once."""
        return cls(data={"on": today, "once": str(once)}).offering(numbers)

    @classmethod
    def of(cls, claim: Expense, numbers: Iterable[str]) -> Self:
        """The form filled with a claim that is there."""
        about = f"{rules.TRAJECT}:{claim.number}" if claim.number else claim.about
        told = {"on": claim.happened_on, "about": about, "what": claim.what, "note": claim.note}
        form = cls(data={**told, "amount": claim.amount})
        return form.offering([*numbers, *([claim.number] if claim.number else [])])

    def offering(self, numbers: Iterable[str]) -> Self:
        """The same form with her trajecten to choose from."""
        own = [(f"{rules.TRAJECT}:{number}", f"traject {number}") for number in dict.fromkeys(numbers)]
        self.about.choices = [*own, (rules.TRAINING, "training of intervisie"), (rules.OTHER, "iets anders")]
        return self

    def claim(self) -> Claim:
        """As told."""
        about, _, number = (self.about.data or rules.OTHER).partition(":")
        told: dict[str, Any] = self.data
        return Claim(
            self.kind,
            told["on"],
            told["amount"],
            told.get("what"),
            told.get("note"),
            about,
            number or None,
        )

    def form_number(self, otherwise: int) -> int:
        """The number that makes this form count once."""
        return id_in(self.once.data) or otherwise


class KmForm(ClaimForm):
    """Kilometres there and back."""

    kind = rules.KM
    amount = Number(
        "Hoeveel kilometer?",
        smallest=1,
        largest=rules.MOST[rules.KM],
        hint="Heen en terug samen, in hele kilometers.",
    )


class ReceiptForm(ClaimForm):
    """What something cost. The receipt itself stays with her."""

    kind = rules.RECEIPT
    amount = Euros("Hoeveel euro?", largest=rules.MOST[rules.RECEIPT], hint="Bijvoorbeeld 12,50.")
    what = Choice("Waar is het bonnetje van?", rules.RECEIPTS.items())
    note = Text("Bij ‘anders’: wat was het?", max_length=80, required=False)


class HoursForm(ClaimForm):
    """How long it took."""

    kind = rules.HOURS
    amount = Quarters("Hoe lang?", largest=rules.MOST[rules.HOURS], hint="In uren: 1,5 is anderhalf uur.")


FORMS: dict[str, type[ClaimForm]] = {form.kind: form for form in (KmForm, ReceiptForm, HoursForm)}


class ChoiceForm(Form):
    """Which of the two ways, for one calendar year."""

    regime = Choice("Hoe wil je het dit jaar?", rules.REGIMES.items())
    grown_up_on = DateField(
        "Ben je nog geen 21? Vul in op welke dag je 21 wordt.",
        required=False,
        hint="Tot die dag is het bedrag per uur lager. Zo zegt de wet het.",
    )


class ElsewhereForm(Form):
    """What another organisation paid in a month."""

    month = Select("Maand", [(number, name) for number, name in enumerate(MONTHS, 1)], coerce=int)
    cents = Euros("Hoeveel euro kreeg je daar?", largest=rules.MOST_ELSEWHERE)


class QuestionForm(Form):
    """Why the bureau sends a claim back."""

    reason = LongText("Wat is je vraag?", max_length=300, required="Schrijf op wat je wilt weten.")


class UntilForm(Form):
    """Up to and including which day."""

    until = DateField("Tot en met")

    @classmethod
    def of(cls, until: date) -> UntilForm:
        """The form with a day filled in."""
        return cls(formdata=None, data={"until": until})
