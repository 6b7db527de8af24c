"""The bureau looks for a coordinator; the coordinator answers, by her link or signed in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from ekc import choosing, clock, processes
from ekc.accounts.actor import Actor
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.db import db
from ekc.errors import DomainError, TooLateError
from ekc.matching import ladder, queries, rules, searching, volunteers, waves
from ekc.matching.forms import AnswerForm, RoundForm, in_words, ticked
from ekc.matching.models import Offer, OfferRound
from ekc.matching.searching import MOST_LEFT_OUT
from ekc.matching.sums import MOST
from ekc.matching.volunteers import Setting
from ekc.people import languages
from ekc.pool import queries as pool
from ekc.referrals import codes
from ekc.referrals import queries as referrals
from ekc.referrals.lifecycle import LABELS, RUNNING, State
from ekc.referrals.models import Referral
from ekc.web.paging import page_count, page_number
from ekc.web.posting import committed

bp = Blueprint("matching", __name__)
PER_PAGE = 20
ASKED = "Gevraagd. Hieronder zie je wie antwoordt."
FOUND = "Er zei al iemand ‘ik kan’, en die doet het nu. We vroegen niemand anders."
LAYOUTS = {"link": "layouts/public.html", "account": "layouts/app.html"}


@bp.get("/aanmeldingen/<int:id>/kandidaten")
@allow(Role.BUREAU)
def candidates(actor: Actor, id: int) -> ResponseReturnValue:
    """Who may be asked, in order and with reasons; who not; what became of who was asked."""
    page, form = _candidates(actor, referrals.get_for(actor, id))
    return render_template("matching/candidates.html", form=form, **page)


@bp.post("/aanmeldingen/<int:id>/aanbod")
@allow(Role.BUREAU)
def make_offers(actor: Actor, id: int) -> ResponseReturnValue:
    """Ask those who were ticked. Who cannot be asked any more is told of; the other ticks stay."""
    page, form = _candidates(actor, referrals.get_for(actor, id), ticked())
    if page["gone"]:
        form.refuse(TooLateError(rules.gone(page["gone"])))
        return render_template("matching/candidates.html", form=form, **page), TooLateError.status
    if not form.validate():
        return render_template("matching/candidates.html", form=form, **page), 422
    chosen = pool.by_ids(actor.municipality_id, form.chosen.data or ())
    weeks, waiver = (form.week_from.data, form.week_until.data), form.data.get("waiver")
    try:
        made = choosing.offer_referral(page["referral"], list(chosen.values()), weeks, waiver, by=actor)
    except DomainError as error:
        db.rollback()
        page, form = _candidates(actor, referrals.get_for(actor, id), ticked())
        form.refuse(error)
        return render_template("matching/candidates.html", form=form, **page), error.status
    return committed(".candidates", ASKED if isinstance(made, OfferRound) else FOUND, id=id)


@bp.post("/aanmeldingen/<int:id>/volgenden")
@allow(Role.BUREAU)
def ask_next(actor: Actor, id: int) -> ResponseReturnValue:
    """Ask the next ones in the list: one tap."""
    referral = referrals.get_for(actor, id)
    try:
        ladder.widen(referral, by=actor)
    except DomainError as error:
        db.rollback()
        page, form = _candidates(actor, referrals.get_for(actor, id))
        form.refuse(error)
        return render_template("matching/candidates.html", form=form, **page), error.status
    return committed(".candidates", ASKED, id=id)


@bp.get("/aanbod/<int:id>")
@allow(Role.COORDINATOR, Role.BUREAU, link="offer")
def offer(actor: Actor, id: int) -> ResponseReturnValue:
    """What is asked of her, or what became of it. By a link: no name of anybody."""
    actor.saw("offer", id)
    return _card_page(actor, id)


@bp.post("/aanbod/<int:id>/antwoord")
@allow(Role.COORDINATOR, Role.BUREAU, link="offer")
def answer(actor: Actor, id: int) -> ResponseReturnValue:
    """Yes, no, or no and a pause; by herself, or by the bureau for her when she phones."""
    found = queries.get_for(actor, id)
    form = AnswerForm()
    try:
        _carry_out(found, form, actor)
    except DomainError as error:
        db.reading()  # what she runs into is looked up again, and holds up nobody
        return _card_page(actor, id, str(error), form), error.status
    return committed(".offer", id=id)


def _carry_out(found: Offer, form: AnswerForm, actor: Actor) -> None:
    if not form.validate():
        raise DomainError("Kies ja of nee, en bij een pauze de dag waarop die eindigt.")
    if form.answer.data == "yes":
        processes.accept_offer(found, frame=form.frame.data or "", by=actor)
        return
    until = form.until(clock.today()) if form.answer.data == "pause" else None
    processes.decline_offer(found, form.reason.data, until, by=actor)


def _card_page(
    actor: Actor, offer_id: int, sentence: str | None = None, form: AnswerForm | None = None
) -> str:
    """The page; `form` is one that was refused, with what she chose still in it."""
    card = queries.card(actor, offer_id)
    own = card.offer.person_id == actor.person_id
    found = {} if own else volunteers.names(actor.municipality_id, [card.offer.person_id])
    return render_template(
        "matching/offer.html",
        layout=LAYOUTS[actor.kind],
        card=card,
        sentence=sentence,
        form=form or AnswerForm(formdata=None, data={"paused_until": clock.today() + rules.PAUSE}),
        is_open=rules.is_open(card.offer.state, card.offer.expires_at, seeking=card.seeking, now=clock.now()),
        first_counts=card.first_counts,
        may_stand_by=card.offer.state in rules.MAY_STAND_BY and not card.on_it and card.may_stand_by,
        to_pair=_may_pair(actor, card),
        waits=card.offer.state == "yes" and not card.handed_back and card.seeking,
        closed=rules.told(card.offer.state, handed_back=card.handed_back),
        weeks=(in_words(card.week_from), in_words(card.week_until)),
        urgency=codes.URGENCY.get(card.urgency, card.urgency),
        visiting=codes.VISITING[card.visiting],
        on_behalf=found.get(card.offer.person_id),
        forced=rules.FORCED.get(card.frame),
    )


def _may_pair(actor: Actor, card: queries.Card) -> dict[int, str]:
    """Who may do it with her (name by coordinator id), for the bureau, where she could lead it."""
    willing = card.seeking and card.offer.state == "yes" and not card.handed_back and not card.on_it
    if not actor.is_a(Role.BUREAU) or not (willing or card.on_it == "lead"):
        return {}
    return searching.may_pair(card.offer, by=actor)


def _candidates(
    actor: Actor, referral: Referral, chosen: Sequence[int] = ()
) -> tuple[dict[str, Any], RoundForm]:
    """What the page of candidates shows, and its form; the number of queries does not grow with the pool.

    Who was `chosen` on another page of the list, or by who saw an older one, stays in sight while possible.
    """
    setting, number = volunteers.setting(referral), page_number()
    found = searching.page(referral, by=actor, setting=setting, skip=(number - 1) * PER_PAGE, many=PER_PAGE)
    board, mail = queries.board(referral), queries.delivery(referral)
    silent = queries.silent(board)
    able, gone = searching.some(referral, [*{*chosen, *silent}], by=actor, setting=setting)
    still = [one for one in able if one.volunteer.id in chosen]
    gone = [one for one in gone if one.volunteer.id in chosen]
    silent &= {one.volunteer.id for one in able}
    fresh = found.total - len(silent)
    out = searching.left_out(referral, by=actor, setting=setting, many=MOST_LEFT_OUT + 1)
    left_out = [one for one in out[:MOST_LEFT_OUT] if one.reasons != ("asked",)]  # they stand on the board
    shown = {one.volunteer.id: one for one in (*found.candidates, *still)}
    persons = {one.volunteer.person_id for one in shown.values()}
    persons |= {one.volunteer.person_id for one in (*gone, *left_out)}
    names = volunteers.names(referral.municipality_id, persons | {row.person_id for row in board})
    actor.saw("referral", referral.id)
    for person_id in names:
        actor.saw("person", person_id)
    asks = setting.family_chooses and referral.choice_waived is None
    page = {
        "referral": referral,
        "seeking": referral.state == State.MATCHING,
        "runs": referral.state in RUNNING,
        "lead": referrals.lead_and_name(referral),
        "stands": LABELS[State(referral.state)],
        "about": _about(referral, setting),
        "to_judge": setting.to_judge,
        "shown": shown,
        "silent": silent,
        "left_out": left_out,
        "more_left_out": len(out) > MOST_LEFT_OUT,
        "nearest": [] if fresh else _nearest(referral, setting, actor),
        "next_wave": ladder.size(referral, first=False) if board and fresh else 0,
        "dry": waves.is_dry(fresh, *_waiting(board)) and referral.state == State.MATCHING,
        "choosing": asks,
        "names": names,
        "gone": [(names[one.volunteer.person_id], one.in_words) for one in gone],
        "reasons": rules.NO_REASONS,
        "board": [(row, *_standing(row, mail.get(row.id))) for row in board],
        "page": number,
        "pages": page_count(found.total, PER_PAGE),
        "only_best": found.total if found.total >= MOST else 0,
    }
    first = 0 if board or number > 1 else ladder.size(referral, first=True)
    labels = {one.volunteer.id: names.get(one.volunteer.person_id, "") for one in shown.values()}
    return page, RoundForm.asking(labels, clock.today(), waiver=asks, first=first)


def _waiting(board: Sequence[Any]) -> tuple[int, int]:
    """(how many may still answer, how many can and are not on it)."""
    still = sum(row.state == "open" for row in board)
    can = sum(row.state == "yes" and not row.on_it and not row.handed_back for row in board)
    return still, can


def _about(referral: Referral, setting: Setting) -> list[tuple[str, str | None]]:
    waived = codes.WAIVER.get(referral.choice_waived or "")
    return [
        ("Team", setting.team),
        ("Waar", setting.place or "geen vast adres"),
        ("Talen", languages.in_words(referral.languages) or None),
        ("Hoe snel", codes.URGENCY.get(referral.urgency)),
        ("Betrokken organisaties", ", ".join(referral.organisations) or "geen genoemd"),
        ("Veilig om op bezoek te gaan", codes.VISITING[referral.visiting]),
        ("Coördinator uit het eigen dorp", codes.OWN_VILLAGE.get(referral.own_village)),
        ("Wensen van de familie", referral.wishes or "geen"),
        ("Liever niet", referral.avoid or "niemand genoemd"),
        *([("De keuze", waived)] if waived else []),
    ]


def _nearest(referral: Referral, setting: Setting, actor: Actor) -> list[tuple[str, int]]:
    return searching.relaxations(searching.survey(referral, by=actor, setting=setting))


def _standing(row: Any, delivery: str | None) -> tuple[str, str]:  # noqa: ANN401 -- a row of BOARD
    return rules.standing(
        row.state,
        opened=row.opened,
        delivery=delivery,
        handed_back=bool(row.handed_back),
        on_it=row.on_it,
    )
