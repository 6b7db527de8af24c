"""What a volunteer and the bureau read about being in the pool: nothing about any family."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from ekc.accounts.queries import bureau_mail
from ekc.notifications.outbox import Draft, enqueue
from ekc.people import queries as people
from ekc.places.queries import municipality
from ekc.pool import queries
from ekc.web.formatting import day, phone

HERS = {
    "vog_3": "Je VOG loopt af op {day}. Vraag op tijd een nieuwe aan. Het bureau helpt je: bel gerust.",
    "vog_1": "Je VOG loopt af op {day}: dat is binnen een maand. Heb je al een nieuwe aangevraagd?",
    "vog_0": "Je VOG is verlopen op {day}. We vragen je even niets nieuws. Wat nu loopt, gaat door.",
    "code": "Er is een gedragscode waar je nog niet op geantwoord hebt. Tot dan vragen we je niets nieuws.",
}
BUREAU = {
    "vog_3": "De VOG van {who} loopt af op {day}.",
    "vog_1": "De VOG van {who} loopt af op {day}: dat is binnen een maand.",
    "vog_0": "De VOG van {who} is verlopen op {day}. Er komen geen nieuwe vragen; wat loopt, gaat door.",
    "code": "{who} is nog niet akkoord met de gedragscode. Er komen nu geen nieuwe vragen.",
}


class Notice(NamedTuple):
    """Something about what must be in order: a key of `HERS`, about whom, and the day that it is about."""

    what: str
    municipality_id: int
    coordinator_id: int
    person_id: int
    day: date

    @property
    def key(self) -> str:
        """What makes it unique in the municipality; who reads it is added."""
        return f"pool:{self.what}:{self.coordinator_id}:{self.day:%Y%m%d}"


def new_code(municipality_id: int, version: int, valid_from: date) -> int:
    """Tell everybody who is asked or in training that there is a code of conduct to read.

    Gives how many get no message, so that somebody must call them.
    """
    persons = people.by_ids(municipality_id, queries.at_work(municipality_id))
    sentence = (
        f"Er is een nieuwe gedragscode. Die geldt vanaf {day(valid_from)}. "
        "Lees die, en laat weten of je akkoord bent."
    )
    to_call = 0
    for person in persons.values():
        to = people.reach(person)
        if to is None:
            to_call += 1
        else:
            _tell(
                to,
                municipality_id,
                f"code_new:{version}:{person.id}",
                ("person", person.id),
                {"name": person.given_name, "sentence": sentence, "path": "/gedragscode"},
            )
    return to_call


def tell(notices: Iterable[Notice]) -> int:
    """Tell the volunteer and everybody of the bureau, each once; gives how many messages were new."""
    told = 0
    for notice in notices:
        person = people.one(notice.municipality_id, notice.person_id)
        words = {"who": person.given_name, "day": day(notice.day)}
        to = people.reach(person)
        path = "/gedragscode" if notice.what == "code" else ""
        readers = [(to, "hers", HERS[notice.what].format(**words), path, person.given_name)] if to else []
        sentence = BUREAU[notice.what].format(**words)
        readers += [
            (mail, str(account), sentence, f"/pool/{notice.coordinator_id}", "")
            for account, mail, _ in bureau_mail(notice.municipality_id)
        ]
        known = queries.told(notice.municipality_id, [f"{notice.key}:{one[1]}" for one in readers])
        for mail, reader, words_for, page, name in readers:
            key = f"{notice.key}:{reader}"
            if key not in known:
                about = ("coordinator", notice.coordinator_id)
                context = {"name": name, "sentence": words_for, "path": page}
                _tell(mail, notice.municipality_id, key, about, context)
                told += 1
    return told


def _tell(
    to: str, municipality_id: int, dedupe: str, about: tuple[str, int], context: Mapping[str, object]
) -> None:
    number = phone(municipality(municipality_id).central_phone)
    enqueue(
        Draft(
            municipality_id=municipality_id,
            kind="pool_news",
            address=to,
            about=about,
            dedupe=dedupe,
            context={**context, "phone": number},
        )
    )
