"""Letting people in: accounts, roles, personal links, attempts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, update

from ekc import clock
from ekc.accounts import passwords, queries, rules
from ekc.accounts.models import Account, PersonalLink, Role, RoleRow, SignInAttempt, Team
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.errors import DomainError, TooLateError
from ekc.notifications import telephones
from ekc.seals import keyed_hash

if TYPE_CHECKING:
    from datetime import datetime

    from ekc.accounts.actor import Actor
    from ekc.accounts.queries import OpenedLink


def add_team(municipality_id: int, name: str, phone: str, *, by: Actor) -> Team:
    """A new sociaal team."""
    team = Team(id=new_id(), municipality_id=municipality_id, name=name, phone=phone)
    db.session.add(team)
    record("add_team", "team", team.id, by=by)
    db.session.flush()
    return team


def add_account(person_id: int, email: str, password: str, *, by: Actor) -> Account:
    """A new account for a person. DomainError where the address is taken or the password too short."""
    if queries.account_by_mail(email) is not None:
        raise DomainError("Met dit mailadres is er al een account.")
    if len(password) < passwords.SHORTEST:
        raise DomainError(f"Kies een wachtwoord van minstens {passwords.SHORTEST} tekens.")
    account = Account(
        id=new_id(),
        person_id=person_id,
        email=email,
        email_key=keyed_hash(email),
        password_hash=passwords.hashed(password),
    )
    db.session.add(account)
    record("add_account", "account", account.id, by=by)
    db.session.flush()
    return account


def give_role(account_id: int, role: Role, *, team_id: int | None = None, by: Actor) -> RoleRow:
    """Give an account a role in the actor's municipality. DomainError for who works as somebody's cover: what
    stays after those days is not for them to give."""
    if by.cover_id is not None and role != Role.COORDINATOR:  # who comes back to the pool comes in again
        raise DomainError("Je werkt nu als waarnemer. Rollen geven doe je als jezelf.")
    row = RoleRow(
        id=new_id(),
        municipality_id=by.municipality_id,
        account_id=account_id,
        role=role.value,
        team_id=team_id,
    )
    db.session.add(row)
    record("give_role", "account", account_id, reason=role.value, by=by)
    db.session.flush()
    return row


def take_role(person_id: int, role: Role, *, by: Actor) -> bool:
    """A person has this role no more in the actor's municipality; gives whether they had it."""
    rows = queries.role_rows(by.municipality_id, person_id, role)
    for row in rows:
        db.session.delete(row)
        record("take_role", "account", row.account_id, reason=role.value, by=by)
    db.session.flush()
    return bool(rows)


def set_password(account: Account, password: str, *, by: Actor) -> None:
    """A new password; every open session ends."""
    if len(password) < passwords.SHORTEST:
        raise DomainError(f"Kies een wachtwoord van minstens {passwords.SHORTEST} tekens.")
    account.password_hash = passwords.hashed(password)
    account.version += 1
    record("set_password", "account", account.id, by=by)
    db.session.flush()


def reset_password(account: Account, password: str, *, by: Actor) -> None:
    """A new password from the command line; it also opens an account that was stopped."""
    set_password(account, password, by=by)
    if not account.active:
        account.active = True
        record("reopen_account", "account", account.id, by=by)
        db.session.flush()


def stop_account(account: Account, *, by: Actor) -> None:
    """Somebody leaves: no session, calendar address or personal link of theirs opens anything any more."""
    account.active = False
    telephones.forget(account.person_id)
    account.version += 1
    record("stop_account", "account", account.id, by=by)
    for link in queries.links_of(account.person_id):
        revoke_link(link, by=by)
    db.session.flush()


def check_door(email: str, place: str) -> None:
    """TooLateError where this address, or this place, has tried too often. Reads only."""
    since = clock.now() - rules.WINDOW
    if not rules.may_try(queries.attempts([keyed_hash(email)], since)) or not rules.may_try(
        queries.attempts([keyed_hash(place)], since) // 5
    ):
        raise TooLateError("Dit is te vaak geprobeerd. Wacht een kwartier, of bel het bureau.")


def note_attempt(email: str, place: str) -> None:
    """Remember a try that did not succeed."""
    moment = clock.now()
    db.session.add_all(SignInAttempt(id=new_id(), key=keyed_hash(key), at=moment) for key in (email, place))
    db.session.flush()


def make_link(
    municipality_id: int, person_id: int, about: tuple[str, int], *, expires: datetime | None = None
) -> PersonalLink:
    """A personal link for one person about one thing (kind, id); `expires` is an aware instant."""
    link = PersonalLink(
        id=new_id(),
        municipality_id=municipality_id,
        person_id=person_id,
        about_kind=about[0],
        about_id=about[1],
        version=1,
        expires_at=expires,
    )
    db.session.add(link)
    db.session.flush()
    return link


def renew_link(link: PersonalLink, *, by: Actor) -> None:
    """Give a link a new secret; the old address stops at once."""
    link.version += 1
    record("renew_link", "link", link.id, by=by)
    db.session.flush()


def claim_anew(link: OpenedLink, expires: datetime, now: datetime, *, by: Actor) -> bool:
    """Let a link open until `expires`, because whom it is for asked; instants are aware. False where that was
    asked less than an hour ago, too often, or where somebody else was first.

    One that still opens for who has the newest message stays as it is; one past its time gets a new secret.
    """
    gone = link.expires_at is not None and link.expires_at <= now
    claimed = (
        update(PersonalLink)
        .where(
            PersonalLink.id == link.id,
            PersonalLink.version == link.version,
            PersonalLink.revoked_at.is_(None),
            PersonalLink.times_asked < rules.MOST_ASKED,
            or_(PersonalLink.asked_at.is_(None), PersonalLink.asked_at <= now - rules.ASKED_AGAIN),
        )
        .values(
            version=link.version + gone,
            expires_at=expires,
            asked_at=now,
            times_asked=PersonalLink.times_asked + 1,
        )
    )
    if not getattr(db.session.execute(claimed), "rowcount", 0):
        return False
    record("renew_link", "link", link.id, by=by)
    return True


def revoke_link(link: PersonalLink, *, by: Actor) -> None:
    """End a link."""
    link.revoked_at = clock.now()
    record("revoke_link", "link", link.id, by=by)
    db.session.flush()
