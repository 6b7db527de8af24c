"""A poll of days on the phone of whoever organises it: proposing, how it stands, and choosing the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, render_template, request, url_for

from ekc import clock
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.agenda import keeping, opening
from ekc.agenda import queries as agenda
from ekc.agenda import rules as agenda_rules
from ekc.circle import queries as circle
from ekc.polls import boards, planning, queries, rules, service
from ekc.polls.answer_forms import SHORT
from ekc.polls.forms import ChooseForm, DaysForm, EssentialForm, PeopleForm, ProposeForm
from ekc.polls.rules import Reach
from ekc.web.formatting import count, day_and_times
from ekc.web.posting import committed, failed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor
    from ekc.agenda.keeping import Asked
    from ekc.polls.queries import Beginning
    from ekc.referrals.models import Referral
    from ekc.web.forms import Form

bp = Blueprint("polls", __name__)
ORGANISERS = (Role.COORDINATOR, Role.BUREAU)


@bp.get("/trajecten/<int:id>/datumprikker")
@allow(*ORGANISERS)
def begin(actor: Actor, id: int) -> ResponseReturnValue:
    """Days to propose; or, where a poll is open, on to that."""
    referral, _ = circle.traject(actor, id)
    there = planning.beginning(referral, request.args.get("locatie", ""))
    if there.poll_id is not None:
        return redirect(url_for(".show", id=there.poll_id), 303)
    return _propose_page(actor, referral, there, None)


@bp.post("/trajecten/<int:id>/datumprikker")
@allow(*ORGANISERS)
def propose(actor: Actor, id: int) -> ResponseReturnValue:
    """Propose days, and ask who was spoken."""
    referral, _ = circle.traject(actor, id)
    there = planning.beginning(referral, request.args.get("locatie", ""))
    form = ProposeForm.offering(planning.names(referral), (), clock.today())
    made: list[int] = []
    verb, place = service.propose, there.venue_id
    if status := failed(form, lambda: made.append(verb(referral, form.proposal(place), by=actor).id)):
        return _propose_page(actor, circle.traject(actor, id)[0], there, form), status
    sentence = "De dagen staan klaar. Wie je sprak, krijgt de vraag. Wie geen bericht kan krijgen, bel je."
    return committed(".show", sentence, id=made[0])


@bp.get("/trajecten/<int:id>/datumprikker/plek")
@allow(*ORGANISERS)
def where(actor: Actor, id: int) -> ResponseReturnValue:
    """Places to choose from, so that only days are suggested on which one of them is open and free."""
    referral, _ = circle.traject(actor, id)
    venues = agenda.places(actor, referral.locality_id).venues
    return render_template("polls/where.html", referral=referral, venues=venues, read=opening.read)


@bp.get("/datumprikkers/<int:id>")
@allow(*ORGANISERS)
def show(actor: Actor, id: int) -> ResponseReturnValue:
    """How it stands: the best day first, and whom to call."""
    return _board_page(actor, id)


@bp.post("/datumprikkers/<int:id>/dagen")
@allow(*ORGANISERS)
def add_days(actor: Actor, id: int) -> ResponseReturnValue:
    """More days."""
    seen = queries.get_for(actor, id)
    form = DaysForm()
    new: list[int] = []
    verb = service.add_days
    if status := failed(form, lambda: new.append(verb(seen.poll, seen.referral, form.proposal(), by=actor))):
        return _board_page(actor, id, days_form=form), status
    told = "De dagen zijn erbij. Wie de vraag al kreeg, krijgt hem nog een keer."
    longer = "Bewaard: er is langer tijd om te antwoorden. Er gaat geen bericht uit."
    return committed(".show", told if new[0] else longer, id=id)


@bp.post("/datumprikkers/<int:id>/mensen")
@allow(*ORGANISERS)
def add_people(actor: Actor, id: int) -> ResponseReturnValue:
    """More people, and whoever was spoken since."""
    seen = queries.get_for(actor, id)
    form = PeopleForm()
    form.persons.choices = list(planning.names(seen.referral).items())
    if not form.validate():
        return _board_page(actor, id, people_form=form), 422
    sent = service.add_people(seen.poll, seen.referral, form.persons.data or (), by=actor)
    return committed(".show", f"{count(sent, 'mens krijgt', 'mensen krijgen')} de vraag.", id=id)


@bp.post("/datumprikkers/<int:id>/onmisbaar")
@allow(*ORGANISERS)
def mark_essential(actor: Actor, id: int) -> ResponseReturnValue:
    """Without whom it does not work."""
    seen = queries.get_for(actor, id)
    form = EssentialForm.of({})
    if not form.validate():
        return _board_page(actor, id, essential_form=form), 422
    service.mark_essential(seen.poll, seen.referral, form.essential.data or (), by=actor)
    return committed(".show", "Bewaard. Hun dagen tellen het zwaarst.", id=id)


@bp.post("/datumprikkers/<int:id>/sluiting")
@allow(*ORGANISERS)
def close(actor: Actor, id: int) -> ResponseReturnValue:
    """Stop, without a day."""
    seen = queries.get_for(actor, id)
    service.close(seen.poll, seen.referral, by=actor)
    sentence = "De datumprikker is gesloten. Er gaat geen bericht uit."
    return committed("circle.traject", sentence, id=seen.referral.id)


@bp.get("/datumprikkers/<int:id>/papier")
@allow(*ORGANISERS)
def paper(actor: Actor, id: int) -> ResponseReturnValue:
    """The days to print, to tick with a pen: no name of anybody."""
    seen = queries.get_for(actor, id)
    board = boards.board_of(seen.poll, clock.now())
    until = rules.last_day(seen.poll.answer_until, clock.HOME)
    return render_template("polls/paper.html", board=board, number=seen.referral.number, until=until)


@bp.post("/datumdagen/<int:id>/intrekking")
@allow(*ORGANISERS)
def withdraw_day(actor: Actor, id: int) -> ResponseReturnValue:
    """This day does not take part any more."""
    seen, day = queries.day_for(actor, id)
    service.withdraw_day(seen.poll, seen.referral, day.id, by=actor)
    sentence = f"{day_and_times(day.starts_at, day.ends_at)} doet niet meer mee."
    return committed(".show", sentence, id=seen.poll.id)


@bp.get("/datumdagen/<int:id>/keuze")
@allow(*ORGANISERS)
def look_before(actor: Actor, id: int) -> ResponseReturnValue:
    """This day: where, and who is invited."""
    return _choose_page(actor, id, None)


@bp.post("/datumdagen/<int:id>/keuze")
@allow(*ORGANISERS)
def choose(actor: Actor, id: int) -> ResponseReturnValue:
    """This day it is: fix it, and invite everybody in one go."""
    seen, day = queries.day_for(actor, id)
    form = _choose_form(actor, seen.referral, keeping.asked(seen.referral))
    hours = day.starts_at, day.ends_at
    if status := failed(
        form, lambda: service.choose(seen.poll, seen.referral, day.id, form.plan_at(*hours), by=actor)
    ):
        return _choose_page(actor, id, form), status
    sentence = f"De dag staat vast: {day_and_times(day.starts_at, day.ends_at)}. {agenda_rules.TOLD}"
    return committed("circle.traject", sentence, id=seen.referral.id)


def _propose_page(actor: Actor, referral: Referral, there: Beginning, form: ProposeForm | None) -> str:
    slots = planning.suggestions(there)
    members = circle.of_referral(referral)
    if form is None:
        asked = [person.id for member, person in members if not member.is_guest]
        form = ProposeForm.offering(planning.named(members), asked, planning.usual_answer_on(slots))
    form.lay_out(slots)
    actor.saw("referral", referral.id)
    return render_template(
        "polls/propose.html",
        referral=referral,
        form=form,
        there=there,
        hers=there.lead == actor.person_id,
        proposing=referral.state in rules.PROPOSING,
        **planning.told(members),
    )


def _board_page(actor: Actor, poll_id: int, **forms: Form) -> str:
    seen = queries.get_for(actor, poll_id)
    board = boards.board_of(seen.poll, clock.now())
    failed = next(iter(forms.values()), None)
    actor.saw("referral", seen.referral.id)
    return render_template(
        "polls/show.html",
        seen=seen,
        board=board,
        until=rules.last_day(seen.poll.answer_until, clock.HOME),
        open=seen.poll.state == "open" and seen.referral.state in rules.PROPOSING,
        over=seen.poll.answer_until <= clock.now(),
        reach=Reach,
        to_call=[one for one in board.voters if rules.to_call(one.reach)],
        again=sum(one.again for one in board.voters),
        contact=seen.organiser_id == actor.person_id,
        short=SHORT,
        failed=failed,
        **planning.board_forms(seen, board, forms),
    )


def _choose_form(actor: Actor, referral: Referral, apart: Sequence[Asked]) -> ChooseForm:
    places = agenda.places(actor, referral.locality_id)
    return ChooseForm.at(places.venues, places.rooms, apart)


def _choose_page(actor: Actor, day_id: int, form: ChooseForm | None) -> str:
    seen, day = queries.day_for(actor, day_id)
    board = boards.board_of(seen.poll, clock.now())
    if form is None:
        form = _choose_form(actor, seen.referral, board.apart)
        form.where.data = str(seen.poll.venue_id or "")
    rules.check_open(seen.poll.state, seen.referral.state)
    why = next((board.why(standing) for one, standing in board.ranked if one.id == day.id), None)
    actor.saw("referral", seen.referral.id)
    words: dict[str, Any] = planning.told(board.members, shared=bool(form.mail_shared.data))
    return render_template("polls/choose.html", seen=seen, day=day, why=why, form=form, **words)
