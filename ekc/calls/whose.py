"""Whose calls these are: of a coordinator who organises now, or all of them for the bureau."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, and_, bindparam, or_

from ekc.circle.queries import MUNICIPALITY
from ekc.db import UTC
from ekc.referrals.lifecycle import WITH_COORDINATOR
from ekc.referrals.models import LEADS_NOW, Assignment, Referral

BUREAU = bindparam("bureau", type_=Boolean())
NOW = bindparam("now", type_=UTC())
MOST = 400  # of one kind; nobody calls more in a day
PREPARING = sorted(state.value for state in WITH_COORDINATOR)
ORGANISED = and_(  # joins the assignment of who organises a referral
    Assignment.referral_id == Referral.id,
    Assignment.municipality_id == MUNICIPALITY,
    LEADS_NOW,
    or_(BUREAU, Assignment.person_id == bindparam("person", type_=BigInteger())),
)
