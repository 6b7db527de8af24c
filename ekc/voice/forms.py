"""What a volunteer says, and what the bureau says back."""

from __future__ import annotations

from ekc.referrals.person_forms import no_bsn
from ekc.voice.models import Suggestion
from ekc.voice.rules import ANSWERS, HOW, OF_YEAR
from ekc.web.forms import Choice, DateField, Form, LongText, Number, Text, Tick


class SuggestionForm(Form):
    """An idea."""

    text = LongText(
        "Wat kan er beter?",
        max_length=2000,
        required="Schrijf eerst je idee op.",
        validators=[no_bsn],
        hint="Noem geen namen van families.",
    )
    named = Tick("Andere coördinatoren mogen mijn voornaam erbij lezen")


class AnswerForm(Form):
    """What the bureau does with it."""

    stand = Choice("Wat doen jullie ermee?", ANSWERS.items())
    answer = LongText(
        "Wat deden we ermee?",
        max_length=2000,
        required="Schrijf in een paar woorden wat jullie ermee deden, of waarom niet.",
        validators=[no_bsn],
    )
    private = Tick("Alleen voor wie het schreef: anderen lezen idee en antwoord niet")

    @classmethod
    def of(cls, suggestion: Suggestion) -> AnswerForm:
        """Filled with the answer so far."""
        answered = suggestion.answered_at is not None
        told = {"stand": suggestion.stand, "answer": suggestion.answer}
        return cls(formdata=None, data={**told, "private": answered and not suggestion.shared})


class TeamWordForm(Form):
    """How it was to work with a team."""

    how = Choice("Hoe ging het samenwerken met het team?", HOW.items())
    text = LongText(
        "Wil je er iets bij zeggen?",
        max_length=2000,
        required=False,
        validators=[no_bsn],
        hint="Alleen het bureau leest dit. Noem geen namen van de familie.",
    )


class YearForm(Form):
    """How a year was: one tap."""

    how = Choice("Hoe was het?", OF_YEAR.items())
    year = Number("Jaar", largest=9999)


class AnnouncementForm(Form):
    """Something for all coordinators."""

    title = Text("Waar gaat het over?", max_length=120, validators=[no_bsn])
    text = LongText("Mededeling", max_length=4000, required="Schrijf de mededeling op.", validators=[no_bsn])
    until = DateField(
        "Tot en met welke dag?", required=False, hint="Laat leeg, dan blijft het staan tot je het weghaalt."
    )
