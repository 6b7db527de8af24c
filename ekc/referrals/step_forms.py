"""The small forms on the page of an aanmelding: begin one, note an answer, make a move."""

from __future__ import annotations

from typing import Any

from werkzeug.datastructures import MultiDict

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.accounts.models import Role
from ekc.accounts.queries import staff
from ekc.areas.queries import open_teams
from ekc.errors import NotFoundError
from ekc.people.service import Particulars
from ekc.referrals import codes
from ekc.referrals.lifecycle import Move
from ekc.referrals.models import Referral
from ekc.referrals.person_forms import PersonForm, pairs
from ekc.referrals.reasons import REASONS
from ekc.web.forms import Choice, DateField, Form, Hidden, Select, Tick
from ekc.web.reading import id_in


class StartForm(Form):
    """For which team, and by the bureau for whom: 'team id.person id'."""

    team = Select("Voor wie?", required="Kies voor wie.")

    @classmethod
    def of(cls, actor: Actor) -> StartForm:
        """The teams of the actor, or everybody in a team for the bureau."""
        form = cls()
        names = open_teams(actor.municipality_id, clock.today())
        mine = [(f"{team_id}.", names[team_id]) for team_id in actor.team_ids if team_id in names]
        form.team.choices = mine + (_colleagues(actor, names) if actor.is_a(Role.BUREAU) else [])
        return form

    @property
    def chosen(self) -> tuple[int, int | None]:
        """(team id, person id on whose behalf)."""
        team_id, _, person_id = str(self.team.data).partition(".")
        return int(team_id), int(person_id) if person_id else None


class AssentForm(Form):
    """What one person said: a button each, 'answer.channel'."""

    person = Hidden(max_length=20)
    answer = Hidden(max_length=20)

    @property
    def chosen(self) -> tuple[int, str, str]:
        """(person id, answer, channel); NotFoundError for what no button of ours sends."""
        person, (answer, _, channel) = id_in(self.person.data), (self.answer.data or "").partition(".")
        if not person:
            raise NotFoundError
        return person, answer, channel


class AuthorityForm(PersonForm):
    """How many have gezag, and perhaps one more of them."""

    before = "gezag-"
    authority = Choice("Hoeveel ouders of voogden hebben gezag?", pairs(codes.AUTHORITY))

    @classmethod
    def about(cls, referral: Referral) -> AuthorityForm:
        """The form on the page of a referral, not sent yet."""
        return cls(MultiDict(), prefix=cls.before, data={"authority": referral.authority})

    @property
    def parent(self) -> Particulars | None:
        """The parent to add, if one was named."""
        return None if self.is_empty else self.told()

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 -- as WTForms has it
        """A parent who is named, is named whole."""
        right = super().validate(extra_validators)
        return bool(right) if self.is_empty else self.demand("given_name", "surname") and bool(right)


class StepForm(Form):
    """A move with the reason and the day that it asks for."""

    reason = Choice("Waarom?", required="Kies een reden uit de lijst.")
    until = DateField("Wanneer kijken we opnieuw?", required="Kies de dag waarop we opnieuw kijken.")
    called = Tick(
        "De familie is na vier weken gebeld, of wil dat niet",
        required="Vink dit aan wanneer de familie gebeld is, of dat niet wil.",
    )

    @classmethod
    def of(cls, move: Move, *, sent: bool = False) -> StepForm:
        """The form of one move; without what it does not ask. `sent`: this is the one that was posted."""
        form = cls(prefix=f"{move.name}-") if sent else cls(MultiDict(), prefix=f"{move.name}-")
        form.reason.choices = pairs(REASONS[move.reasons]) if move.reasons else []
        if not move.reasons:
            del form.reason
        if move.name != "stabilise_first":
            del form.until
        if move.name != "close":
            del form.called
        return form

    def value(self, name: str) -> Any:  # noqa: ANN401 -- a reason or a day
        """What was chosen, or None where this move does not ask for it."""
        return self[name].data if name in self else None


def _colleagues(actor: Actor, names: dict[int, str]) -> list[tuple[str, str]]:
    rows = staff(actor.municipality_id, Role.TEAM_MEMBER, Role.TEAM_LEAD)
    return [
        (f"{row.team_id}.{row.person_id}", f"{row.name} ({names[row.team_id]})")
        for row in rows
        if row.team_id in names
    ]
