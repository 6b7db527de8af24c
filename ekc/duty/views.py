"""The bureau's duty rota, and the numbers to call."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from ekc import clock
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.accounts.queries import staff
from ekc.duty import queries, rota, service
from ekc.duty.forms import NumbersForm, ShiftForm
from ekc.errors import DomainError
from ekc.web import reading
from ekc.web.formatting import count
from ekc.web.posting import committed, failed, refused

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor
    from ekc.duty.models import DutyShift

bp = Blueprint("duty", __name__)
HELPERS = (Role.BUREAU, Role.TEAM_LEAD, Role.TEAM_MEMBER)
KNOWN_FOR = timedelta(days=365)
LAST_DAYS = timedelta(days=549)
NOBODY = "Kies wie er bereikbaar is, of vul een naam in."


@bp.get("/bereikbaarheid")
@allow(Role.BUREAU)
def overview(actor: Actor) -> ResponseReturnValue:
    """Fourteen days: who is on, where nobody is, and which bijeenkomsten still need somebody."""
    now, first = clock.now(), _first_day()
    span = (rota.midnight(first), rota.midnight(first + rota.DAYS * rota.A_DAY))
    shifts = queries.shifts(actor.municipality_id, min(span[0], now), span[1])
    numbers = queries.numbers(actor.municipality_id)
    days = queries.planned(actor.municipality_id, span, shifts)
    return render_template(
        "duty/overview.html",
        lines=rota.lines(first, shifts, numbers),
        on_now=[one for one in shifts if one.starts_at <= now < one.ends_at],
        days=days,
        numbers=numbers,
        back=first - rota.DAYS * rota.A_DAY,
        on=first + rota.DAYS * rota.A_DAY,
        today=clock.today(),
    )


@bp.get("/bereikbaarheid/nieuw")
@allow(Role.BUREAU)
def new(actor: Actor) -> ResponseReturnValue:
    """A form for a shift; a hole of the rota fills in its hours."""
    return _form_page(ShiftForm.offering(_names(actor), given=_given()), None)


@bp.post("/bereikbaarheid")
@allow(Role.BUREAU)
def add(actor: Actor) -> ResponseReturnValue:
    """One shift, or one for every week."""
    form = ShiftForm.offering(_names(actor))
    made: list[int] = []
    if status := failed(form, lambda: made.append(len(_add(form, actor)))):
        return _form_page(form, None), status
    sentence = f"{count(made[0], 'dienst staat', 'diensten staan')} in het rooster."
    return committed(".overview", sentence, vanaf=form.on.data)


@bp.get("/bereikbaarheid/<int:id>")
@allow(Role.BUREAU)
def shift(actor: Actor, id: int) -> ResponseReturnValue:
    """The form with how it is."""
    found = queries.get_for(actor, id)
    return _form_page(ShiftForm.offering(_names(actor), found), found)


@bp.post("/bereikbaarheid/<int:id>")
@allow(Role.BUREAU)
def change(actor: Actor, id: int) -> ResponseReturnValue:
    """Somebody else, other hours, another number."""
    found = queries.get_for(actor, id)
    form = ShiftForm.offering(_names(actor), found)
    if status := failed(form, lambda: _change(found, form, actor)):
        return _form_page(form, queries.get_for(actor, id)), status
    return committed(".overview", "Bewaard.", vanaf=form.on.data)


@bp.post("/bereikbaarheid/<int:id>/weg")
@allow(Role.BUREAU)
def remove(actor: Actor, id: int) -> ResponseReturnValue:
    """Out of the rota."""
    found = queries.get_for(actor, id)
    first = found.starts_at.astimezone(clock.HOME).date()
    service.remove_shift(found, by=actor)
    return committed(".overview", "De dienst is uit het rooster.", vanaf=first)


@bp.get("/bereikbaarheid/nummers")
@allow(Role.BUREAU)
def numbers(actor: Actor) -> ResponseReturnValue:
    """The numbers as they are."""
    return _numbers_page(NumbersForm.of(queries.numbers(actor.municipality_id)))


@bp.post("/bereikbaarheid/nummers")
@allow(Role.BUREAU)
def set_numbers(actor: Actor) -> ResponseReturnValue:
    """Other numbers, hours or minutes."""
    form = NumbersForm()
    if not form.validate():
        return _numbers_page(form), 422
    if status := refused(form, lambda: service.set_numbers(form.told(), by=actor)):
        form.version.data = str(queries.numbers(actor.municipality_id).version)
        return _numbers_page(form), status
    return committed(".overview", "Bewaard. Iedere coördinator ziet deze nummers nu.")


def _add(form: ShiftForm, actor: Actor) -> list[DutyShift]:
    spans = form.spans()
    return service.add_shifts(_who(form, actor), form.phone.data, spans, by=actor)


def _change(found: DutyShift, form: ShiftForm, actor: Actor) -> None:
    (span,) = form.spans()[:1]
    service.change_shift(found, _who(form, actor), form.phone.data, span, seen=form.seen(), by=actor)


def _who(form: ShiftForm, actor: Actor) -> int:
    """The person who was chosen, or one more. DomainError where nobody was told."""
    if form.name.data:
        return service.add_person(form.name.data, form.phone.data, form.mail.data, by=actor)
    if form.who.data is None:
        raise DomainError(NOBODY)
    return int(form.who.data)


def _names(actor: Actor) -> dict[int, str]:
    """Who can be chosen: colleagues, and who was on duty in the last year."""
    here = actor.municipality_id
    colleagues = {one.person_id: one.name for one in staff(here, *HELPERS)}
    return queries.crew(here, clock.now() - KNOWN_FOR) | colleagues


def _first_day() -> date:
    """The day that the page begins with: today, or what the address asks for within reason."""
    today = clock.today()
    try:
        asked = reading.day(request.args.get("vanaf", ""))
    except DomainError:
        return today
    return min(max(asked, today - LAST_DAYS), today + LAST_DAYS)


def _given() -> dict[str, object]:
    """What a hole in the rota fills in."""
    found: dict[str, object] = {}
    for name, read in (
        ("on", reading.day),
        ("begins", reading.clock_time),
        ("until_day", reading.day),
        ("until", reading.clock_time),
    ):
        try:
            found[name] = read(request.args.get(name, ""))
        except DomainError:
            continue
    return found


def _form_page(form: ShiftForm, found: DutyShift | None) -> str:
    return render_template("duty/shift.html", form=form, shift=found)


def _numbers_page(form: NumbersForm) -> str:
    return render_template("duty/numbers.html", form=form)
