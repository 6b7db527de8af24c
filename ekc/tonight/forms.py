"""Names, numbers, and yes or no."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.accounts.models import Role
from ekc.areas.queries import open_teams
from ekc.duty.queries import Shift
from ekc.referrals.reasons import REASONS
from ekc.tonight import rules
from ekc.web.forms import Form, Hidden, Phone, Select, Text
from ekc.web.reading import id_in


class StartForm(Form):
    """For which team, who runs it, and whom it is about."""

    given_name = Text("Om wie gaat het? Voornaam", max_length=60)
    surname = Text("Achternaam", max_length=80)
    team = Select("Voor welk team?", required="Kies een team.")
    runner = Select("Wie regelt dit?", required="Kies wie dit regelt.")

    @classmethod
    def of(cls, actor: Actor, shifts: Sequence[Shift]) -> Self:
        """With one's teams (the bureau: all of them), and who is on duty."""
        form = cls()
        names = open_teams(actor.municipality_id, clock.today())
        mine = (
            names if actor.is_a(Role.BUREAU) else {one: names[one] for one in actor.team_ids if one in names}
        )
        form.team.choices = [(str(team_id), name) for team_id, name in mine.items()]
        people = {str(one.person_id): one.name for one in shifts} | {
            str(actor.person_id): f"Ik ({actor.name})"
        }
        form.runner.choices = list(people.items())
        return form


class CallForm(Form):
    """Somebody who can be called."""

    name = Text("Nog iemand", max_length=100, hint="Een voornaam is genoeg.")
    phone = Phone("Telefoon", required=False)


class AnswerForm(Form):
    """A button: of whom, and yes or no."""

    call = Hidden(max_length=20)
    answer = Hidden(max_length=5)

    @property
    def call_id(self) -> int:
        """Of whom; 0 for what no button of ours sends."""
        return id_in(self.call.data)


class GoOnForm(Form):
    """Why it goes on without a place; it is asked only where there is none, and wanted there."""

    without = Select(
        "Er is nog geen plek. Waarom ga je nu verder?", list(rules.WITHOUT.items()), required=False
    )

    def __init__(self) -> None:
        super().__init__()
        self.without.flags.required = True


class StopForm(Form):
    """Why it stops."""

    reason = Select("Waarom?", required="Kies een reden.")

    @classmethod
    def offering(cls) -> Self:
        """With the reasons."""
        form = cls()
        form.reason.choices = list(REASONS["stop"].items())
        return form
