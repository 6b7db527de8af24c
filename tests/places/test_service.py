"""A municipality gets its villages."""

from __future__ import annotations

import pytest

from ekc.accounts.actor import Actor, system
from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.errors import DomainError, NotFoundError
from ekc.places import queries, service
from ekc.places.villages import villages


def founded(by: Actor) -> Actor:
    made = service.add_municipality("1952", "Midden-Groningen", "0598 00 00 00", by=by)
    return system(made.id, "command")


def test_a_municipality_is_found_by_id_and_by_code(by: Actor) -> None:
    made = service.add_municipality("1952", "Midden-Groningen", "0598 00 00 00", by=by)
    assert queries.municipality(made.id).name == "Midden-Groningen"
    assert queries.municipality_by_code("1952") is made
    assert queries.municipality_by_code("0363") is None


def test_a_code_is_used_once(by: Actor) -> None:
    by = founded(by)
    with pytest.raises(DomainError, match="is er al"):
        service.add_municipality("1952", "Nog een", "0598 00 00 01", by=by)


def test_midden_groningen_has_its_twenty_nine_postcodes_once(by: Actor) -> None:
    by = founded(by)
    service.add_localities(by.municipality_id, by=by)
    service.add_localities(by.municipality_id, by=by)
    found = queries.localities(by.municipality_id)
    assert len(found) == 29
    assert len({locality.name for locality in found}) == 27
    assert [locality.pc4 for locality in found if locality.name == "Hoogezand"] == ["9601", "9602", "9603"]


def test_a_municipality_of_which_no_villages_are_known_gets_none(by: Actor) -> None:
    made = service.add_municipality("0363", "Amsterdam", "020 000 00 00", by=by)
    assert service.add_localities(made.id, by=by) == []


def test_villages_of_other_municipalities_are_not_known() -> None:
    assert villages("0363") == ()


def test_a_place_of_another_municipality_is_not_there(by: Actor) -> None:
    by = founded(by)
    place = service.add_localities(by.municipality_id, by=by)[0]
    assert queries.locality(by.municipality_id, place.id) is place
    with pytest.raises(NotFoundError):
        queries.locality(by.municipality_id + 1, place.id)


def test_a_municipality_that_is_not_there(by: Actor) -> None:
    with pytest.raises(NotFoundError):
        queries.municipality(by.municipality_id)


def test_both_verbs_are_in_the_logbook(by: Actor) -> None:
    by = founded(by)
    service.add_localities(by.municipality_id, by=by)
    lines = db.session.query(LogEntry).order_by(LogEntry.id)
    assert [(line.action, line.municipality_id) for line in lines] == [
        ("add_municipality", by.municipality_id),
        ("add_localities", by.municipality_id),
    ]
