"""How it went, in three taps; and a plan without a meeting."""

from __future__ import annotations

from typing import Self

from ekc.errors import DomainError
from ekc.outcomes.rules import KINDS, MOST_PEOPLE, OWN_TIME, PLAN, Told
from ekc.referrals.reasons import REASONS
from ekc.web.forms import Choice, Form, Number

HELD = {"yes": "ja, gehouden", **{f"no:{code}": f"nee: {label}" for code, label in REASONS["unplan"].items()}}
AFTER = {
    "unknown": PLAN["unknown"],
    "in_making": PLAN["in_making"],
    "no": PLAN["no"],
    **{f"yes:{kind}": f"ja, {label}" for kind, label in KINDS.items()},
}
LATER = {code: label for code, label in AFTER.items() if code != "unknown"}


class OutcomeForm(Form):
    """Three questions, one tap each."""

    held = Choice("Is de bijeenkomst gehouden?", HELD.items())
    own_time = Choice("Had de kring tijd voor zichzelf?", OWN_TIME.items(), required=False)
    people = Number(
        "Aantal mensen",
        largest=MOST_PEOPLE,
        required=False,
        hint="Weet je het niet? Laat het leeg.",
    )
    plan = Choice("Is er een plan?", AFTER.items(), required=False)

    def told(self) -> Told:
        """What was tapped. DomainError where it was held and the kring's own time was passed over."""
        held, _, reason = self.held.data.partition(":")
        if held == "yes" and self.own_time.data is None:
            raise DomainError(
                "Had de kring tijd voor zichzelf? Kies een antwoord. 'Dat weet ik niet' mag ook."
            )
        plan, _, kind = (self.plan.data or "unknown").partition(":")
        return Told(
            held=held == "yes",
            reason=reason or None,
            own_time=self.own_time.data or "unknown",
            people=self.people.data,  # type: ignore[arg-type] # -- a Number reads a number
            plan=plan,
            plan_kind=kind or None,
        )


class LaterForm(Form):
    """Whether there is a plan, asked after the meeting was told of."""

    plan = Choice("Is er een plan?", LATER.items())

    @classmethod
    def of(cls, state: str) -> Self:
        """The question for a referral in `state`: what is in the making already, is not told again."""
        form = cls()
        if state == "plan_in_making":
            form.plan.choices = [(code, label) for code, label in LATER.items() if code != "in_making"]
        return form

    def told(self) -> tuple[str, str | None]:
        """(the answer, the kind of plan); an empty answer where nothing was chosen."""
        plan, _, kind = (self.plan.data or "").partition(":")
        return plan, kind or None


class KindForm(Form):
    """Which kind of plan came without a meeting."""

    kind = Choice("Wat voor plan is het?", KINDS.items())
