"""Letting somebody in from the screen: an account, and a link with which they choose a password."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from ekc import clock
from ekc.accounts import invites, queries, roster, rules, service
from ekc.accounts.actor import Actor
from ekc.accounts.models import Account, Role, RoleRow
from ekc.audit.service import record
from ekc.db import db, new_id
from ekc.errors import DomainError
from ekc.people import queries as people
from ekc.people import service as persons
from ekc.people.models import Kind
from ekc.people.service import Particulars
from ekc.seals import keyed_hash

ABOUT = "password"
KNOWN_HERE = "Deze persoon heeft hier al een account. Zoek het op in de lijst."
STOPPED = "Dit account is gestopt. Zoek het op in de lijst en open het weer, of bel de beheerder."
HAS_IT = "Deze rol is er al."
TAKEN = "Met dit mailadres is er al een account van iemand anders."
ELSEWHERE = "Deze persoon werkt ook voor een andere gemeente. Dan verandert het adres hier niet."
THROUGH_POOL = "Een coördinator krijgt toegang op de bladzijde in de pool."


def admit(told: Particulars, role: Role, team_id: int | None, *, by: Actor) -> Account:
    """An account for somebody (with a mail address) in a role, and a link to choose a password.

    DomainError where the address has an account here, or the role is not to be given by the actor.
    """
    if role == Role.COORDINATOR:
        raise DomainError(THROUGH_POOL)
    known = people.reached_by(by.municipality_id, told.mail or "")
    colleague = known is not None and known.kind == Kind.PROFESSIONAL.value  # never somebody of a family
    return _let_in(known.id if known and colleague else None, told, role, team_id, by)


def admit_coordinator(person_id: int, *, by: Actor) -> Account:
    """Access for somebody of the pool. DomainError where there is no mail address."""
    person = people.one(by.municipality_id, person_id)
    mail = people.address(person, "mail")
    if not mail:
        raise DomainError("Vul eerst een mailadres in bij de gegevens.")
    told = Particulars(person.given_name, person.surname, mail=mail)
    return _let_in(person_id, told, Role.COORDINATOR, None, by)


def _let_in(person_id: int | None, told: Particulars, role: Role, team_id: int | None, by: Actor) -> Account:
    own = [one.value for one in by.roles]
    rules.check_role(own, role.value, team_id)
    roster.hold(by.municipality_id)
    account = queries.account_by_mail(told.mail or "")
    if account is None:
        account = _new(person_id or persons.add(by.municipality_id, _professional(told)).id, told, by)
    elif not account.active:
        raise DomainError(STOPPED)
    elif person_id is not None and account.person_id != person_id:
        raise DomainError(TAKEN)
    elif any(row.role == role.value or role != Role.COORDINATOR for row in _rows(account, by)):
        raise DomainError(KNOWN_HERE)
    service.give_role(account.id, role, team_id=team_id if role.value in rules.IN_TEAM else None, by=by)
    if account.password_hash == roster.NO_PASSWORD:
        send_link(account, by=by)
    return account


def give(account: Account, role: Role, team_id: int | None, *, by: Actor) -> None:
    """One more role. DomainError where they have it, or the actor may not give it."""
    roster.hold(by.municipality_id)
    _check(account, by)
    if role == Role.COORDINATOR:
        raise DomainError(THROUGH_POOL)
    rules.check_role([one.value for one in by.roles], role.value, team_id)
    wanted = team_id if role.value in rules.IN_TEAM else None
    if any((row.role, row.team_id) == (role.value, wanted) for row in _rows(account, by)):
        raise DomainError(HAS_IT)
    service.give_role(account.id, role, team_id=wanted, by=by)


def take(account: Account, row_id: int, *, by: Actor) -> None:
    """A role less; what is open in a browser sees nothing of it from the next page on.

    DomainError for the only role (the account is stopped instead), or where nobody would be left with it.
    """
    roster.hold(by.municipality_id)
    _check(account, by)
    rows = _rows(account, by)
    row = next((one for one in rows if one.id == row_id), None)
    if row is None:
        raise DomainError("Deze rol was er al niet meer.")
    if len(rows) == 1:
        raise DomainError("Dit is de enige rol. Stop het account als deze persoon hier niet meer werkt.")
    rules.check_not_last(row.role, roster.others_with(by.municipality_id, row.role, account.id))
    db.session.delete(row)
    record("take_role", "account", account.id, reason=row.role, by=by)
    db.session.flush()


def stop(account: Account, *, by: Actor) -> None:
    """Somebody leaves this municipality. Who works for another one too, only loses the roles here."""
    roster.hold(by.municipality_id)
    _check(account, by)
    rows = _rows(account, by)
    for role in {row.role for row in rows}:
        rules.check_not_last(role, roster.others_with(by.municipality_id, role, account.id))
    if not roster.works_elsewhere(by.municipality_id, account.id):
        service.stop_account(account, by=by)
        return
    for row in rows:
        db.session.delete(row)
        record("take_role", "account", account.id, reason=row.role, by=by)
    db.session.flush()


def reopen(account: Account, *, by: Actor) -> None:
    """Somebody is back: the old password opens nothing, a link to choose a new one leaves."""
    roster.hold(by.municipality_id)
    _check(account, by)
    if account.active:
        raise DomainError("Dit account is al open.")
    account.active, account.password_hash = True, roster.NO_PASSWORD
    account.version += 1
    record("reopen_account", "account", account.id, by=by)
    send_link(account, by=by)


def ask_link(account: Account, *, by: Actor) -> None:
    """A new link for somebody who lost the password; the old password holds until a new one is chosen."""
    _check(account, by)
    if not account.active:
        raise DomainError("Dit account is gestopt. Open het eerst weer.")
    send_link(account, by=by)


def send_link(account: Account, *, by: Actor) -> None:
    """A link to choose a password, good for a week; an older one stops at once."""
    link = queries.link_about(by.municipality_id, ABOUT, account.id)
    until = clock.now() + rules.INVITATION
    if link is None:
        link = service.make_link(by.municipality_id, account.person_id, (ABOUT, account.id), expires=until)
    else:
        service.renew_link(link, by=by)
        link.expires_at = until
    record("send_password_link", "account", account.id, by=by)
    db.session.flush()
    invites.choose_password(account, link)


def change_address(account: Account, email: str, *, by: Actor) -> None:
    """From now on somebody signs in, and gets mail, with another address; the old one is told so.

    A link for a password that went to the old address opens nothing any more; who has no password yet gets
    a new one. DomainError where the address is somebody else's, or the account is of another municipality
    too.
    """
    roster.hold(by.municipality_id)
    _check(account, by)
    if roster.works_elsewhere(by.municipality_id, account.id):
        raise DomainError(ELSEWHERE)
    old = account.email
    account.email, account.email_key = email, keyed_hash(email)
    try:
        with db.session.begin_nested():
            db.session.flush()
    except IntegrityError as error:
        raise DomainError(TAKEN) from error
    person = people.one(by.municipality_id, account.person_id)
    if people.address(person, "mail") in {None, old}:
        persons.set_reach(person, people.address(person, "phone"), email)
    record("change_address", "account", account.id, by=by)
    link = queries.link_about(by.municipality_id, ABOUT, account.id)
    if account.active and account.password_hash == roster.NO_PASSWORD:
        send_link(account, by=by)
    elif link is not None:
        service.revoke_link(link, by=by)
    invites.address_changed(account, old, by.municipality_id)


def choose_password(account: Account, password: str, *, by: Actor) -> None:
    """Whoever opened the link chooses a password; the link has done its work."""
    service.set_password(account, password, by=by)
    link = queries.link_about(by.municipality_id, ABOUT, account.id)
    if link is not None:
        service.revoke_link(link, by=by)


def _new(person_id: int, told: Particulars, by: Actor) -> Account:
    email = told.mail or ""
    account = Account(
        id=new_id(),
        person_id=person_id,
        email=email,
        email_key=keyed_hash(email),
        password_hash=roster.NO_PASSWORD,
    )
    try:
        with db.session.begin_nested():
            db.session.add(account)
            db.session.flush()
    except IntegrityError as error:
        raise DomainError(KNOWN_HERE) from error
    record("add_account", "account", account.id, by=by)
    return account


def _professional(told: Particulars) -> Particulars:
    return Particulars(told.given_name, told.surname, Kind.PROFESSIONAL.value, mail=told.mail)


def _rows(account: Account, by: Actor) -> list[RoleRow]:
    return roster.rows_of(by.municipality_id, account.id)


def _check(account: Account, by: Actor) -> None:
    theirs = [row.role for row in _rows(account, by)]
    rules.check_may_change([one.value for one in by.roles], theirs, oneself=account.id == by.account_id)
