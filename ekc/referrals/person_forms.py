"""Groups of fields about one person. A group that is empty is nobody."""
# ruff: noqa: ANN401 -- WTForms hands anything through

from __future__ import annotations

from typing import Any

from ekc.people.service import Particulars
from ekc.referrals import codes, rules
from ekc.web.forms import Choice, Form, Mail, Number, Phone, Text, Tick, agreeing

SHORT = 80
NAMELESS = "Vul ook een naam in."
AGELESS = "Kies een leeftijd."
BIRTH_YEARS = (1900, 2199)
no_bsn = agreeing(lambda text: rules.check_no_bsn([text]))  # a validator, for any words


def pairs(labels: dict[str, str]) -> list[tuple[str, str]]:
    """(code, label with a capital) as fields want them."""
    return [(code, label[:1].upper() + label[1:]) for code, label in labels.items()]


class PersonForm(Form):
    """A group of fields about one person. All empty: nobody."""

    given_name = Text("Voornaam", max_length=SHORT, required=False)
    surname = Text("Achternaam", max_length=SHORT, required=False)
    phone = Phone("Telefoon", required=False)
    mail = Mail("E-mail", required=False)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in that tells of somebody."""
        given = (self.given_name, self.surname, self.phone, self.mail)
        return not any(field.data or "".join(map(str, field.raw_data or ())).strip() for field in given)

    def demand(self, *names: str) -> bool:
        """Whether each of these fields is filled in; those that are not, say so."""
        missing = [self[name] for name in names if not self[name].data and not self[name].errors]
        for field in missing:
            field.errors = [*field.errors, NAMELESS if "name" in field.short_name else AGELESS]
        return not missing

    def told(self, **more: Any) -> Particulars:
        """Who this is."""
        return Particulars(
            given_name=self.given_name.data or "",
            surname=self.surname.data or "",
            phone=self.phone.data,
            mail=self.mail.data,
            **more,
        )


class FocusForm(PersonForm):
    """A hoofdpersoon."""

    age = Choice("Leeftijd", pairs(codes.AGE_GROUPS), required=False)
    birth_year = Number("Geboortejaar", smallest=BIRTH_YEARS[0], largest=BIRTH_YEARS[1], required=False)
    answer = Choice("Wil meedoen?", pairs(codes.ASSENT), required=False, default="asked")
    has_authority = Tick("Heeft gezag over een kind in deze aanmelding")
    needs = Text("Wat is nodig om mee te kunnen doen?", max_length=300, required=False)
    safe_moment = Text("Wanneer is bellen veilig?", max_length=200, required=False)
    interpreter = Tick("Een tolk is nodig")
    shared_phone = Tick("Deelt de telefoon met iemand anders")
    read_along = Tick("Iemand leest berichten mee")

    def told(self, **more: Any) -> Particulars:
        """Who this is; a grown-up has no age group."""
        grown = self.age.data == "18+"
        return super().told(
            kind="child" if self.age.data in rules.CHILD or self.age.data == "16-17" else "adult",
            age_group=None if grown else self.age.data,
            birth_year=self.birth_year.data,
            needs=self.needs.data,
            safe_moment=self.safe_moment.data,
            interpreter=self.interpreter.data,
            shared_phone=self.shared_phone.data,
            read_along=self.read_along.data,
            **more,
        )


class FirstFocusForm(FocusForm):
    """The one hoofdpersoon that an aanmelding cannot do without."""

    given_name = Text("Voornaam", max_length=SHORT, required="Vul een voornaam in.")
    surname = Text("Achternaam", max_length=SHORT, required="Vul een achternaam in.")
    age = Choice("Leeftijd", pairs(codes.AGE_GROUPS), required=AGELESS)


class ParentForm(PersonForm):
    """A parent or guardian with gezag who is no hoofdpersoon."""

    answer = Choice("Stemt in?", pairs(codes.ASSENT), required=False, default="asked")


class ProfessionalForm(PersonForm):
    """Somebody who is there for their work."""

    organisation = Text("Organisatie", max_length=SHORT, required=False)

    def told(self, **more: Any) -> Particulars:
        """Who this is."""
        return super().told(kind="professional", organisation=self.organisation.data, **more)
