"""Answering which day suits: by one's own link, or told on the phone and entered for who told it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, render_template, request

from ekc import clock
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.agenda.telling import tellers
from ekc.db import db
from ekc.errors import NotFoundError, TooLateError
from ekc.polls import asking, boards, planning, queries, rules, service
from ekc.polls.answer_forms import AnswerForm, HeardForm
from ekc.polls.forms import EssentialForm
from ekc.referrals.models import Referral
from ekc.texts import choosing
from ekc.web.posting import committed, failed, refused
from ekc.web.speaking import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor
    from ekc.polls.models import PollDay
    from ekc.polls.queries import Own

bp = Blueprint("poll_answers", __name__)


@bp.get("/datumvraag/<int:id>")
@allow(link="poll")
def ask(actor: Actor, id: int) -> ResponseReturnValue:
    """The days with three buttons each, and one's own answers; a hoofdpersoon also reads how it stands."""
    return _own_page(actor, id)


@bp.post("/datumvraag/<int:id>/antwoord")
@allow(link="poll")
def answer(actor: Actor, id: int) -> ResponseReturnValue:
    """Take what somebody says; it can be changed until the last day to answer."""
    own = queries.own(actor, id)
    forms = _forms(own, *queries.days_with(own.poll, clock.now()))
    if any(not form.validate() for form in forms):
        return _own_page(actor, id, forms), 422
    left: list[int] = []
    if status := refused(forms[0], lambda: left.extend(_take(own, forms, actor))):
        return _own_page(actor, id, forms), status
    return committed(".ask", _thanks(left[0]) if len(forms) == 1 else "Bedankt! We schrijven het op.", id=id)


@bp.post("/datumvraag/<int:id>/herinnering")
@allow(link="poll")
def remind(actor: Actor, id: int) -> ResponseReturnValue:
    """They want a reminder, or they do not."""
    queries.own(actor, id)
    wanted = request.form.get("wanted") == "1"
    choosing.choose_reminders(wanted=wanted, by=actor)
    sentence = "Je krijgt weer een herinnering." if wanted else "Je krijgt geen herinneringen meer."
    return committed(".ask", sentence, id=id)


@bp.post("/datumvraag/<int:id>/onmisbaar")
@allow(link="poll")
def mark_essential(actor: Actor, id: int) -> ResponseReturnValue:
    """A hoofdpersoon says without whom it does not work."""
    own = queries.own(actor, id)
    if not own.focus:
        raise NotFoundError
    form = EssentialForm.of({})
    if not form.validate():
        return _own_page(actor, id), 422
    referral = db.session.get_one(Referral, own.poll.referral_id)
    service.mark_essential(own.poll, referral, form.essential.data or (), by=actor)
    return committed(".ask", "Bewaard. Hun dagen tellen het zwaarst.", id=id)


@bp.get("/datumvragen/<int:id>/antwoorden")
@allow(Role.COORDINATOR, Role.BUREAU)
def hear(actor: Actor, id: int) -> ResponseReturnValue:
    """The days, to ask on the phone."""
    return _heard_page(actor, id)


@bp.post("/datumvragen/<int:id>/antwoorden")
@allow(Role.COORDINATOR, Role.BUREAU)
def heard(actor: Actor, id: int) -> ResponseReturnValue:
    """What somebody said on the phone, with who told it."""
    seen, voter = queries.voter_for(actor, id)
    board = boards.board_of(seen.poll, clock.now())
    form = _heard_form(board, voter.id, voter.person_id)
    if status := failed(
        form,
        lambda: asking.answer(
            voter,
            form.said(),
            "phone",
            referral_state=seen.referral.state,
            told_by=form.told_by.data,
            by=actor,
        ),
    ):
        return _heard_page(actor, id, form), status
    return committed("polls.show", "Het antwoord staat erbij.", id=seen.poll.id)


def _take(own: Own, forms: Sequence[AnswerForm], actor: Actor) -> list[int]:
    """Take what is said, of who shares the address too; gives for each how many days are left."""
    if not own.takes_part:
        raise TooLateError(rules.GONE)
    persons = [own.voter, *(voter for voter, _ in own.mates)]
    said = [(voter, form.said()) for voter, form in zip(persons, forms, strict=True)]
    told = [one for one in said if one[1]] or said[:1]
    return [
        asking.answer(voter, days, "link", referral_state=own.referral_state, by=actor)
        for voter, days in told
    ]


def _thanks(left: int) -> str:
    if not left:
        return "Bedankt! We weten nu welke dagen jou passen."
    if left == 1:
        return "Bedankt! Over één dag zei je nog niets. Dat mag ook later."
    return say("Bedankt! Over {many} dagen zei je nog niets. Dat mag ook later.", many=left)


def _own_page(actor: Actor, voter_id: int, forms: Sequence[AnswerForm] = ()) -> str:
    own = queries.own(actor, voter_id)
    now = clock.now()
    closed = _why_closed(own)
    board = boards.board_of(own.poll, now) if own.focus and closed is None else None
    found = (board.days, board.answers) if board else queries.days_with(own.poll, now)
    form, *others = forms or _forms(own, *found)
    marked = [one.id for one in board.voters if one.row.essential] if board else ()
    for one in (voter_id, *(voter.id for voter, _ in own.mates)):
        actor.saw("poll_voter", one)
    return render_template(
        "polls/ask.html",
        own=own,
        days=found[0],
        closed=closed,
        in_time=now < own.poll.answer_until,
        until=rules.last_day(own.poll.answer_until, clock.HOME),
        coordinator=planning.first_name(own),
        form=form,
        mates=list(zip((name for _, name in own.mates), others, strict=True)),
        board=board,
        essential_form=EssentialForm.of(board.names, marked) if board else None,
    )


def _heard_page(actor: Actor, voter_id: int, form: HeardForm | None = None) -> str:
    seen, voter = queries.voter_for(actor, voter_id)
    board = boards.board_of(seen.poll, clock.now())
    rules.check_open(seen.poll.state, seen.referral.state)
    found = next((one for one in board.voters if one.id == voter.id), None)
    if found is None:
        raise TooLateError(rules.NOT_WITH_US)
    actor.saw("referral", seen.referral.id)
    return render_template(
        "polls/heard.html",
        seen=seen,
        voter=found,
        form=form or _heard_form(board, voter.id, voter.person_id),
        contact=seen.organiser_id == actor.person_id,
    )


def _heard_form(board: boards.Board, voter_id: int, person_id: int) -> HeardForm:
    form = HeardForm.about([(day, board.answers.get((voter_id, day.id))) for day in board.days])
    form.lay_out(tellers(board.members), person_id)
    return form


def _forms(own: Own, days: Sequence[PollDay], answers: Mapping[tuple[int, int], str]) -> list[AnswerForm]:
    """One's own form, then those of who shares the address: each day with what they said of it."""
    persons = {own.voter.id: ""} | {voter.id: f"{voter.id}-" for voter, _ in own.mates}
    return [
        AnswerForm.about([(day, answers.get((voter_id, day.id))) for day in days], prefix)
        for voter_id, prefix in persons.items()
    ]


def _why_closed(own: Own) -> str | None:
    """What there is to read instead of the days, where there is nothing to answer any more."""
    if not own.takes_part:
        return rules.GONE
    try:
        rules.check_open(own.poll.state, own.referral_state)
    except TooLateError:
        return rules.CHOSEN if own.poll.state == "chosen" else rules.GONE
    return None
