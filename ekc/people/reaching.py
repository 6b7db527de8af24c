"""Which way a message goes to somebody: what they like best first, then what else there is. Pure.

Who is reached by none of these is called: that is how they are asked, not somebody who did not answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ekc.people.models import Person

WAYS = ("mail", "sms", "letter")
PREFERRED = (*WAYS, "call")  # call: no message at all
KIND_OF = {"mail": "mail", "sms": "phone", "letter": "post"}  # of the channel that a way takes
# Mobile numbers of the Netherlands (but not 066 and 067, which are none), Germany and Belgium: the plans of
# ACM, Bundesnetzagentur and BIPT. A text to any other number may ring at a landline, so those are called.
MOBILE = re.compile(r"\+(316[1-58]\d{7}|491[567]\d{8,9}|324[5-9]\d{7})")


def ways(
    person: Person, *, texts: bool, watched_too: bool = False, paper: bool = False
) -> Iterator[tuple[str, str]]:
    """(way, address) of every way that may be taken to a person with channels, the best first.

    `texts`: this installation can send text messages. Where somebody reads along, or the telephone is shared,
    nothing is written unless `watched_too`; a text to a shared telephone never is. `paper`: what is told can
    wait for the post; who has a telephone and did not ask for letters is called sooner than written to.
    """
    if person.prefers == "call" or ((person.read_along or person.shared_phone) and not watched_too):
        return
    for way in sorted(WAYS, key=lambda one: one != person.prefers):
        address = postal_address(person) if way == "letter" else _address(person, KIND_OF[way])
        if address is None:
            continue
        if way == "sms" and (not texts or person.shared_phone or not MOBILE.fullmatch(address)):
            continue
        if way == "letter" and (not paper or (person.prefers != way and _address(person, "phone"))):
            continue
        yield way, address


def after(
    person: Person, failed: str, tried: str | None, *, texts: bool, paper: bool
) -> tuple[str, str] | None:
    """The (way, address) to try when the way `failed` did not get there, and `tried` before it did not
    either; None where somebody must be called."""
    left = (one for one in ways(person, texts=texts, paper=paper) if one[0] not in {failed, tried})
    return next(left, None)


def to_choose(person: Person, *, texts: bool) -> list[str]:
    """The ways of which a volunteer may say that she likes it best; a call can always be."""
    numbers = {"mail": _address(person, "mail"), "sms": _address(person, "phone") if texts else None}
    there = {way for way, found in numbers.items() if found and (way != "sms" or MOBILE.fullmatch(found))}
    return [way for way in PREFERRED if way in there or way == "call"]


def postal_address(person: Person) -> str | None:
    """The lines of an envelope, the name first; None where there is no address to write to, or it is secret:
    then the team posts it."""
    given = _address(person, KIND_OF["letter"])
    if given is None or person.address_secret:
        return None
    lines = given.splitlines() if "\n" in given else given.split(",")
    return "\n".join([person.name, *filter(None, (line.strip() for line in lines))])


def _address(person: Person, kind: str) -> str | None:
    ranked = sorted(person.channels, key=lambda channel: not channel.preferred)
    return next((one.value for one in ranked if one.kind == kind and one.value), None)
