"""What leaves the house: thanks with a day, and a sentence about how it went on. Nothing about whom."""

from __future__ import annotations

from ekc.notifications.outbox import Draft, enqueue
from ekc.people.models import Person
from ekc.people.queries import reach
from ekc.places.queries import municipality
from ekc.thanks.models import KindWord
from ekc.thanks.rules import ONWARD, SENTENCES, THANKS
from ekc.web.formatting import day, phone


def tell(word: KindWord, person: Person) -> None:
    """Send it, where she has a mail address; else it waits on the bureau's list."""
    to = reach(person)
    if to is None:
        return
    about = {"day": day(word.day) if word.day else ""} if word.kind == THANKS else {}
    about |= {"told": SENTENCES[word.sentence]} if word.kind == ONWARD and word.sentence else {}
    enqueue(
        Draft(
            municipality_id=word.municipality_id,
            kind=word.kind,
            address=to,
            person_id=person.id,
            about=("kind_word", word.id),
            dedupe=word.key,
            context={
                "name": person.given_name,
                "phone": phone(municipality(word.municipality_id).central_phone),
                **about,
            },
        )
    )
