"""A volunteer keeps her own limits: signed in, from an offer by its personal link, or through the bureau."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.db import db
from ekc.errors import DomainError
from ekc.matching import queries as offers
from ekc.people import languages
from ekc.people import queries as people
from ekc.pool import bounds, queries, service, wishes
from ekc.pool.bounds import Period
from ekc.pool.dayparts import DAYS, PARTS
from ekc.pool.limits_forms import AtHomeForm, LanguageForm, LimitsForm, PeriodForm, TapForm
from ekc.pool.models import Coordinator
from ekc.referrals.codes import THEMES
from ekc.web.forms import Form
from ekc.web.posting import committed

bp = Blueprint("limits", __name__)

HEARS = {"mail": "Per mail", "sms": "Per sms", "call": "Bel mij liever"}


@dataclass(frozen=True, slots=True)
class Door:
    """Where the page stands: its own address, the way back, and its frame."""

    here: str
    back: tuple[str, str] | None = None
    layout: str = "layouts/app.html"


@bp.get("/mijn-grenzen")
@allow(Role.COORDINATOR)
def mine(actor: Actor) -> ResponseReturnValue:
    """Her own limits: each is one tap."""
    return _page(actor, queries.mine(actor), _mine())


@bp.post("/mijn-grenzen")
@allow(Role.COORDINATOR)
def change_mine(actor: Actor) -> ResponseReturnValue:
    """One of them is otherwise from now on."""
    return _change(actor, queries.mine(actor), _mine())


@bp.get("/aanbod/<int:id>/grenzen")
@allow(Role.COORDINATOR, Role.BUREAU, link="offer")
def from_offer(actor: Actor, id: int) -> ResponseReturnValue:
    """The same, from a question that does not fit; by its link nobody needs an account."""
    return _page(actor, _asked(actor, id), _from_offer(actor, id))


@bp.post("/aanbod/<int:id>/grenzen")
@allow(Role.COORDINATOR, Role.BUREAU, link="offer")
def change_from_offer(actor: Actor, id: int) -> ResponseReturnValue:
    """One of them is otherwise from now on; the question itself stays open."""
    return _change(actor, _asked(actor, id), _from_offer(actor, id))


@bp.get("/pool/<int:id>/grenzen")
@allow(Role.BUREAU)
def by_phone(actor: Actor, id: int) -> ResponseReturnValue:
    """The limits of somebody who phones."""
    return _page(actor, queries.get_for(actor, id), _by_phone(id))


@bp.post("/pool/<int:id>/grenzen")
@allow(Role.BUREAU)
def change_by_phone(actor: Actor, id: int) -> ResponseReturnValue:
    """As she told."""
    return _change(actor, queries.get_for(actor, id), _by_phone(id))


def _mine() -> Door:
    return Door(url_for(".mine"))


def _by_phone(coordinator_id: int) -> Door:
    there = url_for("pool.coordinator", id=coordinator_id)
    return Door(url_for(".by_phone", id=coordinator_id), (there, "Terug naar de pagina in de pool"))


def _from_offer(actor: Actor, offer_id: int) -> Door:
    layout = "layouts/public.html" if actor.kind == "link" else "layouts/app.html"
    there = url_for("matching.offer", id=offer_id)
    return Door(url_for(".from_offer", id=offer_id), (there, "Terug naar de vraag"), layout)


def _asked(actor: Actor, offer_id: int) -> Coordinator:
    """Who is asked in an offer that `actor` may see; NotFoundError for a stranger."""
    asked = offers.get_for(actor, offer_id).coordinator_id
    return queries.by_ids(actor.municipality_id, [asked])[asked]


def _change(actor: Actor, coordinator: Coordinator, door: Door) -> ResponseReturnValue:
    told: tuple[Form, ...] = (TapForm(), LanguageForm(), PeriodForm(), AtHomeForm(), LimitsForm())
    form = next((one for one in told[:-1] if any(field.raw_data for field in one)), told[-1])
    if not form.validate():
        return _page(actor, coordinator, door, form), 422
    try:
        place = _carry_out(coordinator, form, actor)
    except DomainError as error:
        db.reading()
        form.refuse(error)
        again = queries.by_ids(actor.municipality_id, [coordinator.id])[coordinator.id]
        return _page(actor, again, door, form), error.status
    return committed(f"{door.here}#bij-{place}", "Bewaard. Dank je dat je het laat weten.")


def _carry_out(coordinator: Coordinator, form: Form, actor: Actor) -> str:
    """Do what a form tells; gives the part of the page that it is about."""
    if isinstance(form, PeriodForm):
        wishes.add_period(coordinator, form.period, by=actor)
        return "period"
    if isinstance(form, AtHomeForm):
        wishes.at_home(coordinator, form.at_home.data, by=actor)
        return "at_home"
    if isinstance(form, LimitsForm):
        told = {name: form.data[name] for name in ("max_per_year", "max_at_once", "paused_until")}
        service.change_limits(coordinator, **told, by=actor)
        return "max_per_year"
    tap = f"language:{form.language.data}:on" if isinstance(form, LanguageForm) else form.data["tap"]
    name, _, value = tap.partition(":")
    if name == "period":
        wishes.drop_period(coordinator, *wishes.months(value), by=actor)
    elif name == "hears":
        wishes.hears(coordinator, value, by=actor)
    else:
        wishes.tap(coordinator, tap, THEMES, by=actor)
    return str(name)


def _page(actor: Actor, coordinator: Coordinator, door: Door, refused: Form | None = None) -> str:
    """The page; `refused` is the form that was, with what was filled in still in it."""
    own = coordinator.person_id == actor.person_id
    person = people.one(actor.municipality_id, coordinator.person_id)
    whose = None if own else person.given_name
    ways = people.to_choose(person)
    best = person.prefers if person.prefers in ways else ways[0]
    if not own:
        actor.saw("coordinator", coordinator.id)
    paused = coordinator.paused_until is not None and coordinator.paused_until >= clock.today()
    rest = [(code, name) for code, name in languages.LANGUAGES.items() if code not in coordinator.languages]
    more = LanguageForm(formdata=None)
    more.language.choices = rest
    forms: dict[type[Form], Form] = {
        LanguageForm: more,
        PeriodForm: PeriodForm(formdata=None),
        AtHomeForm: AtHomeForm.of(coordinator),
        LimitsForm: LimitsForm(formdata=None, obj=coordinator),
    }
    if refused is not None:
        forms[type(refused)] = refused
    return render_template(
        "pool/limits.html",
        door=door,
        one=coordinator,
        hears=[(way, HEARS[way], way == best) for way in ways],
        whose=whose,
        form=refused,
        language_form=forms[LanguageForm],
        period_form=forms[PeriodForm],
        home_form=forms[AtHomeForm],
        numbers_form=forms[LimitsForm],
        taps=[(weeks, words) for weeks, words in bounds.PAUSES.items() if (weeks == "0") == paused],
        until=coordinator.paused_until if paused else None,
        periods=[Period(at.first_month, at.last_month, at.most) for at in queries.periods(coordinator)],
        bounds=bounds,
        days=DAYS,
        parts=PARTS,
        themes=THEMES,
        language_name=languages.name,
    )
