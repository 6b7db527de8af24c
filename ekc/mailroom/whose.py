"""Who reads a mail: whoever organises what it is about; the bureau what volunteers and colleagues write."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Boolean, Select, and_, bindparam, case, func, or_
from sqlalchemy.orm import aliased

from ekc.agenda.models import Conference, Session
from ekc.choice import queries as choice
from ekc.choice.models import Ballot
from ekc.circle.models import CircleMember
from ekc.circle.queries import MUNICIPALITY
from ekc.family import cards
from ekc.family import queries as family
from ekc.family.models import FamilyPage
from ekc.invitations import queries as invitations
from ekc.invitations.models import Appointment, Invitation
from ekc.notifications.models import IncomingMail, Message
from ekc.polls import queries as polls
from ekc.polls.models import DatePoll, PollVoter
from ekc.referrals.models import LEADS_NOW, Assignment
from ekc.training.queries import OWNER as GATHERING
from ekc.visits.models import Visit

APPOINTMENT, ASSIGNMENT = "appointment", "assignment"
FAMILYS = (invitations.ABOUT, APPOINTMENT, ASSIGNMENT, polls.ABOUT, family.ABOUT, choice.ABOUT, cards.ABOUT)
THEIRS = aliased(Assignment)  # what the mail is about
REFERRAL = func.coalesce(
    Conference.referral_id,
    Visit.referral_id,
    DatePoll.referral_id,
    FamilyPage.referral_id,
    Ballot.referral_id,
    CircleMember.referral_id,
    THEIRS.referral_id,
)
# Who gave a traject back reads nothing of it any more; an appointment of no traject is its organiser's.
READER = case((REFERRAL.is_not(None), Assignment.person_id), else_=Appointment.organiser_person_id)
PERSON = func.coalesce(
    Invitation.person_id,
    PollVoter.person_id,
    FamilyPage.person_id,
    Ballot.person_id,
    CircleMember.person_id,
)
NOBODYS = IncomingMail.about_id.is_(None)
WITH_BUREAU = or_(
    func.coalesce(Appointment.owner_kind, "") == GATHERING, IncomingMail.about_kind.not_in(FAMILYS)
)
MAY_READ = or_(
    and_(bindparam("reader", type_=BigInteger()) == READER, ~WITH_BUREAU),
    and_(bindparam("bureau", type_=Boolean()), WITH_BUREAU),
    and_(bindparam("nobodys", type_=Boolean()), NOBODYS),
)
WAITS = and_(IncomingMail.municipality_id == MUNICIPALITY, IncomingMail.waits)


def follow(
    statement: Select[*tuple[Any, ...]], base: type[IncomingMail | Message]
) -> Select[*tuple[Any, ...]]:
    """Join to a mail or a message what it is about, and who organises that."""

    def about(kind: str, found: Any) -> Any:  # noqa: ANN401 -- a column
        return and_(base.about_kind == kind, found == base.about_id)

    appointment = case((base.about_kind == APPOINTMENT, base.about_id), else_=Invitation.appointment_id)
    return (
        statement.outerjoin(Invitation, about(invitations.ABOUT, Invitation.id))
        .outerjoin(Appointment, Appointment.id == appointment)
        .outerjoin(Session, and_(Appointment.owner_kind == "session", Session.id == Appointment.owner_id))
        .outerjoin(Conference, Conference.id == Session.conference_id)
        .outerjoin(Visit, and_(Appointment.owner_kind == "visit", Visit.id == Appointment.owner_id))
        .outerjoin(PollVoter, about(polls.ABOUT, PollVoter.id))
        .outerjoin(DatePoll, DatePoll.id == PollVoter.poll_id)
        .outerjoin(FamilyPage, about(family.ABOUT, FamilyPage.id))
        .outerjoin(Ballot, about(choice.ABOUT, Ballot.id))
        .outerjoin(CircleMember, about(cards.ABOUT, CircleMember.id))
        .outerjoin(THEIRS, about(ASSIGNMENT, THEIRS.id))
        .outerjoin(
            Assignment,
            and_(Assignment.referral_id == REFERRAL, LEADS_NOW),
        )
    )
