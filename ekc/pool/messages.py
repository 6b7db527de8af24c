"""What a volunteer and the bureau read about being in the pool: nothing about any family."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from ekc.accounts.queries import bureau_mail
from ekc.notifications.outbox import Draft, enqueue
from ekc.people import queries as people
from ekc.places.queries import central
from ekc.pool import queries
from ekc.web.formatting import day

VOG, CODE = "vog", "code"  # what a message to a person is about
ABOUT = {"vog_until": VOG, "code_version": CODE}  # and which column makes it news of yesterday
KINDS = {  # what she gets, and what the bureau gets
    "vog_3": ("vog_quarter", "vog_quarter_here"),
    "vog_1": ("vog_month", "vog_month_here"),
    "vog_0": ("vog_over", "vog_over_here"),
    "code": ("code_open", "code_open_here"),
}


class Notice(NamedTuple):
    """Something about what must be in order: a key of `KINDS`, about whom, and the day that it is about."""

    what: str
    municipality_id: int
    coordinator_id: int
    person_id: int
    day: date

    @property
    def key(self) -> str:
        """What makes it unique in the municipality; who reads it is added."""
        return f"pool:{self.what}:{self.coordinator_id}:{self.day:%Y%m%d}"


def new_code(municipality_id: int, version: int, valid_from: date) -> None:
    """Tell everybody who is asked or in training that there is a code of conduct to read."""
    persons = people.by_ids(municipality_id, queries.at_work(municipality_id))
    for person in persons.values():
        key, about = f"code_new:{version}:{person.id}", (CODE, person.id)
        words = {"name": person.given_name, "day": day(valid_from)}
        _tell(people.told_at(person), municipality_id, "code_new", key, about, words)


def tell(notices: Iterable[Notice]) -> int:
    """Tell the volunteer and everybody of the bureau, each once; gives how many messages were new."""
    told = 0
    for notice in notices:
        person = people.one(notice.municipality_id, notice.person_id)
        hers, bureaus = KINDS[notice.what]
        dated = {} if notice.what == "code" else {"day": day(notice.day)}
        name = {"name": person.given_name, **dated}
        named = {"who": person.given_name, "path": f"/pool/{notice.coordinator_id}", **dated}
        readers = [(people.told_at(person), hers, "hers", name)]
        readers += [
            (mail, bureaus, str(account), named) for account, mail, _ in bureau_mail(notice.municipality_id)
        ]
        known = queries.told(notice.municipality_id, [f"{notice.key}:{one[2]}" for one in readers])
        about = (CODE if notice.what == "code" else VOG, person.id)
        for to, kind, reader, words in readers:
            key = f"{notice.key}:{reader}"
            if key not in known:
                _tell(to, notice.municipality_id, kind, key, about, words)
                told += 1
    return told


def _tell(
    to: str, municipality_id: int, kind: str, dedupe: str, about: tuple[str, int], words: Mapping[str, str]
) -> None:
    enqueue(
        Draft(
            municipality_id=municipality_id,
            kind=kind,
            address=to,
            about=about,
            dedupe=dedupe,
            context={**words, "phone": central(municipality_id)},
        )
    )
