"""Who a traject from a list is about."""

from __future__ import annotations

from ekc.people.service import Particulars
from ekc.referrals import codes
from ekc.referrals.person_forms import BIRTH_YEARS, pairs
from ekc.web.forms import Choice, Form, Mail, Number, Phone, Text

ADULT = "18+"


class BroughtForm(Form):
    """One hoofdpersoon, and what that person said."""

    given_name = Text("Voornaam", max_length=80)
    surname = Text("Achternaam", max_length=80)
    phone = Phone("Telefoon", required=False)
    mail = Mail("E-mail", required=False)
    age = Choice("Leeftijd", pairs(codes.AGE_GROUPS))
    birth_year = Number("Geboortejaar", smallest=BIRTH_YEARS[0], largest=BIRTH_YEARS[1], required=False)
    answer = Choice("Wil meedoen?", pairs(codes.ASSENT), default="asked")
    channel = Choice("Hoe zei zij of hij dat?", pairs(codes.CHANNEL), default="spoken")

    @property
    def particulars(self) -> Particulars:
        """Who it is."""
        told = {name: self.data[name] for name in ("given_name", "surname", "phone", "mail", "birth_year")}
        grown = self.data["age"] == ADULT
        return Particulars(
            **told, kind="adult" if grown else "child", age_group=None if grown else self.data["age"]
        )

    @property
    def said(self) -> tuple[str, str]:
        """(answer, how it was told)."""
        return self.data["answer"], self.data["channel"]
