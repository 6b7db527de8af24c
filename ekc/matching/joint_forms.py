"""Which lines of the proposal for several aanmeldingen at once are accepted."""

from __future__ import annotations

from datetime import date

from ekc.matching import rules
from ekc.matching.forms import in_words
from ekc.web.forms import Choices, Form, Select

LONGEST = 200  # of one line as it comes in: an id has 19 figures
MOST_LINES = 60
MOST_NAMES = 6
LARGEST = (1 << 63) - 1


class TogetherForm(Form):
    """Whom to ask for what, as it was proposed on the page; and for which weeks."""

    chosen = Choices(
        "Welke regels neem je over?",
        coerce=str,
        validate_choice=False,
        required="Vink aan welke regels je overneemt.",
    )
    week_from = Select("Vanaf welke week?", coerce=date.fromisoformat)
    week_until = Select("Tot en met welke week?", coerce=date.fromisoformat)

    @classmethod
    def asking(cls, today: date) -> TogetherForm:
        """The form with the usual weeks chosen."""
        weeks = rules.coming_weeks(today)
        soonest, last = rules.USUAL
        form: TogetherForm = cls(
            data={"week_from": weeks[soonest].isoformat(), "week_until": weeks[last].isoformat()}
        )
        for field in (form.week_from, form.week_until):
            field.choices = [(week.isoformat(), in_words(week)) for week in weeks]
        return form

    def lines(self) -> dict[int, list[int]]:
        """Ids of the coordinators by id of the referral; what is no line of a page is left out."""
        read = [_line(text) for text in (self.chosen.data or ())[:MOST_LINES]]
        return {referral: ids for referral, *ids in filter(None, read) if ids}


def line(referral: int, coordinators: list[int]) -> str:
    """A line as it goes along with its tick: '12.7.9' is referral 12, asked of 7 and of 9."""
    return ".".join(map(str, (referral, *coordinators)))


def _line(text: str) -> list[int]:
    parts = text[:LONGEST].split(".")
    if not all(part.isascii() and part.isdigit() for part in parts):
        return []
    ids = [number for number in map(int, parts) if number <= LARGEST]
    return list(dict.fromkeys(ids))[: 1 + MOST_NAMES] if len(ids) == len(parts) else []
