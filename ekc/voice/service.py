"""Leaving a suggestion and answering it; a word about a team; announcements."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from ekc import clock
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.errors import TooLateError
from ekc.people import queries as people
from ekc.referrals.rules import check_no_bsn
from ekc.seals import keyed_hash
from ekc.voice import messages, queries, rules
from ekc.voice.models import Announcement, Suggestion, TeamWord, YearWord

if TYPE_CHECKING:
    from ekc.accounts.actor import Actor
    from ekc.pool.models import Coordinator
    from ekc.thanks.models import KindWord

TWICE = "Dit idee hadden we al van je. Dank je wel!"
SAID_ALREADY = "Je vertelde dit al. Dank je wel! Wil je er nog iets bij kwijt? Bel het bureau."


def suggest(coordinator: Coordinator, text: str, *, named: bool, by: Actor) -> Suggestion:
    """A volunteer has an idea, or the bureau writes it down for her; `named`: others may read her first name.

    TooLateError where she left the same words before.
    """
    check_no_bsn([text])
    made = Suggestion(
        id=new_id(),
        municipality_id=coordinator.municipality_id,
        coordinator_id=coordinator.id,
        person_id=coordinator.person_id,
        text=text,
        text_key=keyed_hash(text),
        named=named,
        at=clock.now(),
        stand=rules.Stand.NEW.value,
    )
    _put(made, TWICE)
    record("suggest", "suggestion", made.id, by=by.acting_for(coordinator.person_id))
    db.session.flush()
    return made


def answer(suggestion: Suggestion, stand: str, text: str | None, *, shared: bool, by: Actor) -> None:
    """'Wat deden we ermee': what the bureau does, in words; `shared`: all coordinators may read it.

    The volunteer is told that there is an answer. DomainError for an answer that says nothing.
    """
    rules.check_answer(stand, text)
    check_no_bsn([text or ""])
    suggestion.stand, suggestion.answer, suggestion.shared = stand, text, shared
    suggestion.answered_at, suggestion.answered_by_id = clock.now(), by.account_id
    record("answer_suggestion", "suggestion", suggestion.id, reason=stand, by=by)
    db.session.flush()
    messages.answered(suggestion, people.one(suggestion.municipality_id, suggestion.person_id))


def say_about_team(word: KindWord, how: str, text: str | None, *, by: Actor) -> TeamWord:
    """How it was to work with the team that asked for this conference: once, and for the bureau alone.

    TooLateError where she said so before.
    """
    rules.check_word(how, word.kind)
    check_no_bsn([text or ""])
    made = TeamWord(
        id=new_id(),
        municipality_id=word.municipality_id,
        kind_word_id=word.id,
        person_id=word.person_id,
        team_id=queries.team_of(word),
        how=how,
        text=text,
        at=clock.now(),
    )
    _put(made, SAID_ALREADY)
    record("say_about_team", "kind_word", word.id, by=by.acting_for(word.person_id))
    db.session.flush()
    return made


def say_of_year(coordinator: Coordinator, year: int | None, how: str | None, *, by: Actor) -> None:
    """How a volunteer found a year, or finds it now: the last tap counts. The bureau may write it down for
    her. TooLateError where it was told twice at one moment."""
    rules.check_year(how, year, clock.today())
    found = queries.of_year(coordinator, year)
    if found is None:
        made = YearWord(
            id=new_id(),
            municipality_id=coordinator.municipality_id,
            coordinator_id=coordinator.id,
            year=year,
            how=how,
            at=clock.now(),
        )
        _put(made, "Dit was net al opgeschreven. Dank je wel!")
    else:
        found.how, found.at = str(how), clock.now()
    record("say_of_year", "coordinator", coordinator.id, by=by.acting_for(coordinator.person_id))
    db.session.flush()


def note_read(said: TeamWord, *, by: Actor) -> None:
    """Somebody of the bureau read it and does with it what is needed. TooLateError after a colleague."""
    result = db.session.execute(
        update(TeamWord)
        .where(TeamWord.id == said.id, TeamWord.seen_at.is_(None))
        .values(seen_at=clock.now(), seen_by_id=by.account_id)
    )
    if getattr(result, "rowcount", 0) != 1:
        raise TooLateError("Een collega las dit al.")
    record("read_team_word", "team_word", said.id, by=by)
    db.session.flush()


def announce(title: str, text: str, until: date | None, *, by: Actor) -> Announcement:
    """Something for all coordinators, on their page until and including a day, or until it is taken down.

    DomainError for a day that is over; TooLateError where the same words were put up today.
    """
    today = clock.today()
    rules.check_until(until, today)
    made = Announcement(
        id=new_id(),
        municipality_id=by.municipality_id,
        title=title,
        text=text,
        text_key=keyed_hash(f"{title}\n{text}"),
        day=today,
        until=until,
        at=clock.now(),
        account_id=by.account_id,
    )
    _put(made, "Deze mededeling staat er al.")
    record("announce", "announcement", made.id, by=by)
    db.session.flush()
    return made


def take_down(announcement: Announcement, *, by: Actor) -> None:
    """Coordinators read it no more. TooLateError where it was taken down already."""
    rules.check_up(announcement.taken_down_at)
    announcement.taken_down_at = clock.now()
    record("take_down", "announcement", announcement.id, by=by)
    db.session.flush()


def _put(made: Suggestion | TeamWord | YearWord | Announcement, sentence: str) -> None:
    """TooLateError with the sentence where the database has this one already."""
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError as error:
        raise TooLateError(sentence) from error
