"""Who gets an account, one more role, and the password that somebody chooses."""

from __future__ import annotations

from typing import Any, Self

from ekc.accounts import passwords, rules
from ekc.accounts.actor import Actor
from ekc.accounts.models import ROLE_NAMES, Role
from ekc.people.service import Particulars
from ekc.web.forms import Form, Mail, Password, Select, Text


class RoleForm(Form):
    """A role, with a team for who is in one."""

    role = Select("Rol", required="Kies een rol.")
    team = Select("Team", required=False, hint="Alleen voor het sociaal team en de teamleider.")

    def offering(self, actor: Actor, teams: dict[int, str]) -> Self:
        """The same form with the roles that the actor may give, and the teams there are."""
        mine = rules.gives(one.value for one in actor.roles) - {Role.COORDINATOR.value}
        self.role.choices = [(one.value, ROLE_NAMES[one]) for one in Role if one.value in mine]
        self.team.choices = [(str(one), name) for one, name in teams.items()]
        return self

    @property
    def chosen(self) -> tuple[Role, int | None]:
        """(role, team id or None)."""
        team: Any = self.team.data
        return Role(str(self.role.data)), int(team) if team else None


class AddressForm(Form):
    """Another address to sign in with."""

    email = Mail("Nieuw e-mailadres", hint="Hiermee logt iemand voortaan in.")


class NewAccountForm(RoleForm):
    """Somebody who works here from now on."""

    given_name = Text("Voornaam", max_length=80)
    surname = Text("Achternaam", max_length=120)
    email = Mail("E-mailadres", hint="Hiermee logt iemand in. De link voor een wachtwoord gaat hierheen.")

    @property
    def particulars(self) -> Particulars:
        """Who it is."""
        told: Any = self.data
        return Particulars(told["given_name"], told["surname"], mail=told["email"])


class PasswordForm(Form):
    """A password, twice."""

    password = Password(
        "Nieuw wachtwoord",
        required="Kies een wachtwoord.",
        autocomplete="new-password",
        hint=f"Minstens {passwords.SHORTEST} tekens. Een zin van een paar woorden is prima.",
    )
    again = Password("Nog een keer", required="Typ het wachtwoord nog een keer.", autocomplete="new-password")

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 -- WTForms hands anything through
        """Both the same."""
        right = bool(super().validate(extra_validators))
        if right and self.password.data != self.again.data:
            self.again.errors = ["De twee wachtwoorden zijn niet gelijk."]
            return False
        return right
