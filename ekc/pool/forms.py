"""A coordinator's own limits; what the bureau writes down about her."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ekc.expenses.rules import check_no_iban
from ekc.matching import roster
from ekc.people.languages import LANGUAGES
from ekc.people.service import Particulars
from ekc.pool import path
from ekc.pool.limits_forms import LimitsForm
from ekc.pool.models import Coordinator
from ekc.pool.rules import DATES, MOST_AT_ONCE, MOST_PER_YEAR, Details, Enrolment
from ekc.referrals.person_forms import no_bsn
from ekc.web.forms import (
    Choice,
    Choices,
    DateField,
    Form,
    LongText,
    Mail,
    Number,
    Phone,
    Postcode4,
    Select,
    Text,
    agreeing,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from werkzeug.datastructures import MultiDict

    from ekc.places.models import Locality


class CoordinatorForm(LimitsForm):
    """What the bureau keeps: papers by their dates, and the limits as she told them."""

    trained_on = DateField("Training, blok 1 klaar op", required=False)
    vog_asked_on = DateField("VOG aangevraagd op", required=False)
    vog_seen_on = DateField("VOG gezien op", required=False, hint="We bewaren de VOG zelf niet.")
    vog_until = DateField(
        "VOG geldig tot en met", required=False, hint="Laat leeg, dan rekenen we het uit vanaf ‘gezien op’."
    )
    secrecy_on = DateField("Geheimhouding getekend op", required=False)

    @classmethod
    def of(cls, coordinator: Coordinator) -> CoordinatorForm:
        """The form filled with what is known."""
        return cls(formdata=None, obj=coordinator)

    @property
    def dates(self) -> dict[str, Any]:
        """The dates as told. Block 2 of the training is a step on her path."""
        return {name: self.data[name] for name in DATES if name != "block2_on"}


class FilterForm(Form):
    """Whom the bureau wants to see; made from the address, and what it does not know it leaves out."""

    stand = Select("Stand", [("paused", "op pauze"), *path.LABELS.items()], required=False)
    taal = Select("Spreekt", LANGUAGES.items(), required=False)
    dorp = Select("Woont in", coerce=int, required=False)
    orde = Select("In orde?", [(roster.IN, "ja"), (roster.NOT, "nee")], coerce=int, required=False)

    @classmethod
    def offering(cls, told: MultiDict[str, str], localities: Iterable[Locality]) -> FilterForm:
        """The filters of an address, with the dorpen and wijken to choose from."""
        form = cls(told)
        form.dorp.choices = [(one.id, f"{one.name} ({one.pc4})") for one in localities]
        form.dorp.choices.append((roster.ELSEWHERE, "buiten de gemeente"))
        form.validate()
        return form

    @property
    def filters(self) -> roster.Filters:
        """As chosen; what cannot be is as if it was not chosen."""
        told = {field.name: None if field.errors else field.data for field in self}
        return roster.Filters(told["stand"], told["taal"], told["dorp"], told["orde"] or roster.ANYBODY)


class MoveForm(Form):
    """A step on her path. The step itself is the button."""

    move = Choice("Stap", [(one.name, one.label) for one in path.MOVES])
    day = DateField("Op welke dag?", required=False, hint="Laat leeg voor vandaag.")
    reason = Select("Waarom stopt zij of hij?", path.STOP_REASONS.items(), required=False)
    exception = LongText(
        "Maak je een uitzondering? Schrijf op waarom.",
        max_length=500,
        required=False,
        validators=[no_bsn],
    )


class OriginForm(Form):
    """How she came to us, and why she stopped, as it turned out to be."""

    source = Select("Hoe kwam zij of hij bij ons?", path.SOURCES.items(), required=False)
    stop_reason = Select("Waarom stopte zij of hij?", path.STOP_REASONS.items(), required=False)


class NoteForm(Form):
    """Something that the bureau writes down for itself."""

    text = LongText("Notitie", max_length=2000, required="Schrijf eerst iets op.", validators=[no_bsn])


class AgreeForm(Form):
    """The version that was read."""

    version = Number("Versie", smallest=1, largest=9999)


class CodeForm(Form):
    """A new version of the code of conduct."""

    text = LongText("Gedragscode", max_length=8000, required="Schrijf de gedragscode op.")
    valid_from = DateField("Geldt vanaf", hint="Tot die dag blijft iedereen gevraagd worden.")


class DetailsForm(Form):
    """Who it is, how to reach her, and what she tells about herself."""

    given_name = Text("Voornaam", max_length=80)
    surname = Text("Achternaam", max_length=120)
    phone = Phone("Telefoon")
    mail = Mail("Mailadres", required=False, hint="Zonder mailadres bel je haar of hem voor elke vraag.")
    pc4 = Postcode4("Postcode van thuis", hint="Alleen de vier cijfers.")
    languages = Choices("Spreekt", LANGUAGES.items(), required="Kies minstens één taal.", default=["nld"])
    employer = Text(
        "Werkt bij", max_length=120, required=False, hint="Om onafhankelijk te blijven.", validators=[no_bsn]
    )
    about = LongText("In eigen woorden", max_length=500, required=False, validators=[no_bsn])
    payroll_number = Text(
        "Nummer bij de salarisadministratie",
        max_length=20,
        required=False,
        hint="Geen BSN en geen rekeningnummer.",
        validators=[no_bsn, agreeing(check_no_iban)],
    )

    @property
    def details(self) -> Details:
        """As told."""
        told = _some(self.data, "given_name surname phone mail pc4 employer about payroll_number")
        return Details(**told, languages=tuple(self.data["languages"]))


class NewCoordinatorForm(DetailsForm):
    """Somebody who joins the pool."""

    max_per_year = Number("Hoeveel bijeenkomsten per jaar?", smallest=1, largest=MOST_PER_YEAR, default=3)
    max_at_once = Number("Hoeveel tegelijk?", smallest=1, largest=MOST_AT_ONCE, default=1)
    source = Select("Hoe kwam zij of hij bij ons?", path.SOURCES.items(), required=False)

    @property
    def particulars(self) -> Particulars:
        """Who it is."""
        return Particulars(**_some(self.data, "given_name surname phone mail"))

    @property
    def enrolment(self) -> Enrolment:
        """What she told about taking part."""
        told = _some(self.data, "pc4 employer about payroll_number max_per_year max_at_once source")
        return Enrolment(**told, languages=tuple(self.data["languages"]))


def _some(data: dict[str, Any], names: str) -> dict[str, Any]:
    return {name: data[name] for name in names.split()}
