"""Another address to sign in with, and two who want one address at the same moment."""

from __future__ import annotations

import pytest

from ekc.accounts import admitting, service
from ekc.accounts.models import Account, Role
from ekc.db import db
from ekc.errors import DomainError
from ekc.people import queries as persons
from ekc.people.service import Particulars
from tests.accounts.keeping import EVA, account_of, address
from tests.agenda.trajects import noon
from tests.both import at_once
from tests.matching.stories import again, logged
from tests.world import (
    PASSWORD,
    make_municipality,
    make_somebody,
)

__all__ = ["noon"]  # a fixture: it is noon in all tests below


def test_one_address_gets_one_account_and_one_role_also_at_the_same_moment(both):
    told = Particulars("Eva", "Elzinga", mail="eva@gemeente.example")
    verb = lambda: admitting.admit(told, Role.MUNICIPALITY, None, by=both.bea.actor)  # noqa: E731 -- run twice
    assert at_once([verb, verb]) == ["done", admitting.KNOWN_HERE]
    eva = account_of("eva@gemeente.example")
    give = lambda: admitting.give(db.session.get_one(Account, eva.id), Role.BUREAU, None, by=both.bea.actor)  # noqa: E731 -- the same
    assert at_once([give, give]) == ["done", admitting.HAS_IT]


def test_two_keepers_cannot_stop_each_other_at_the_same_moment(both):
    ben = make_somebody(both.municipality, "Ben Beheer", "ben@demo.example", Role.KEEPER)
    pairs = ((both.bea.account.id, ben.actor), (ben.account.id, both.bea.actor))

    def stops(account_id, by):
        return lambda: admitting.stop(db.session.get_one(Account, account_id), by=by)

    done, refused = at_once([stops(*pair) for pair in pairs])
    assert done == "done"
    assert "minstens een beheerder" in refused
    with pytest.raises(DomainError):
        admitting.stop(db.session.get_one(Account, pairs[0][0]), by=both.bea.actor)


def changes(client, who, mail: str):
    """Somebody types another address on the page of an account."""
    return client.post(f"/accounts/{who.account.id}/adres", data={"email": mail})


def test_an_account_gets_another_address_and_the_old_one_is_told(world, client_of, outbox):
    keeper = client_of(world.bea)
    admitting.ask_link(world.sanne.account, by=world.bea.actor)
    db.commit()
    old_link = address(world.sanne.account)
    assert changes(keeper, world.sanne, "Sanne@nieuw.example").status_code == 303
    assert "Sanne@nieuw.example" in keeper.get(f"/accounts/{world.sanne.account.id}").text
    assert outbox()[1:] == [("address_changed", "team@demo.example")]
    assert client_of(None).get(old_link).status_code == 410
    for mail, status in (("team@demo.example", 422), ("sanne@nieuw.example", 303)):
        door = client_of(None).post("/inloggen", data={"email": mail, "password": PASSWORD})
        assert door.status_code == status, mail
    known = persons.one(world.municipality.id, world.sanne.person.id)
    assert persons.address(known, "mail") == "Sanne@nieuw.example"
    assert "change_address" in [action for action, _, _ in logged("account", world.sanne.account.id)]


def test_who_has_no_password_yet_gets_the_link_at_the_new_address(world, client_of, outbox):
    keeper = client_of(world.bea)
    page = keeper.post("/accounts", data=EVA).location
    assert keeper.post(f"{page}/adres", data={"email": "e.elzinga@gemeente.example"}).status_code == 303
    assert outbox()[1:] == [
        ("password_link", "e.elzinga@gemeente.example"),
        ("address_changed", "eva@gemeente.example"),
    ]


@pytest.mark.parametrize(
    ("mail", "sentence"),
    [
        ("anderteam@demo.example", "al een account van iemand anders"),
        ("geen adres", "mailadres"),
        ("", "Nieuw e-mailadres"),
    ],
)
def test_an_address_that_cannot_be_is_told_and_nothing_changes(world, client_of, outbox, mail, sentence):
    response = changes(client_of(world.bea), world.sanne, mail)
    assert response.status_code == 422
    assert sentence in response.text
    assert again(world.sanne.account).email == "team@demo.example"
    assert outbox() == []


def test_the_address_of_the_keeper_of_oneself_and_of_another_municipality_stays(world, client_of):
    other = make_municipality("Elders", "0010")
    by = make_somebody(other, "Ed Elders", "ed@elders.example", Role.KEEPER).actor
    service.give_role(world.tom.account.id, Role.MUNICIPALITY, by=by)
    db.commit()
    bureau = client_of(world.petra)
    for somebody in (world.bea, world.petra, world.tom):
        before = somebody.account.email
        assert changes(bureau, somebody, "weg@demo.example").status_code == 422
        assert again(somebody.account).email == before
    for name in ("sanne", "tess", "cor", "gea"):
        assert changes(client_of(getattr(world, name)), world.tom, "weg@demo.example").status_code == 404


def test_one_address_goes_to_one_account_also_at_the_same_moment(both):
    accounts, by = [both.sanne.account.id, both.tom.account.id], both.bea.actor

    def take(account_id: int) -> None:
        admitting.change_address(db.session.get_one(Account, account_id), "een@demo.example", by=by)

    ended = at_once([lambda one=one: take(one) for one in accounts])
    assert ended == ["done", admitting.TAKEN]
