"""The page of one traject on a phone, and the people around the household."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, render_template

from ekc import clock, processes
from ekc.accounts.guards import allow
from ekc.accounts.models import Role
from ekc.agenda import coming, sessions
from ekc.agenda import queries as agenda
from ekc.agenda import rules as agenda_rules
from ekc.agenda.telling import open_invitation
from ekc.calls import service as calls
from ekc.circle import queries, rules, service
from ekc.circle.around import people_around
from ekc.circle.forms import ContactForm, HandBackForm, PersonForm
from ekc.circle.rules import SHORT, stand_now, tally
from ekc.matching.rules import FORCED
from ekc.notifications import queries as post
from ekc.notifications.kinds import Audience
from ekc.outcomes.forms import KindForm, LaterForm
from ekc.people import languages
from ekc.people.models import Kind
from ekc.people.queries import address
from ekc.polls import boards
from ekc.polls import queries as polls
from ekc.polls.rules import last_day
from ekc.referrals.codes import VISITING
from ekc.referrals.lifecycle import LABELS, WITH_COORDINATOR, State
from ekc.web.posting import committed, failed

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from ekc.accounts.actor import Actor
    from ekc.circle.models import CircleMember
    from ekc.people.models import Person
    from ekc.referrals.models import Referral

LEFT = {  # by whether a message asked them to come; nobody else hears it
    None: "",
    True: " Was de uitnodiging al weg, dan krijgt {} daar bericht van.",
    False: " Vertel het zelf: {} krijgt geen bericht.",
}
bp = Blueprint("circle", __name__)
ORGANISERS = (Role.COORDINATOR, Role.BUREAU)


@bp.get("/trajecten/<int:id>")
@allow(*ORGANISERS)
def traject(actor: Actor, id: int) -> ResponseReturnValue:
    """Names and numbers, what to do now, the people, the day."""
    return _traject_page(actor, id, HandBackForm())


@bp.post("/trajecten/<int:id>/eerste-contact")
@allow(*ORGANISERS)
def first_contact(actor: Actor, id: int) -> ResponseReturnValue:
    """The family was spoken for the first time: today, unless another day is given."""
    referral, assignment = queries.traject(actor, id)
    form = ContactForm()
    today = clock.today()
    if status := failed(form, lambda: service.first_contact(referral, assignment, form.day(today), by=actor)):
        return _traject_page(actor, id, HandBackForm(), form), status
    return committed(".traject", "Mooi. Nu kun je de mensen eromheen opschrijven.", id=id)


@bp.post("/trajecten/<int:id>/teruggave")
@allow(*ORGANISERS)
def hand_back(actor: Actor, id: int) -> ResponseReturnValue:
    """The coordinator gives the traject back, for a reason of the list."""
    referral, assignment = queries.traject(actor, id)
    form = HandBackForm()
    if not form.validate():
        return _traject_page(actor, id, form), 422
    processes.hand_back(referral, assignment, form.reason.data, by=actor)
    return committed("/", "Dank je wel dat je het zegt. Het bureau zoekt iemand anders.")


@bp.get("/trajecten/<int:id>/mensen")
@allow(*ORGANISERS)
def people(actor: Actor, id: int) -> ResponseReturnValue:
    """Who stands around the household, and a form for one more."""
    return _people_page(actor, id, None)


@bp.post("/trajecten/<int:id>/mensen")
@allow(*ORGANISERS)
def add_person(actor: Actor, id: int) -> ResponseReturnValue:
    """One more."""
    referral, _ = queries.traject(actor, id)
    form = PersonForm.offering(people_around(referral).known)
    if status := failed(form, lambda: _add(referral, form, actor)):
        return _people_page(actor, id, form), status
    return committed(".people", f"{form.given_name.data} staat erbij.", id=id)


@bp.post("/mensen/<int:id>/gesprek")
@allow(*ORGANISERS)
def spoken(actor: Actor, id: int) -> ResponseReturnValue:
    """Somebody was spoken: one tap."""
    member, person = queries.get_for(actor, id)
    heard = calls.heard(member, person, "spoken", by=actor)
    return committed(".people", heard.in_words(person.given_name, "gesproken"), id=member.referral_id)


@bp.get("/mensen/<int:id>")
@allow(*ORGANISERS)
def person(actor: Actor, id: int) -> ResponseReturnValue:
    """What is known about one person."""
    return _person_page(actor, id, None)


@bp.post("/mensen/<int:id>")
@allow(*ORGANISERS)
def change_person(actor: Actor, id: int) -> ResponseReturnValue:
    """What is known about one person, set anew."""
    member, person = queries.get_for(actor, id)
    referral, assignment = queries.traject(actor, member.referral_id)
    form = PersonForm.offering(people_around(referral).known, person)
    hidden = assignment.person_id != actor.person_id
    if status := failed(form, lambda: _change(member, person, form, actor, hidden=hidden)):
        return _person_page(actor, id, form), status
    return committed(".people", "Bewaard.", id=member.referral_id)


@bp.post("/mensen/<int:id>/vertrek")
@allow(*ORGANISERS)
def leave(actor: Actor, id: int) -> ResponseReturnValue:
    """Somebody does not take part any more."""
    member, person = queries.get_for(actor, id)
    name, asked = person.given_name, open_invitation(member)
    told = None if asked is None else asked.address is not None
    processes.leave_circle(member, by=actor)
    sentence = f"{name} doet niet meer mee.{LEFT[told].format(name)}"
    return committed(".people", sentence, id=member.referral_id)


def _add(referral: Referral, form: PersonForm, actor: Actor) -> None:
    member = service.add(referral, form.told(), form.relation.data, by=actor)
    service.describe(member, form.more(), by=actor)


def _change(member: CircleMember, person: Person, form: PersonForm, actor: Actor, *, hidden: bool) -> None:
    coming.change_member(member, person, form.told(person), form.relation.data, keep_contact=hidden, by=actor)
    service.describe(member, form.more(), by=actor)


def _traject_page(
    actor: Actor, referral_id: int, form: HandBackForm, contact_form: ContactForm | None = None
) -> str:
    referral, assignment = queries.traject(actor, referral_id)
    around = people_around(referral)
    newest = agenda.newest_of(referral)
    day = newest if newest is not None and newest.conference.state == "planned" else None
    asked = agenda.asked(day) if day else []
    waiting = sessions.waiting(around.members, asked)
    callers = {row.guest.person_id for row in asked if row.guest.answer == "call_me"}
    calling = [person for _, person in around.members if person.id in callers]
    begun = day is not None and agenda_rules.has_day_begun(
        day.conference.starts_at.astimezone(clock.HOME).date(), clock.today()
    )
    stand = agenda_rules.Stand(
        state=referral.state,
        contacted=assignment.first_contact_on is not None,
        around=len(around.outside),
        spoken=sum(member.spoken_at is not None for member in around.outside),
        waiting=len(waiting),
        planned_start=day.conference.starts_at if day else None,
        calling=len(calling),
    )
    step = agenda_rules.next_step(stand, begun=begun)
    poll = polls.open_of(referral.municipality_id, referral.id) if step == "plan" else None
    actor.saw("referral", referral.id)
    return render_template(
        "circle/traject.html",
        referral=referral,
        assignment=assignment,
        around=around,
        day=day,
        newest=newest,
        day_label=agenda_rules.STATES[newest.conference.state] if newest else None,
        answers={row.guest.person_id: row.guest for row in asked},
        waiting=waiting,
        reached=agenda.how_many(asked),
        calling=calling,
        step=step,
        poll=poll,
        poll_until=last_day(poll.answer_until, clock.HOME) if poll else None,
        agreed=referral.state not in WITH_COORDINATOR or around.agree(referral.authority),
        form=form,
        state_label=LABELS[State(referral.state)],
        contact_form=contact_form or ContactForm(),
        kind_form=KindForm(),
        plan_form=LaterForm.of(referral.state),
        forced=FORCED,
        visiting=VISITING[referral.visiting],
        **_words(actor, assignment.person_id),
    )


def _people_page(actor: Actor, referral_id: int, form: PersonForm | None) -> str:
    referral, assignment = queries.traject(actor, referral_id)
    around = people_around(referral)
    day = agenda.planned_of(referral)
    guests = {row.guest.person_id: row.guest for row in agenda.asked(day)} if day else {}
    leaves = {number: guest.leaves for number, guest in guests.items()} if day else boards.leaving(referral)
    answers = {person_id: guest.said for person_id, guest in guests.items()}
    stands = {
        member.id: stand_now(member.stand, answers.get(person.id), invited=person.id in answers)
        for member, person in around.members
    }
    actor.saw("referral", referral.id)
    return render_template(
        "circle/people.html",
        referral=referral,
        around=around,
        form=form or PersonForm.offering(around.known),
        stands=stands,
        guests=guests,
        leaves=leaves,
        tally=tally(around.members, stands),
        rules=rules,
        **_words(actor, assignment.person_id),
    )


def _person_page(actor: Actor, member_id: int, form: PersonForm | None) -> str:
    member, person = queries.get_for(actor, member_id)
    referral, assignment = queries.traject(actor, member.referral_id)
    words = _words(actor, assignment.person_id)
    known = people_around(referral).known
    actor.saw("referral", referral.id)
    return render_template(
        "circle/person.html",
        member=member,
        person=person,
        form=form or PersonForm.about(member, person, known, contact=words["contact"]),
        told=_told(person) if words["contact"] else (),
        **words,
    )


def _told(person: Person) -> list[post.Told]:
    """The newest messages to somebody; not to who is there for work."""
    if person.kind == Kind.PROFESSIONAL.value:
        return []
    return post.told(person.municipality_id, person.id, Audience.PEOPLE)


def _words(actor: Actor, organiser_id: int) -> dict[str, Any]:
    """What the templates say things with; `contact`: whether the kring's phone and mail may show."""
    return {
        "contact": organiser_id == actor.person_id,
        "organiser_id": organiser_id,
        "relations": SHORT,
        "beside_words": rules.BESIDE,
        "said": rules.STANDS,
        "language_name": languages.name,
        "address": address,
    }
