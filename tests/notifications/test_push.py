"""The hint on a telephone: for one browser only, signed by us, without a word about what it is."""

from __future__ import annotations

import json
import os

import http_ece
import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from joserfc import jwt
from joserfc.jwk import ECKey

from ekc import settings
from ekc.accounts import service as accounts
from ekc.db import db
from ekc.errors import DomainError
from ekc.notifications import delivery, telephones, web_push
from ekc.notifications.delivery import Postman
from ekc.notifications.models import Message, Telephone
from ekc.notifications.rules import Way
from ekc.notifications.web_push import Push, packed, unpacked
from tests.notifications.posting import after, put, rows, run
from tests.notifications.provider import HANG_UP, provider

ENDPOINT = "https://fcm.googleapis.com/fcm/send/abc:def"
pytestmark = pytest.mark.usefixtures("day")


class Browser:
    """A browser that subscribed."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(web_push.CURVE)
        self.point = web_push._point(self.key.public_key())
        self.secret = os.urandom(16)

    @property
    def keys(self) -> tuple[str, str]:
        """As JavaScript gives them."""
        return packed(self.point), packed(self.secret)

    def reads(self, body: bytes) -> bytes:
        """What another implementation of RFC 8188 makes of it."""
        read: bytes = http_ece.decrypt(
            body, private_key=self.key, dh=None, auth_secret=self.secret, version="aes128gcm"
        )
        return read


@pytest.fixture
def service():
    """A push service on this machine."""
    with provider(read=bytes) as there:
        yield there


def pusher() -> Postman:
    """A worker for hints."""
    return Postman(delivery.worker_name(), Push("us@ekc.example"), settings.current(), Way.PUSH)


def telephone(world, somebody, browser: Browser, port: int | None = None) -> Telephone:
    """A telephone of somebody; with `port`, its push service is one on this machine."""
    made = telephones.add(world.municipality.id, somebody.person.id, ENDPOINT, *browser.keys)
    if port is not None:
        made.address = made.address.replace("https://fcm.googleapis.com", f"http://127.0.0.1:{port}")
    db.commit()
    return made


def hints() -> list[Message]:
    """The hints there are."""
    return [row for row in rows() if row.way == "push"]


class TestWords:
    def test_only_that_browser_reads_it(self):
        browser, other = Browser(), Browser()
        made = web_push.encrypted(b"Er is iets nieuws", browser.point, browser.secret)
        assert browser.reads(made) == b"Er is iets nieuws"
        with pytest.raises((http_ece.ECEException, InvalidTag)):
            other.reads(made)

    def test_who_sends_it_is_signed_for_that_service_and_half_a_day(self):
        text = web_push.signed(ENDPOINT, "us@ekc.example")
        token, _, key = text.removeprefix("vapid t=").partition(", k=")
        point = unpacked(key)
        jwk = {"kty": "EC", "crv": "P-256", "x": packed(point[1:33]), "y": packed(point[33:])}
        read = jwt.decode(token, ECKey.import_key(jwk), algorithms=["ES256"])
        assert read.claims["aud"] == "https://fcm.googleapis.com"
        assert read.claims["sub"] == "mailto:us@ekc.example"
        assert key == web_push.public_key()

    @pytest.mark.parametrize(
        "endpoint",
        [
            "http://fcm.googleapis.com/x",
            "https://127.0.0.1/x",
            "https://localhost/x",
            "https://evil.example/x",
            "https://fcm.googleapis.com.evil.example/x",
            "https://xfcm.googleapis.com/x",
            "https://user@fcm.googleapis.com/x",
            "https://fcm.googleapis.com:8443/x",
            "https://fcm.googleapis.com/x#y",
            "https://fcm.googleapis.com/\r\nHost: x",
            "https://fcm.googleapis.com/" + "x" * 2000,
            "https://[/x",
            "",
        ],
    )
    def test_no_other_machine_is_ever_asked(self, world, endpoint):
        with pytest.raises(DomainError):
            telephones.add(world.municipality.id, world.cor.person.id, endpoint, *Browser().keys)

    @pytest.mark.parametrize(
        ("public", "secret"),
        [("", ""), ("AAAA", "AAAA"), ("\x00", "é"), (packed(b"\x04" * 65), packed(b"x" * 16))],
    )
    def test_keys_that_are_none_are_refused(self, world, public, secret):
        with pytest.raises(DomainError):
            telephones.add(world.municipality.id, world.cor.person.id, ENDPOINT, public, secret)


class TestDelivery:
    def test_a_message_that_left_gives_a_hint_that_says_nothing_of_it(
        self, world, service, mail_server, worker
    ):
        browser = Browser()
        telephone(world, world.cor, browser, service.port)
        put("cor@post.example", person_id=world.cor.person.id, municipality_id=world.municipality.id)
        put("noor@post.example", 2, person_id=world.noor.person.id, municipality_id=world.municipality.id)
        assert run(worker(mail_server.url)) == 2
        assert run(pusher()) == 1
        ((path, headers, body),) = service.asked
        assert path == "/fcm/send/abc:def"
        assert browser.reads(body) == telephones.WORDS.encode()
        assert headers["Content-Encoding"] == "aes128gcm"
        assert [row.state for row in hints()] == ["sent"]
        assert "Cor" not in json.dumps(headers)

    @pytest.mark.parametrize("status", [404, 410])
    def test_a_telephone_that_is_no_more_is_forgotten(self, world, service, mail_server, worker, status):
        telephone(world, world.cor, Browser(), service.port)
        row = telephones.of(world.cor.person.id)[0]
        put("cor@post.example", person_id=world.cor.person.id, municipality_id=world.municipality.id)
        run(worker(mail_server.url))
        service.statuses = [status]
        run(pusher())
        assert hints()[0].recipient_key == row.key
        assert telephones.forget_gone() == 1
        assert telephones.of(world.cor.person.id) == []

    @pytest.mark.parametrize("status", [413, 500, 429, HANG_UP])
    def test_a_service_in_trouble_is_asked_again_and_holds_up_nobody(
        self, world, service, mail_server, worker, status
    ):
        telephone(world, world.cor, Browser(), service.port)
        put("cor@post.example", person_id=world.cor.person.id, municipality_id=world.municipality.id)
        run(worker(mail_server.url))
        service.statuses = [status]
        postman = pusher()
        run(postman)
        assert [row.state for row in hints()] == ["queued"]
        with after(minutes=2):
            run(postman)
        assert [row.state for row in hints()] == ["sent"]

    @pytest.mark.parametrize("status", [401, 403])
    def test_a_service_that_does_not_know_us_forgets_nobody_and_the_keeper_hears_it(
        self, world, service, mail_server, worker, client_of, caplog, status
    ):
        bea = client_of(world.bea)
        assert "geen klachten" in bea.get("/beheer").text
        telephone(world, world.cor, Browser(), service.port)
        put("cor@post.example", person_id=world.cor.person.id, municipality_id=world.municipality.id)
        run(worker(mail_server.url))
        service.statuses = [status]
        run(pusher())
        assert telephones.forget_gone() == 0
        assert len(telephones.of(world.cor.person.id)) == 1
        assert f"a push service does not know us: {status}" in caplog.text
        assert "abc:def" not in caplog.text
        assert "geweigerd, het laatst op" in bea.get("/beheer").text

    def test_who_leaves_has_no_telephone_any_more(self, world):
        telephone(world, world.cor, Browser())
        accounts.stop_account(world.cor.account, by=world.petra.actor)
        assert telephones.of(world.cor.person.id) == []

    def test_a_telephone_belongs_to_one_person(self, world):
        browser = Browser()
        telephone(world, world.cor, browser)
        telephone(world, world.noor, browser)
        assert telephones.of(world.cor.person.id) == []
        assert len(telephones.of(world.noor.person.id)) == 1


class TestPages:
    def test_one_tap_on_and_one_off(self, client_of, world):
        cor = client_of(world.cor)
        public, secret = Browser().keys
        assert web_push.public_key() in cor.get("/mijn-berichten").text
        given = {"endpoint": ENDPOINT, "p256dh": public, "auth": secret}
        assert cor.post("/mijn-berichten/telefoon", data=given).status_code == 303
        assert "Meldingen staan aan op 1 telefoon." in cor.get("/mijn-berichten").text
        assert cor.post("/mijn-berichten/telefoon/uit").status_code == 303
        assert "Meldingen staan aan" not in cor.get("/mijn-berichten").text

    def test_what_no_browser_gives_is_refused_kindly(self, client_of, world):
        cor = client_of(world.cor)
        for given in ({}, {"endpoint": "https://127.0.0.1/", "p256dh": "x", "auth": "\x00"}):
            assert cor.post("/mijn-berichten/telefoon", data=given).status_code in {409, 422}

    def test_a_stranger_gets_the_icon_and_no_switch(self, client_of):
        stranger = client_of(None)
        assert stranger.get("/ekc.webmanifest").json["start_url"] == "/"
        assert stranger.get("/ekc.svg").mimetype == "image/svg+xml"
        assert "showNotification" in stranger.get("/meldingen-dienst.js").text
        assert stranger.post("/mijn-berichten/telefoon").status_code in {302, 303, 403}
