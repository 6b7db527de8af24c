"""How it went, in three taps; and a plan without a meeting."""

from __future__ import annotations

from ekc.errors import DomainError
from ekc.outcomes.rules import KINDS, MOST_PEOPLE, OWN_TIME, PLAN, Told
from ekc.referrals.lifecycle import REASONS
from ekc.web.forms import Choice, Form, Number

HELD = {"yes": "ja, gehouden", **{f"no:{code}": f"nee: {label}" for code, label in REASONS["unplan"].items()}}
AFTER = {
    "unknown": PLAN["unknown"],
    "in_making": PLAN["in_making"],
    "no": PLAN["no"],
    **{f"yes:{kind}": f"ja, {label}" for kind, label in KINDS.items()},
}


class OutcomeForm(Form):
    """Three questions, one tap each."""

    held = Choice("Is de bijeenkomst gehouden?", HELD.items())
    own_time = Choice("Had de kring tijd voor zichzelf?", OWN_TIME.items(), required=False)
    people = Number(
        "Hoeveel mensen waren er?",
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
            people=self.people.data,  # type: ignore[arg-type] # a Number reads a number
            plan=plan,
            plan_kind=kind or None,
        )


class KindForm(Form):
    """Which kind of plan came without a meeting."""

    kind = Choice("Wat voor plan is het?", KINDS.items())
