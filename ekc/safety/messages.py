"""Who hears that a coordinator needs somebody, and in which words: never about which family."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from ekc.accounts import covers
from ekc.accounts import service as accounts
from ekc.accounts.models import PersonalLink
from ekc.accounts.queries import bureau_mail
from ekc.db import new_id
from ekc.duty import queries as duty
from ekc.notifications.outbox import Draft, enqueue
from ekc.people import queries as people
from ekc.people.models import Person
from ekc.people.telling import told
from ekc.places.queries import central
from ekc.referrals.models import Referral
from ekc.safety import queries, rules
from ekc.safety.models import CheckIn, Signal
from ekc.web.formatting import clock_time, phone

KINDS = {
    rules.Kind.WORRY: "signal_worry",
    rules.Kind.INCIDENT: "signal_incident",
    rules.Kind.ALARM: "signal_alarm",
}


class Reader(NamedTuple):
    """Somebody who hears of it: by which address, and by which way to the page."""

    mail: str
    key: str  # tells readers apart without an address in it
    path: str = ""
    person_id: int | None = None  # who has no account gets a personal link


def tell(signal: Signal, referral: Referral | None, now: datetime, *, pressing: bool) -> int:
    """Tell everybody who must know, at once, at whatever hour; gives how many messages."""
    coordinator = people.one(signal.municipality_id, signal.person_id)
    reached: set[str] = set()
    for reader in _readers(signal, referral, now, pressing=pressing):
        if reader.mail.lower() not in reached:
            reached.add(reader.mail.lower())
            enqueue(_signal(signal, coordinator, reader))
    return len(reached)


def over(signal: Signal, name: str) -> None:
    """She is back: whoever was alarmed hears it."""
    for mail in queries.told(signal):
        enqueue(
            Draft(
                municipality_id=signal.municipality_id,
                kind="safety_over",
                address=mail,
                about=("signal_over", signal.id),
                dedupe=f"safety_over:{new_id()}",
                context={"name": name, "phone": central(signal.municipality_id)},
            )
        )


def nudge(one: CheckIn, person: Person, link: PersonalLink, alarm_at: datetime) -> bool:
    """Are you done? One tap says so. Gives whether she can be reached by mail."""
    mail = people.reach(person)
    if mail is None:
        return False
    enqueue(
        told(
            person,
            "check_nudge",
            ("check_in", one.id),
            f"check_nudge:{one.id}:{one.until_at:%Y%m%dT%H%M%S}",
            {"until": clock_time(one.until_at), "alarm": clock_time(alarm_at)},
            at=mail,
            expires=alarm_at,  # from then on somebody is called
            link=(link.id, link.version),
            replaces=True,
        )
    )
    return True


def own_link(person: Person, mail: str, link: PersonalLink) -> None:
    """Her own page, that opens without signing in."""
    about, secret = ("care", person.id), (link.id, link.version)
    enqueue(told(person, "care_link", about, f"care_link:{new_id()}", at=mail, link=secret, replaces=True))


def _readers(signal: Signal, referral: Referral | None, now: datetime, *, pressing: bool) -> Iterator[Reader]:
    here = signal.municipality_id
    if pressing:
        wanted = [one.person_id for one in duty.on_duty(here, now)]
        if referral is not None and referral.backstop_person_id is not None:
            wanted.insert(0, referral.backstop_person_id)
        wanted += [
            one.person_id for one in covers.instead_of(here, wanted).values()
        ]  # who covers one of them
        found = people.by_ids(here, wanted)
        for person_id in dict.fromkeys(wanted):
            mail = people.reach(found[person_id]) if person_id in found else None
            if mail is not None:
                yield Reader(mail, f"p{person_id}", person_id=person_id)
    for account, mail, _ in bureau_mail(here):
        yield Reader(mail, f"a{account}", f"/meldingen/{signal.id}")
    officer = duty.numbers(here).officer_mail
    if officer is not None and signal.kind == rules.Kind.WORRY:
        yield Reader(officer, "officer")


def _signal(signal: Signal, coordinator: Person, reader: Reader) -> Draft:
    link = None
    if reader.person_id is not None:
        made = accounts.make_link(
            signal.municipality_id,
            reader.person_id,
            ("signal", signal.id),
            expires=signal.at + queries.RECENT,
        )
        link = (made.id, made.version)
    number = people.address(coordinator, "phone")
    context = {
        "who": coordinator.name,
        "name": coordinator.given_name,
        "number": phone(number) if number else "",
        "linked": link is not None,
        "path": reader.path,
        "phone": central(signal.municipality_id),
    }
    if signal.kind == rules.Kind.WORRY:
        context["urgent"] = signal.urgent
    else:
        context["at"] = clock_time(signal.missed_at or signal.at)
    return Draft(
        municipality_id=signal.municipality_id,
        kind=KINDS[rules.Kind(signal.kind)],
        address=reader.mail,
        person_id=reader.person_id,
        about=("signal", signal.id),
        dedupe=f"signal:{signal.id}:{reader.key}",
        context=context,
        link=link,
    )
