"""The aanmelding as a form: one page, fixed groups of fields, so that it works without any script."""

# ruff: noqa: ANN401 -- WTForms hands anything through

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import FormField

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.accounts.models import Role
from ekc.accounts.queries import staff
from ekc.people.languages import LANGUAGES
from ekc.people.service import Particulars
from ekc.places.queries import localities
from ekc.referrals import codes, rules
from ekc.referrals.models import Referral
from ekc.referrals.person_forms import FirstFocusForm, FocusForm, ParentForm, ProfessionalForm, pairs
from ekc.referrals.routing import OURS, THEIRS
from ekc.referrals.rules import Told
from ekc.web.forms import Choice, Choices, DateField, Form, LongText, Number, Select, Text, Tick

FOCUS_GROUPS = ("focus1", "focus2", "focus3", "focus4")
PARENT_GROUPS = ("parent1", "parent2")
ME = "me"
LONG = 4000


class ProfessionalsForm(Form):
    """The two people without whom no coordinator is sought, and the conditions of agencies."""

    responsible_is = Choice(
        "Wie is verantwoordelijk voor de familie?",
        [(ME, "Ikzelf"), ("other", "Iemand anders")],
        required=False,
        hint="De hulpverlener bij wie de familie nu en straks terechtkan.",
    )
    responsible = FormField(ProfessionalForm)
    backstop_is = Select(
        "Wie is de achterwacht van de coördinator?",
        required=False,
        hint="Iemand van het bureau of van een piketdienst. Niet dezelfde als hierboven.",
    )
    backstop = FormField(ProfessionalForm)
    conditions = Choice(
        "Stelt een instantie voorwaarden aan het plan?",
        pairs(codes.CONDITIONS),
        required=False,
        default="unknown",
    )

    visiting = Choice(
        "Is het veilig om bij hen op bezoek te gaan?",
        pairs(codes.VISITING),
        required=False,
        default="unknown",
        hint="De coördinator is een vrijwilliger, en leest je antwoord voor het ja-zeggen.",
    )

    @classmethod
    def about(cls, referral: Referral) -> ProfessionalsForm:
        """The form on the page of a referral, not sent yet."""
        return cls(MultiDict(), data={"conditions": referral.conditions, "visiting": referral.visiting})

    def offer_staff(self, actor: Actor) -> None:
        """Let somebody choose from the people of the bureau."""
        known = {row.person_id: row.name for row in staff(actor.municipality_id, Role.BUREAU)}
        offered = [(str(person_id), name) for person_id, name in known.items()]
        self.backstop_is.choices = [*offered, ("other", "Iemand anders")]

    def professionals(self, me: int) -> dict[str, Any]:
        """The fields of `Told` about the two; `me` is the person id of who refers."""
        backstop = self.backstop_is.data
        return {
            "responsible_person_id": me if self.responsible_is.data == ME else None,
            "responsible": _person(self.responsible) if self.responsible_is.data != ME else None,
            "backstop_person_id": int(backstop) if backstop and backstop != "other" else None,
            "backstop": _person(self.backstop) if backstop in {None, "other"} else None,
            "conditions": self.conditions.data or "unknown",
            "visiting": self.visiting.data or "unknown",
        }

    def validate(self, extra_validators: Any = None) -> bool:
        """Somebody who is named, is named whole."""
        right = super().validate(extra_validators)
        for group in (self.responsible.form, self.backstop.form):
            if not group.is_empty:
                right = group.demand("given_name", "surname") and right
        return bool(right)

    def told(self, me: int) -> Told:
        """Only what this form asks."""
        return Told(goal="", focus=(), **self.professionals(me))


class ReferralForm(ProfessionalsForm):
    """The whole aanmelding."""

    focus1 = FormField(FirstFocusForm)
    focus2 = FormField(FocusForm)
    focus3 = FormField(FocusForm)
    focus4 = FormField(FocusForm)
    authority = Choice(
        "Hoeveel ouders of voogden hebben gezag?",
        pairs(codes.AUTHORITY),
        required=False,
        default="unknown",
        hint="Alleen als een kind jonger dan 16 hoofdpersoon is.",
    )
    parent1 = FormField(ParentForm)
    parent2 = FormField(ParentForm)
    channel = Choice("Hoe zeiden zij dit?", pairs(codes.CHANNEL), required=False, default="spoken")
    locality = Select("Dorp of wijk", coerce=int, required=False)
    no_fixed_address = Tick("Geen vast adres")
    meets_not = Choice(
        "Is er iemand die een ander niet mag ontmoeten?",
        pairs(codes.KNOWS),
        required=False,
        default="unknown",
        hint="Bij ja vragen we na het versturen wie dat zijn.",
    )
    hides_address = Choice(
        "Is een adres geheim?",
        pairs(codes.KNOWS),
        required=False,
        default="unknown",
        hint="Bij ja: schrijf dat adres hier nergens op. Na het versturen vragen we van wie het is.",
    )
    whose = Choice(
        "Dit dorp hoort bij een ander team. Wie gaat ermee verder?",
        [(THEIRS, "Dat andere team"), (OURS, "Wij doen het zelf")],
        required=False,
    )
    household = Choice("Wie wonen er?", pairs(codes.HOUSEHOLD), required=False)
    children = Number("Hoeveel kinderen?", largest=30, required=False)
    languages = Choices("Welke talen spreken zij?", [(code, name) for code, name in LANGUAGES.items()])
    network_size = Choice("Hoeveel mensen staan om hen heen?", pairs(codes.NETWORK), required=False)
    extra_explanation = Tick("Iemand heeft extra uitleg nodig")

    goal = LongText(
        "Wat willen zij bereiken?",
        max_length=LONG,
        required="Schrijf op wat zij willen bereiken.",
        hint="In hun eigen woorden. Zij mogen dit lezen.",
    )
    going_on = LongText("Wat speelt er?", max_length=LONG, required=False)
    own_words = LongText("Wat zeggen zij er zelf over?", max_length=LONG, required=False)
    already = LongText("Wat doen zij en hun mensen nu al zelf?", max_length=LONG, required=False)
    themes = Choices("Wat is de aanleiding?", pairs(codes.THEMES))
    life_areas = Choices("Waar gaat de vraag over?", pairs(codes.LIFE_AREAS))
    share_coordinator = Tick("De coördinator mag dit deel lezen. Dat vinden zij goed.")
    share_bureau = Tick("Het bureau mag dit deel lezen. Dat vinden zij goed.")

    urgency = Choice("Hoe snel?", pairs(codes.URGENCY), required=False, default="normal")
    wishes = LongText("Wensen voor de coördinator", max_length=1000, required=False)
    own_village = Choice("Uit het eigen dorp?", pairs(codes.OWN_VILLAGE), required=False, default="any")
    avoid = Text("Wie liever niet?", max_length=300, required=False)
    organisations = Text(
        "Welke organisaties zijn betrokken?", max_length=500, required=False, hint="Met komma's ertussen."
    )
    professionals_now = Number("Hoeveel hulpverleners zijn er nu?", largest=99, required=False)
    help_now = LongText("Welke hulp is er nu?", max_length=1000, required=False)
    earlier_help = Choice("Was er eerder hulp?", pairs(codes.YES_NO), required=False, default="unknown")
    lead_now = Text("Wie heeft nu de regie?", max_length=200, required=False)
    lead_checked_on = DateField("Wanneer is dat nagegaan?", required=False)
    frame = Choice("Vrijwillig?", pairs(codes.FRAME), required=False, default="voluntary")
    ave_status = Choice("Is er opgeschaald (AVE)?", pairs(codes.AVE), required=False, default="unknown")
    source = Select("Hoe kwam de vraag binnen?", pairs(codes.SOURCE), required=False)

    @classmethod
    def of(cls, actor: Actor, formdata: MultiDict[str, str] | None = None) -> ReferralForm:
        """The form with the choices of the actor's municipality, filled from `formdata` or the request."""
        form = cls(formdata) if formdata is not None else cls()
        form.locality.choices = [
            (place.id, f"{place.name} ({place.pc4})") for place in localities(actor.municipality_id)
        ]
        form.offer_staff(actor)
        return form

    @property
    def focus(self) -> list[FocusForm]:
        """The groups of hoofdpersonen that are not empty."""
        return _filled(self[name].form for name in FOCUS_GROUPS)

    @property
    def parents(self) -> list[ParentForm]:
        """The groups of parents that are not empty."""
        return _filled(self[name].form for name in PARENT_GROUPS)

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field, then what belongs together: names and ages, the place, no BSN."""
        right = super().validate(extra_validators)
        for one in self.focus:
            right = one.demand("given_name", "surname", "age") and right
            right = self._year_fits(one) and right
        for parent in self.parents:
            right = parent.demand("given_name", "surname") and right
        if self.locality.data is None and not self.no_fixed_address.data:
            self.locality.errors = ["Kies een dorp of wijk, of vink 'geen vast adres' aan."]
            right = False
        return bool(right)

    def told_by(self, me: int) -> Told:
        """Everything that was filled in; `me` is the person id of who refers."""
        focus = self.focus
        return Told(
            goal=self.goal.data or "",
            focus=tuple(one.told(language=(self.languages.data or ["nld"])[0]) for one in focus),
            focus_answers=tuple(one.answer.data or "asked" for one in focus),
            parents_in_focus=tuple(at for at, one in enumerate(focus) if one.has_authority.data),
            parents=tuple(one.told() for one in self.parents),
            parent_answers=tuple(one.answer.data or "asked" for one in self.parents),
            channel=self.channel.data or "spoken",
            authority=self.authority.data or "unknown",
            locality_id=None if self.no_fixed_address.data else self.locality.data,
            whose=self.whose.data,
            no_fixed_address=self.no_fixed_address.data,
            languages=tuple(self.languages.data or ("nld",)),
            themes=tuple(self.themes.data or ()),
            life_areas=tuple(self.life_areas.data or ()),
            organisations=tuple(
                part for each in (self.organisations.data or "").split(",") if (part := each.strip())
            ),
            meets_not=self.meets_not.data or "unknown",
            hides_address=self.hides_address.data or "unknown",
            urgency=self.urgency.data or "normal",
            own_village=self.own_village.data or "any",
            earlier_help=self.earlier_help.data or "unknown",
            frame=self.frame.data or "voluntary",
            ave_status=self.ave_status.data or "unknown",
            **{name: self[name].data for name in AS_THEY_ARE},
            **self.professionals(me),
        )

    def _year_fits(self, one: FocusForm) -> bool:
        year: Any = one.birth_year.data  # a number: the field has read it
        age = one.age.data
        if year is None or age is None or rules.year_fits(year, age, clock.today()):
            return True
        one.birth_year.errors = ["Dit jaar past niet bij de leeftijd."]
        return False


class NamesakeForm(Form):
    """What the bureau found out about two people of one name."""

    answer = Choice(
        "Wat weet je nu?",
        [("other", "Het is iemand anders: het team mag versturen"), ("same", "Het is dezelfde persoon")],
    )


AS_THEY_ARE = (
    "household", "children", "network_size", "extra_explanation", "going_on", "already", "own_words",
    "share_coordinator", "share_bureau", "wishes", "avoid", "source", "professionals_now", "help_now",
    "lead_now", "lead_checked_on",
)  # fmt: skip


def draft_of(referral: Referral) -> MultiDict[str, str]:
    """The form as it was left."""
    kept: dict[str, Sequence[str]] = json.loads(referral.draft) if referral.draft else {}
    return MultiDict([(name, value) for name, values in kept.items() for value in values])


def _filled(groups: Iterable[Any]) -> list[Any]:
    return [group for group in groups if not group.is_empty]


def _person(field: Any) -> Particulars | None:
    told: Particulars = field.form.told()
    return None if field.form.is_empty else told
