"""A dorp or wijk that was written down wrong."""

from __future__ import annotations

import pytest

from ekc import clock
from ekc.areas import queries, service
from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.errors import DomainError
from ekc.places import queries as places
from ekc.places import service as places_service
from ekc.pool.models import Coordinator
from tests.areas.test_service import place
from tests.both import at_once
from tests.matching.stories import again


@pytest.fixture
def typo(world):
    """Somebody typed a wrong name and a wrong postcode; Cor lives at the right one."""
    cor = db.session.query(Coordinator).filter_by(person_id=world.cor.person.id).one()
    cor.pc4, cor.locality_id = "9699", None
    made = places_service.add_locality(world.municipality.id, "Slogteren", "9698", by=world.petra.actor)
    db.commit()
    return made


def names(world) -> list[str]:
    return [one.name for one in places.localities(world.municipality.id)]


def test_the_bureau_puts_a_name_and_a_postcode_right_and_who_lives_there_goes_along(world, typo, client_of):
    petra, found = client_of(world.petra), typo.id
    assert f'href="/dorpen/{found}"' in petra.get("/teams").text
    page = petra.get(f"/dorpen/{found}")
    assert 'value="9698 Slogteren"' in page.text
    told = {"village": "Slochteren-Oost", "pc4": "9699", "seen": "9698 Slogteren"}
    assert client_of(world.sanne).post(f"/dorpen/{found}", data=told).status_code == 404
    assert petra.post(f"/dorpen/{found}", data=told).status_code == 303
    assert "Slochteren-Oost" in names(world)
    cor = db.session.query(Coordinator).filter_by(person_id=world.cor.person.id).one()
    assert cor.locality_id == found
    late = petra.post(f"/dorpen/{found}", data=told)
    assert late.status_code == 409
    assert "Een collega wijzigde dit net" in late.text
    for wrong in ({"pc4": "96"}, {"village": ""}, {"pc4": place(world).pc4, "seen": "9699 Slochteren-Oost"}):
        assert petra.post(f"/dorpen/{found}", data={**told, **wrong}).status_code in {400, 409, 422}, wrong
    assert db.session.query(LogEntry).filter_by(action="change_locality").count() == 1


def test_what_is_used_stays_and_what_stood_there_by_accident_goes(world, typo, client_of):
    petra, found = client_of(world.petra), typo.id
    service.cover(again(world.team), [found], by=world.petra.actor)
    db.commit()
    page = petra.post(f"/dorpen/{found}/weg")
    assert (page.status_code, "hoort nog bij een team" in page.text) == (422, True)
    (one,) = next(
        one for one in queries.places(world.municipality.id, clock.today()) if one.id == found
    ).history
    petra.post(f"/dorpen/{one.id}/intrekking")
    noor = db.session.query(Coordinator).filter_by(person_id=world.noor.person.id).one()
    noor.locality_id = found
    db.commit()
    page = petra.post(f"/dorpen/{found}/weg")
    assert (page.status_code, "er hoort al iets bij" in page.text) == (422, True)
    assert "Slogteren" in names(world)
    again(noor).locality_id = None
    db.commit()
    assert petra.post(f"/dorpen/{found}/weg").status_code == 303
    assert "Slogteren" not in names(world)
    assert petra.get(f"/dorpen/{found}").status_code == 404


def test_of_two_who_put_it_right_at_the_same_moment_one_is_told(world, typo):
    here, found, petra = world.municipality.id, typo.id, world.petra.actor

    def call_it(name: str) -> None:
        service.change_place(places.locality(here, found), name, "9698", "9698 Slogteren", by=petra)

    ended = at_once([lambda: call_it("A-dorp"), lambda: call_it("B-dorp")])
    assert [one == "done" for one in ended] == [True, False]
    assert ended[1] == service.rules.PLACE_CHANGED


def test_a_postcode_of_another_is_refused(world, typo):
    with pytest.raises(DomainError, match="al een dorp"):
        service.change_place(again(typo), "X", place(world).pc4, "9698 Slogteren", by=world.petra.actor)
