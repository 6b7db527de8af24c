"""A personal link: a key that nobody guesses, for one door, seen by nobody else, worn out by no look."""

from __future__ import annotations

import base64
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import url_for

from ekc import clock, seals
from ekc.accounts import service
from ekc.accounts.views import LINK_PAGES
from ekc.db import Base, db
from ekc.invitations.models import Invitation
from ekc.seals import link_token
from tests.invitations.asking import NOW, fresh, invited, leave

ADDRESS = re.compile(r'(?:href|src|action)="(/[^"]*)"')


@pytest.fixture
def invitation(world) -> Iterator[Invitation]:
    """Anna is asked to an evening; the mail left."""
    with clock.at(NOW):
        _, (made, _) = invited(world, "Anna", "Bram")
        leave()
        yield made


def token_of(invitation: Invitation) -> str:
    """What stands in her mail."""
    return link_token(invitation.link_id, 1)


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Each row of the database."""
    db.session.expire_all()
    return {
        name: [*map(tuple, db.session.execute(table.select()))]
        for name, table in Base.metadata.tables.items()
    }


def test_128_bits_of_it_are_secret_and_no_other_is_a_key(invitation, client_of):
    assert seals.MAC * 8 >= 128
    client, token = client_of(None), token_of(invitation)
    raw = bytearray(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    for bit in range(len(raw) * 8):
        raw[bit // 8] ^= 1 << bit % 8
        other = base64.urlsafe_b64encode(bytes(raw)).decode().rstrip("=")
        page = client.get(f"/k/{other}")
        assert page.status_code == 404
        raw[bit // 8] ^= 1 << bit % 8
    assert "Zoek het bericht op en druk daar op de link" in page.text  # a mail program may cut one off
    assert "0598 12 34 56" in page.text
    assert client.get(f"/k/{token}").status_code == 303


def test_it_stands_nowhere_in_the_database(invitation, settings):
    db.commit()
    file = settings.database_url.removeprefix("sqlite:///")
    written = b"".join(path.read_bytes() for path in Path(file).parent.glob(f"{Path(file).name}*"))
    token = token_of(invitation)
    raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    assert len(written) > 100_000
    for secret in (token.encode(), raw[-seals.MAC :], raw[-seals.MAC :].hex().encode()):
        assert secret not in written


def test_it_opens_one_door(world, client_of):
    """The same number is behind each door: to who has no key for it, it is locked, whatever there is."""
    for kind in LINK_PAGES:
        link = service.make_link(world.municipality.id, world.cor.person.id, (kind, 42), expires=None)
        client = client_of(None)
        own = client.get(f"/k/{link_token(link.id, link.version)}")
        assert own.headers["Referrer-Policy"] == "no-referrer"
        with client.application.test_request_context():
            doors = {url_for(page, id=42) for page in LINK_PAGES.values()}
        locked = {door for door in doors if (client.get(door).location or "").startswith("/link-openen")}
        assert locked == doors - {own.location}, kind


def test_a_scanner_that_looks_at_all_there_is_leaves_it_unused(invitation, client_of):
    """What a mail server or a phone does with it before its owner: HEAD, some GETs, and whatever hangs
    on the page."""
    address, before = f"/k/{token_of(invitation)}", everything()
    for _ in range(5):
        scanner = client_of(None)
        scanner.head(address)
        page = scanner.get(address, follow_redirects=True)
        for found in set(ADDRESS.findall(page.text)):
            scanner.head(found)
            scanner.get(found, follow_redirects=True)
    assert everything() == before
    hers = client_of(None)
    landed = hers.get(address).location
    assert hers.post(f"{landed}/antwoord", data={"answer": "yes", "version": 0}).status_code == 303
    assert fresh(invitation).answer == "yes"


def test_after_landing_it_is_in_no_page_no_address_and_no_log(invitation, client_of, caplog):
    for name in ("", "sqlalchemy.engine.Engine", "werkzeug"):
        caplog.set_level(logging.DEBUG, name)
    client, token = client_of(None), token_of(invitation)
    landed = client.get(f"/k/{token}")
    seen = [landed.location, landed.text, client.get(landed.location).text, caplog.text]
    seen += [str(row) for row in everything()["log_entry"]]
    assert len(caplog.text) > 100
    assert not [one for one in seen if token in one]
