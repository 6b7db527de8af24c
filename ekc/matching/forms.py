"""Asking coordinators, and answering."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from flask import request

from ekc.matching import rules
from ekc.referrals.codes import WAIVER
from ekc.web.formatting import short_day
from ekc.web.forms import Choice, Choices, DateField, Form, Hidden, Select
from ekc.web.reading import id_in

ANSWERS = {"yes": "Ik kan", "no": "Nee, nu niet", "pause": "Nee, en zet me even op pauze"}


MOST_TICKS = 100  # more than a page can hold


def ticked() -> list[int]:
    """The ids of who was ticked in the form that came in; what no box of ours sends is left out."""
    found = request.form.getlist("chosen")[:MOST_TICKS]
    return [one for one in map(id_in, found) if one]


class RoundForm(Form):
    """Who is asked, for which weeks, and why the family leaves the choice to us."""

    chosen = Choices("Wie vraag je?", coerce=int, required="Vink aan wie je wilt vragen.")
    week_from = Select("Vanaf welke week?", coerce=date.fromisoformat)
    week_until = Select("Tot en met welke week?", coerce=date.fromisoformat)
    waiver = Choice(
        "Laat de familie de keuze aan ons?",
        WAIVER.items(),
        required=False,
        hint="Niets aangevinkt? Dan kiest de familie zelf uit wie kan.",
    )

    @classmethod
    def asking(cls, names: Mapping[int, str], today: date, *, waiver: bool, first: int = 0) -> RoundForm:
        """The form for these coordinators (name by id), the `first` so many ticked.

        With `waiver` it asks whether the family leaves the choice to us.
        """
        weeks = rules.coming_weeks(today)
        soonest, last = rules.USUAL
        form: RoundForm = cls(
            data={
                "week_from": weeks[soonest].isoformat(),
                "week_until": weeks[last].isoformat(),
                "chosen": list(names)[:first],
            }
        )
        form.chosen.choices = list(names.items())
        for field in (form.week_from, form.week_until):
            field.choices = [(week.isoformat(), in_words(week)) for week in weeks]
        if not waiver:
            del form.waiver
        return form


class AnswerForm(Form):
    """What she says. The answer itself is the button."""

    answer = Choice("Je antwoord", ANSWERS.items())
    frame = Hidden(max_length=20, required=False)
    reason = Choice("Wil je zeggen waarom?", rules.NO_REASONS.items(), required=False)
    paused_until = DateField("Tot en met welke dag wil je geen vragen krijgen?", required=False)

    def until(self, today: date) -> date:
        """The last day of the pause; what is proposed where she chose none."""
        return cast("date | None", self.paused_until.data) or today + rules.PAUSE


def in_words(week: date) -> str:
    """'week 41 (ma 5 okt)' from its Monday."""
    return f"week {week.isocalendar().week} ({short_day(week)})"
