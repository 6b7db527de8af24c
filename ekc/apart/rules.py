"""Who must not meet, until when, and what keeps two people apart on a day. Pure.

Which ways there are, the founding document asks: arriving one after the other, rooms apart, or one of the
two at a distance; and going against it only for a second person's reason.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ekc.errors import DomainError

ORDERED = "ordered"
WHY = {
    ORDERED: "mogen elkaar niet ontmoeten: dat is opgelegd",
    "room": "kunnen niet in één ruimte zijn",
}
KEPT = {
    "hours": "komen na elkaar",
    "rooms": "hebben elk een eigen ruimte",
    "remote": "één doet op afstand mee",
    "regardless": "toch samen: dat besloot een tweede persoon",
}
REGARDLESS = {
    "order_allows": "De uitspraak staat dit toe",
    "guarded": "Er is steeds iemand bij die hierop let",
    "both_ask": "Beiden vragen erom, en het team vindt het veilig",
}
ENDED = {
    "over": "Het geldt niet meer",
    "mistake": "Het klopte niet",
    "not_coming": "Eén van de twee is er niet bij",
}
GAP = timedelta(minutes=15)  # one has left before the other comes: they do not meet at the door either
LONGEST_ADDRESS = 200
UNTOLD = "thuis (adres geheim)"  # what is kept of it
MOST = 30  # pairs of one traject


@dataclass(frozen=True, slots=True)
class Part:
    """How somebody is there: from when until when (aware), in which room, or not in the house at all."""

    starts: datetime
    ends: datetime
    room_id: int | None = None
    remote: bool = False


def check(one_id: int | None, other_id: int | None, words: str | None, why: str, heard_from: str) -> None:
    """DomainError for a pair that is not two people, or without why and from whom it was heard."""
    if one_id is None:
        raise DomainError("Kies om wie het gaat.")
    if other_id is None and not (words or "").strip():
        raise DomainError("Kies ook de ander, of schrijf op wie dat is.")
    if one_id == other_id:
        raise DomainError("Kies twee verschillende mensen.")
    if why not in WHY:
        raise DomainError("Kies waarom zij elkaar niet ontmoeten.")
    if not heard_from.strip():
        raise DomainError("Schrijf op van wie je dit hoorde.")


def check_until(until: date | None, today: date) -> None:
    """DomainError for a last day that is past."""
    if until is not None and until < today:
        raise DomainError("Die dag is al voorbij. Geldt het nog? Kies dan een latere dag, of geen.")


def check_end(reason: str, why: str, *, organiser_only: bool) -> None:
    """DomainError where this is no reason to end it, or where it was ordered and who organises it says so."""
    if reason not in ENDED:
        raise DomainError("Kies waarom dit weg kan.")
    if organiser_only and why == ORDERED:
        raise DomainError("Dit is opgelegd. Alleen het team of het bureau haalt het weg. Bel hen.")


def check_regardless(reason: str, decided_by: int | None, organiser: int | None) -> None:
    """DomainError where there is no reason, or where who organises it would decide alone (person ids)."""
    if reason not in REGARDLESS:
        raise DomainError("Kies waarom zij elkaar toch ontmoeten.")
    if decided_by is None or decided_by == organiser:
        raise DomainError("Dit beslist een ander dan wie het organiseert.")


def holds_on(until: date | None, day: date) -> bool:
    """Whether a pair is still kept apart on `day`; without a last day, always."""
    return until is None or day <= until


def is_expected(stand: str | None, answer: str | None) -> bool:
    """Whether somebody invited may be there: what they answered counts, and else what they said before."""
    return answer != "no" and not (answer is None and stand in {"no", "letter"})


def kept(one: Part, other: Part, rooms: Collection[int]) -> str | None:
    """What keeps two apart, as a code of `KEPT`, where `rooms` are in use; None: they would meet."""
    if one.remote or other.remote:
        return "remote"
    first, second = sorted((one, other), key=lambda part: (part.starts, part.ends))
    if first.ends + GAP <= second.starts:
        return "hours"
    own = {one.room_id, other.room_id}
    return "rooms" if one.room_id != other.room_id and own <= set(rooms) else None


def check_address(address: str | None) -> None:
    """DomainError for an address that no envelope has room for."""
    if address is not None and len(address) > LONGEST_ADDRESS:
        raise DomainError(f"Een adres heeft hooguit {LONGEST_ADDRESS} tekens.")


def check_place(words: str | None) -> None:
    """DomainError where a place in free words has a number in it, and somebody's address is secret."""
    if any(character.isnumeric() for character in words or ""):
        raise DomainError(
            "Van iemand is het adres geheim. Kies een locatie uit de lijst, of schrijf alleen bij wie het "
            "is, zonder straat en nummer. Het adres vertel je aan de telefoon."
        )


def check_part(part: Part, starts: datetime, ends: datetime) -> None:
    """DomainError for hours of somebody that are not within the hours of the day itself."""
    if part.ends - part.starts < GAP:
        raise DomainError("Iemands eigen tijd duurt minstens een kwartier, en eindigt na het begin.")
    if part.starts < starts or part.ends > ends:
        raise DomainError("Iemands eigen tijd valt buiten de bijeenkomst. Kijk de tijden na.")
