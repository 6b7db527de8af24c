"""Forms about the people around a household, and the contact with it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from ekc.circle.rules import NEEDS, PARTS, PREFERS, PROFESSIONAL, RELATIONS, SIDES, STANDS, WAYS, More
from ekc.people.languages import LANGUAGES
from ekc.people.models import Kind
from ekc.people.queries import address
from ekc.people.service import Particulars
from ekc.referrals.reasons import REASONS
from ekc.web.forms import Choice, Choices, DateField, Form, LongText, Mail, Phone, Select, Text, Tick

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ekc.circle.models import CircleMember
    from ekc.people.models import Person


TAPS = (("approached", "benaderd"), ("spoken", "gesproken"))


def _own_people(persons: Iterable[Person]) -> list[tuple[int, str]]:
    """Who may support somebody: one of their own people, never a professional."""
    return [(one.id, one.name) for one in persons if one.kind != PROFESSIONAL]


class PersonForm(Form):
    """Somebody around the household: only the given name and the relation are needed."""

    given_name = Text("Voornaam", max_length=80, required="Vul een voornaam in. Een roepnaam is genoeg.")
    relation = Choice("Hoe hoort deze persoon erbij?", RELATIONS.items())
    phone = Phone("Telefoon", required=False)
    mail = Mail(
        "E-mail",
        required=False,
        hint="Hoeft niet. Zonder e-mail gaat een bericht als sms, als brief, of je belt.",
    )
    post = LongText(
        "Adres voor een brief", max_length=200, required=False, hint="Straat en nummer, postcode en plaats."
    )
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
    side = Select("Van welke kant van de familie?", SIDES.items(), required=False)
    reach = Select("Hoort het liefst iets door", WAYS.items(), required=False)
    needed = Choices("Wat moet er geregeld worden?", NEEDS.items())
    only_if = Text(
        "Komt alleen als …", max_length=300, required=False, hint="Alleen als het ergens van afhangt."
    )
    part = Select("Hoe doet dit kind mee?", PARTS.items(), required=False)
    supported_by = Select(
        "Wie steunt deze persoon?",
        coerce=int,
        required=False,
        hint="Iemand van de mensen eromheen, geen beroepskracht.",
    )

    @classmethod
    def offering(cls, others: Sequence[Person], person: Person | None = None) -> Self:
        """An empty form, in which somebody can be reached through one of `others`; about `person`, where
        that is known. A secret address is neither asked nor shown."""
        form = cls()
        if person is not None and person.address_secret:
            del form.post
        form.through.choices = [(person.id, person.name) for person in others]
        form.supported_by.choices = _own_people(others)
        return form

    @classmethod
    def about(cls, member: CircleMember, person: Person, others: Sequence[Person], *, contact: bool) -> Self:
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
            "side": member.side,
            "reach": member.reach,
            "needed": list(member.needed or ()),
            "only_if": member.only_if,
            "part": member.part,
            "supported_by": member.supported_by_id,
            "through": next(
                (one.through_person_id for one in person.channels if one.through_person_id), None
            ),
        }
        if contact:
            known |= {kind: address(person, kind) for kind in ("phone", "mail", "post")}
        form = cls(data=known)
        if person.address_secret:
            del form.post
        form.through.choices = [(other.id, other.name) for other in others if other.id != person.id]
        form.supported_by.choices = _own_people(other for other in others if other.id != person.id)
        return form

    def more(self) -> More:
        """What was filled in about their part in it."""
        return More(
            only_if=self.only_if.data,
            side=self.side.data,
            reach=self.reach.data,
            needed=tuple(self.needed.data or ()),
            part=self.part.data,
            supported_by_id=self.supported_by.data,
        )

    def told(self, before: Person | None = None) -> Particulars:
        """What was filled in; what the form does not ask stays as it was `before`."""
        return Particulars(
            given_name=self.given_name.data or "",
            surname=self.surname.data or "",
            kind=Kind.CHILD.value if self.under_age.data else Kind.ADULT.value,
            phone=self.phone.data,
            mail=self.mail.data,
            post=self.post.data if "post" in self else address(before, "post") if before else None,
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
            prefers=PREFERS.get(self.reach.data or ""),
        )


class StandForm(Form):
    """One tap: what somebody said, or that they were approached or spoken."""

    stand = Choice("Wat zei deze persoon?", [*TAPS, *STANDS.items()])

    def words(self) -> str:
        """What was tapped, as it stands on the button."""
        return {**dict(TAPS), **STANDS}[self.stand.data]


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
