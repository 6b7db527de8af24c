"""Today's calls, in order; the answers as taps; and a letter for who would rather have one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for

from ekc import clock, processes
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.accounts.queries import link_address
from ekc.agenda import queries as agenda
from ekc.arranging import service as arranging
from ekc.calls import forms, queries, rules, service
from ekc.circle import queries as circle
from ekc.circle.around import people_around
from ekc.circle.rules import STANDS
from ekc.db import db
from ekc.errors import DomainError
from ekc.invitations.guests import link_of_guest
from ekc.invitations.own_copy import AT_A_DISTANCE
from ekc.notifications import calling
from ekc.people import languages
from ekc.people import queries as people
from ekc.web.formatting import moment
from ekc.web.paging import on_this_page, page_number
from ekc.web.posting import committed

if TYPE_CHECKING:
    from datetime import datetime

    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor
    from ekc.agenda.queries import Day
    from ekc.circle.models import CircleMember
    from ekc.people.models import Person
    from ekc.referrals.models import Referral

bp = Blueprint("calls", __name__)
ORGANISERS = (Role.COORDINATOR, Role.BUREAU)
FOR_FAMILIES = {*forms.FAMILY, *forms.FOLLOW_UP, *rules.LATER, "not_reached"}
FOR_ALONE = {*forms.OFF, *rules.LATER, "not_reached"}
OFTEN = 3  # so often in a row without luck: try another way


@bp.get("/bellen")
@allow(*ORGANISERS)
def index(actor: Actor) -> ResponseReturnValue:
    """Whom to call now, why, and what to ask."""
    found = queries.today(actor, clock.now(), page_number())
    for line in found.lines:
        call = line.call
        actor.saw(*(("referral", call.referral_id) if call.referral_id else ("person", call.person_id)))
        if line.lead is None:  # the number too, which the bureau does not see otherwise
            actor.saw("person", call.person_id)
    return render_template(
        "calls/index.html",
        found=found,
        bureau=actor.is_a(Role.BUREAU),
        me=actor.person_id,
        rules=rules,
        taps=forms.TAPS,
        soon=forms.SOON,
        often=OFTEN,
        address=people.address,
        language_name=languages.name,
    )


@bp.post("/bellen/<int:id>")
@allow(*ORGANISERS)
def tap(actor: Actor, id: int) -> ResponseReturnValue:
    """What came of a call to somebody of a kring."""
    member, person = circle.get_for(actor, id)
    form = _read()
    what, seen = form.tap.data, form.read_seen()
    if what in forms.FOLLOW_UP:
        raise DomainError("Kies een van de knoppen.")
    if what in forms.SPEAK:
        heard = service.heard(member, person, what, seen=seen, by=actor)
        sentence = heard.in_words(person.given_name, STANDS.get(what, "gesproken"))
    elif what == "letter":
        again, posted = service.letter(member, person, seen=seen, by=actor)
        db.commit()
        name = person.given_name
        flash(
            f"Het bureau doet de brief op de post. Komt er geen antwoord, dan staat {name} weer op de lijst."
            if posted
            else f"Print de brief en doe hem op de post. {name} staat op {moment(again)} weer op de lijst."
        )
        return redirect(on_this_page(url_for(".index")) if posted else url_for(".letter", id=id), 303)
    else:
        referral, _ = circle.traject(actor, member.referral_id)
        sentence = _not_now(referral, person, what, seen, actor)
    return committed(on_this_page(url_for(".index")), sentence)


@bp.post("/bellen/familie/<int:id>")
@allow(*ORGANISERS)
def tap_family(actor: Actor, id: int) -> ResponseReturnValue:
    """What came of a call to a family: the first one, or the one after four weeks."""
    referral, assignment = circle.traject(actor, id)
    form = _read()
    what, seen = form.tap.data, form.read_seen()
    first = next(iter(people_around(referral).focus), None)
    if first is None or what not in FOR_FAMILIES:
        raise DomainError("Kies een van de knoppen.")
    if what == "spoken":
        service.first_contact(referral, assignment, first.id, clock.today(), seen=seen, by=actor)
        sentence = "Mooi. Het team ziet dat de familie gesproken is. Schrijf nu op wie zij erbij willen."
    elif what == "closed":
        rules.check_plan(referral.state)
        service.attempt(referral.municipality_id, id, first.id, "reached", seen=seen, by=actor)
        processes.close(referral, by=actor)
        sentence = "Dank je wel. Het is afgerond, en het team ziet dat."
    else:
        sentence = _not_now(referral, first, what, seen, actor)
    return committed(on_this_page(url_for(".index")), sentence)


@bp.post("/bellen/dag/<int:id>")
@allow(*ORGANISERS)
def tap_day(actor: Actor, id: int) -> ResponseReturnValue:
    """What came of a call about something that is still open for a day."""
    day, form = agenda.get_for(actor, id), forms.DayForm()
    if not form.validate():
        raise DomainError("Kies een van de knoppen.")
    key, what = form.key.data or "", form.tap.data
    if what in forms.END:
        arranging.confirm(day, key, by=actor)
        sentence = "Bevestigd. Het staat bij de dag."
    else:
        again = rules.after(what, clock.now(), clock.HOME)
        arranging.call_again(day, key, again, by=actor)
        sentence = f"Het staat op {moment(again)} weer op de lijst. Er gaat geen bericht uit."
    return committed(on_this_page(url_for(".index")), sentence)


@bp.post("/bellen/afgezegd/<int:id>")
@allow(Role.BUREAU)
def tap_alone(actor: Actor, id: int) -> ResponseReturnValue:
    """What came of a call of the bureau itself: the day is off, and there is no coordinator."""
    call, form = queries.alone_for(actor, id, clock.now()), _read()
    if form.tap.data not in FOR_ALONE:
        raise DomainError("Kies een van de knoppen.")
    again = service.told_alone(call, form.tap.data, seen=form.read_seen(), by=actor)
    sentence = f"Het staat op {moment(again)} weer op de lijst." if again else "Mooi. Dit hoeft niet meer."
    return committed(on_this_page(url_for(".index")), sentence)


@bp.post("/bellen/bericht/<int:id>")
@allow(Role.BUREAU)
def tap_message(actor: Actor, id: int) -> ResponseReturnValue:
    """What came of a call about what no message can tell."""
    message, form = calling.get_for(actor.municipality_id, id), forms.TellForm()
    if not form.validate():
        raise DomainError("Kies een van de knoppen.")
    again = service.tell(message, form.tap.data, by=actor)
    sentence = f"Het staat op {moment(again)} weer op de lijst." if again else "Mooi. Dit hoeft niet meer."
    return committed(on_this_page(url_for(".index")), sentence)


@bp.get("/bellen/<int:id>/brief")
@allow(*ORGANISERS)
def letter(actor: Actor, id: int) -> ResponseReturnValue:
    """A letter to print: the day and the place, or that somebody would like a word."""
    member, person = circle.get_for(actor, id)
    referral, assignment = circle.traject(actor, member.referral_id)
    lead = people.one(referral.municipality_id, assignment.person_id)
    day = agenda.planned_of(referral)
    to_come = day if day is not None and day.conference.starts_at > clock.now() else None
    part = _part(to_come, member) if to_come else None
    actor.saw("referral", referral.id)
    return render_template(
        "calls/letter.html",
        person=person,
        lead=lead,
        part=part,
        remote=part is not None and part[2] == AT_A_DISTANCE,
        where=_own_address(to_come, person) if to_come else None,
        today=clock.today(),
    )


def _read() -> forms.TapForm:
    form = forms.TapForm()
    if not form.validate():
        raise DomainError("Kies een van de knoppen.")
    return form


def _not_now(referral: Referral, person: Person, what: str, seen: int | None, actor: Actor) -> str:
    """Write down that it is for later, or that nobody answered; in a sentence what follows."""
    if what in rules.LATER:
        again = service.later(referral.municipality_id, referral.id, person.id, what, seen=seen, by=actor)
        return f"{person.given_name} staat op {moment(again)} weer op de lijst. Er gaat geen bericht uit."
    misses, told = service.not_reached(referral, person.id, seen=seen, by=actor)
    times = "één keer" if misses == 1 else f"{misses} keer"
    who = f"{told} van het team krijgt bericht." if told else "Er gaat geen bericht uit."
    return f"{person.given_name}: {times} niet bereikt. {who}"


def _part(day: Day, member: CircleMember) -> tuple[datetime, datetime, str | None]:
    """(begin, end, place if a letter may say it) of what somebody is asked to."""
    held = day.conference
    until = held.starts_at + timedelta(minutes=held.information_minutes) if member.is_guest else held.ends_at
    place = day.where if held.place_in_invitation else None
    for row in agenda.asked(day):
        if row.guest.person_id == member.person_id:
            own = row.guest
            return own.own_starts_at or held.starts_at, own.own_ends_at or until, own.own_place or place
    return held.starts_at, until, place


def _own_address(day: Day, person: Person) -> str | None:
    """The address of their own page, which may say more than a letter: not where somebody reads along."""
    if person.read_along or person.shared_phone:
        return None
    conference = day.conference
    link = link_of_guest(conference.municipality_id, day.audiences, person.id, clock.now())
    return link_address(link) if link else None
