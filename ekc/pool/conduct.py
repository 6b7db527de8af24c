"""The code of conduct: what a volunteer keeps to, in versions that each of them agrees with."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError

from ekc import clock
from ekc.accounts.actor import Actor
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.errors import DomainError, TooLateError
from ekc.pool import messages, service
from ekc.pool.models import ConductCode, Coordinator

FIRST = """Dit spreken we met elkaar af.

1. Je regelt de bijeenkomst. Het plan is van de familie. Je zegt niet wat er in moet.
2. Wat je hoort of ziet, vertel je niet verder. Ook niet als je ooit stopt.
3. Ken je de familie, of werk je bij een organisatie die erbij hoort? Dan geef je de vraag terug.
4. Je gaat met iedereen met respect om. Je maakt geen verschil om geloof, afkomst, geslacht, liefde of geld.
5. Je neemt geen geld of dure cadeaus aan. Je leent niets en je verkoopt niets.
6. Je begint geen vriendschap of relatie met iemand van de familie zolang je dit voor hen regelt.
7. Je bewaart namen en telefoonnummers alleen hier, en niet in je eigen telefoon als het klaar is.
8. Maak je je zorgen over iemands veiligheid? Dan bel je meteen je achterwacht. Bij gevaar bel je 112.
9. Gaat er iets mis, of twijfel je? Je belt het bureau. Dat mag altijd.
"""
NEWEST = (
    select(ConductCode)
    .where(ConductCode.municipality_id == bindparam("municipality"))
    .order_by(ConductCode.version.desc())
    .limit(1)
)
OLDER = "Er is intussen een nieuwere gedragscode. Lees die, en zeg dan of je akkoord bent."


class Code(NamedTuple):
    """A version of the code of conduct; `valid_from` is None for the one that comes with the product."""

    version: int
    text: str
    valid_from: date | None


def newest(municipality_id: int) -> Code:
    """The version to agree with: the newest, also where it holds from a later day; one query."""
    found = db.session.scalars(NEWEST, {"municipality": municipality_id}).one_or_none()
    if found is None:
        return Code(1, FIRST, None)
    return Code(found.version, found.text or FIRST, found.valid_from)


def publish(text: str, valid_from: date, *, by: Actor) -> Code:
    """A new version, from a day on; who is asked or learns for it hears that there is something to read.

    DomainError for a day that is over; TooLateError where somebody else published one at this moment.
    """
    if valid_from < clock.today():
        raise DomainError("Deze dag is al voorbij. Kies vandaag of een dag die nog komt.")
    made = ConductCode(
        id=new_id(),
        municipality_id=by.municipality_id,
        version=newest(by.municipality_id).version + 1,
        text=text,
        valid_from=valid_from,
        published_at=clock.now(),
    )
    db.session.add(made)
    try:
        db.session.flush()
    except IntegrityError as error:
        db.rollback()
        raise TooLateError("Iemand anders was je net voor met een nieuwe versie. Lees die eerst.") from error
    record("publish_code", "conduct_code", made.id, by=by)
    messages.new_code(by.municipality_id, made.version, valid_from)
    return Code(made.version, text, valid_from)


def agree(coordinator: Coordinator, version: int, *, by: Actor) -> None:
    """She agrees with the newest version. TooLateError where what she read is not that one any more."""
    if version != newest(coordinator.municipality_id).version:
        raise TooLateError(OLDER)
    service.accept_code(coordinator, version, by=by)
