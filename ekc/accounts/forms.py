"""Signing in."""

from __future__ import annotations

from ekc.web.forms import Form, Hidden, Password, Text


class SignInForm(Form):
    """Mail address and password; `verder` is where somebody wanted to go."""

    email = Text("E-mailadres", max_length=254, required="Vul je e-mailadres in.", autocomplete="username")
    password = Password("Wachtwoord", required="Vul je wachtwoord in.", autocomplete="current-password")
    verder = Hidden(max_length=300, required=False)

    def onward(self) -> str:
        """An address of ours to go on to: never another site."""
        wanted = self.verder.data or "/"
        return wanted if wanted.startswith("/") and not wanted.startswith(("//", "/\\")) else "/"
