"""What leaves the house: thanks with a day, and a sentence about how it went on. Nothing about whom."""

from __future__ import annotations

from ekc.notifications.outbox import enqueue
from ekc.people.models import Person
from ekc.people.queries import reach
from ekc.people.telling import told
from ekc.thanks.models import KindWord
from ekc.thanks.rules import ONWARD, SENTENCES, THANKS
from ekc.web.formatting import day


def tell(word: KindWord, person: Person) -> None:
    """Send it, where she has a mail address; else it waits on the bureau's list."""
    to = reach(person)
    if to is None:
        return
    words = {"day": day(word.day) if word.day else ""} if word.kind == THANKS else {}
    words |= {"told": SENTENCES[word.sentence]} if word.kind == ONWARD and word.sentence else {}
    enqueue(told(person, word.kind, ("kind_word", word.id), word.key, words, at=to))
