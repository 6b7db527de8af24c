"""What colleagues read when one does the work of another: names of colleagues and days, never a case."""

from __future__ import annotations

from ekc.accounts import queries
from ekc.accounts.actor import Actor
from ekc.accounts.models import Cover
from ekc.notifications.outbox import Draft, enqueue
from ekc.people import queries as people
from ekc.people.models import Person
from ekc.places.queries import municipality
from ekc.web.formatting import day, phone

DAYS = "van {first} tot en met {last}"
YOU_COVER = "Je neemt waar voor {absent}, {days}. Je krijgt in die dagen ook de berichten."
IS_COVERED = "{cover} neemt waar voor jou, {days}."
YOU_STOP = "Je neemt niet meer waar voor {absent}."
IS_OVER = "{cover} neemt niet meer waar voor jou."


def covered(cover: Cover, *, by: Actor) -> None:
    """Tell both who does whose work in which days, except who arranged it."""
    _tell(cover, "made", YOU_COVER, IS_COVERED, by)


def ended(cover: Cover, *, by: Actor) -> None:
    """Tell both that it stopped, except who ended it."""
    _tell(cover, "ended", YOU_STOP, IS_OVER, by)


def _tell(cover: Cover, what: str, to_cover: str, to_absent: str, by: Actor) -> None:
    pair = people.by_ids(cover.municipality_id, [cover.absent_person_id, cover.cover_person_id])
    absent, instead = pair[cover.absent_person_id], pair[cover.cover_person_id]
    words = {
        "absent": absent.name,
        "cover": instead.name,
        "days": DAYS.format(first=day(cover.from_day), last=day(cover.until_day)),
    }
    for person, sentence in ((instead, to_cover), (absent, to_absent)):
        if person.id != by.person_id:
            _send(cover, what, person, sentence.format(**words))


def _send(cover: Cover, what: str, person: Person, sentence: str) -> None:
    to = people.reach(person)
    if to is None:
        return
    context = {
        "name": person.given_name,
        "sentence": sentence,
        "path": "/waarneming" if queries.account_of(person.id) else "",  # without one, no page opens
        "phone": phone(municipality(cover.municipality_id).central_phone),
    }
    enqueue(
        Draft(
            municipality_id=cover.municipality_id,
            kind="cover_news",
            address=to,
            person_id=person.id,
            about=("cover", cover.id),
            dedupe=f"cover_news:{cover.id}:{what}:{person.id}",
            context=context,
        )
    )
