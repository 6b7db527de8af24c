"""Forms about the people around a household, and the contact with it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from ekc.circle.rules import RELATIONS
from ekc.db import db
from ekc.errors import DomainError
from ekc.people.languages import LANGUAGES
from ekc.people.models import Kind
from ekc.people.queries import address
from ekc.people.service import Particulars
from ekc.referrals.lifecycle import REASONS
from ekc.web.forms import Choice, DateField, Form, Mail, Phone, Select, Text, Tick

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ekc.circle.models import CircleMember
    from ekc.people.models import Person


def refused(form: Form, verb: Callable[[], object]) -> int | None:
    """Do `verb`; None when it went well, else the status of the refusal, which the form then shows."""
    try:
        verb()
    except DomainError as error:
        db.rollback()
        form.refuse(error)
        return error.status
    return None


class PersonForm(Form):
    """Somebody around the household: only the given name and the relation are needed."""

    given_name = Text("Voornaam", max_length=80, required="Vul een voornaam in. Een roepnaam is genoeg.")
    relation = Choice("Hoe hoort deze persoon erbij?", RELATIONS.items())
    phone = Phone("Telefoon", required=False)
    mail = Mail("E-mail", required=False, hint="Hoeft niet. Zonder e-mail bel je zelf.")
    through = Select("Te bereiken via", coerce=int, required=False)
    surname = Text("Achternaam", max_length=80, required=False)
    language = Select("Spreekt het liefst", LANGUAGES.items(), default="nld", required=False)
    interpreter = Tick("Er is een tolk nodig")
    needs = Text(
        "Wat is er nodig om erbij te zijn?",
        max_length=300,
        required=False,
        hint="Bijvoorbeeld: vervoer, oppas, een plek voor een rolstoel.",
    )
    safe_moment = Text("Wanneer kun je veilig bellen?", max_length=200, required=False)
    shared_phone = Tick("Deelt de telefoon met iemand")
    read_along = Tick("Iemand anders leest misschien mee")
    under_age = Tick("Is jonger dan 18")
    organisation = Text("Organisatie (van een beroepskracht)", max_length=120, required=False)

    @classmethod
    def offering(cls, others: Iterable[Person]) -> Self:
        """An empty form, in which somebody can be reached through one of `others`."""
        form = cls()
        form.through.choices = [(person.id, person.name) for person in others]
        return form

    @classmethod
    def about(cls, member: CircleMember, person: Person, others: Iterable[Person], *, contact: bool) -> Self:
        """The form with what is known; phone and mail only with `contact`."""
        known = {
            "given_name": person.given_name,
            "surname": person.surname,
            "relation": member.relation,
            "language": person.language,
            "interpreter": person.interpreter,
            "needs": person.needs,
            "safe_moment": person.safe_moment,
            "shared_phone": person.shared_phone,
            "read_along": person.read_along,
            "under_age": person.kind == Kind.CHILD.value,
            "organisation": person.organisation,
            "through": next(
                (one.through_person_id for one in person.channels if one.through_person_id), None
            ),
        }
        if contact:
            known |= {"phone": address(person, "phone"), "mail": address(person, "mail")}
        form = cls(data=known)
        form.through.choices = [(other.id, other.name) for other in others if other.id != person.id]
        return form

    def told(self, before: Person | None = None) -> Particulars:
        """What was filled in; what the form does not ask stays as it was `before`."""
        return Particulars(
            given_name=self.given_name.data or "",
            surname=self.surname.data or "",
            kind=Kind.CHILD.value if self.under_age.data else Kind.ADULT.value,
            phone=self.phone.data,
            mail=self.mail.data,
            post=address(before, "post") if before else None,
            through_person_id=self.through.data,
            birth_year=before.birth_year if before else None,
            age_group=before.age_group if before else None,
            language=self.language.data or "nld",
            interpreter=self.interpreter.data,
            needs=self.needs.data,
            safe_moment=self.safe_moment.data,
            shared_phone=self.shared_phone.data,
            read_along=self.read_along.data,
            organisation=self.organisation.data,
        )


class ContactForm(Form):
    """When the family was spoken first; empty means today."""

    on = DateField("Op een andere dag", required=False)

    def day(self, today: date) -> date:
        """The day given, or today."""
        given: date | None = self.on.data  # type: ignore[assignment] # -- a DateField reads a day
        return given or today


class HandBackForm(Form):
    """Why somebody gives a traject back."""

    reason = Choice("Waarom geef je dit terug?", REASONS["hand_back"].items())
