"""A provider tells whether a text arrived: who signs it is believed once, and nobody else learns anything."""

from __future__ import annotations

import hmac
import json
from dataclasses import replace

import pytest

from ekc import clock, settings
from ekc.audit.models import LogEntry
from ekc.calls import otherwise
from ekc.db import db
from ekc.notifications import delivery, reports
from ekc.notifications.delivery import Postman
from ekc.notifications.models import Message
from ekc.notifications.reports import Report
from ekc.notifications.rules import Way
from ekc.notifications.texting import open_texts
from tests.agenda.trajects import add, make_conference, make_traject, noon
from tests.notifications.posting import put, rows
from tests.notifications.provider import provider

__all__ = ["noon"]
SECRET = "a secret that only the provider and we know"
REFERENCE = "9dbc5ffb"


def signed(body: bytes, *, secret: str = SECRET, ago: int = 0) -> dict[str, str]:
    """The header of a report that was made so many seconds ago."""
    at = int(clock.now().timestamp()) - ago
    seal = hmac.digest(secret.encode(), f"{at}.".encode() + body, "sha256").hex()
    return {"Ekc-Signature": f"t={at},v1={seal}"}


def told(client, reference: str, status: str, **how: object) -> int:
    """A report, as the provider makes it; the status of our answer."""
    body = json.dumps({"reference": reference, "status": status}).encode()
    headers = signed(body, **how)  # type: ignore[arg-type] # -- as given
    answer = client.post("/sms-aflevering", data=body, headers=headers, content_type="application/json")
    assert answer.data == b"" or answer.status_code == 404
    return answer.status_code


@pytest.fixture
def texts(world, app):
    """A provider that this installation uses, and that may tell what became of a text."""
    with provider() as there:
        settings.use(
            replace(settings.current(), sms_url=there.url(), sms_token="t", sms_report_secret=SECRET)
        )
        yield there


def leave() -> None:
    db.commit()
    chosen = settings.current()
    delivery.deliver(
        Postman(delivery.worker_name(), open_texts(chosen.sms_url, chosen.sms_token), chosen, Way.SMS)
    )


def test_a_text_that_did_not_arrive_puts_its_reader_on_the_call_list(world, texts, client_of):
    traject = make_traject(world)
    add(traject, "Anna", world.cor.actor, phone="+31611112222")
    add(traject, "Bram", world.cor.actor, phone="+31633334444")
    make_conference(world, traject)
    leave()
    references = {body["recipients"][0]: body["reference"] for _, _, body in texts.asked}
    anna, bram = references["31611112222"], references["31633334444"]
    provider_of, cor = client_of(None), client_of(world.cor)
    before = cor.get("/bellen").text
    assert told(provider_of, anna, "delivered") == 204
    assert told(provider_of, bram, "sent") == 204  # still on its way
    assert cor.get("/bellen").text.count("Bram") == before.count("Bram")
    assert told(provider_of, bram, "failed") == 204
    otherwise.send_otherwise(clock.now())
    db.commit()
    after = cor.get("/bellen").text
    assert after.count("Bram") > before.count("Bram")
    assert after.count("Anna") == before.count("Anna")
    members = traject.members
    assert "sms, afgeleverd" in cor.get(f"/mensen/{members['Anna'].id}").text
    assert "sms, niet aangekomen" in cor.get(f"/mensen/{members['Bram'].id}").text
    for status in ("failed", "delivered", "failed"):  # sent again, and too late: nothing changes
        told(provider_of, anna, status)
        told(provider_of, bram, status)
    known = {f"{row.id:x}": row for row in rows()}
    assert [(known[one].state, known[one].arrived_at is None) for one in (anna, bram)] == [
        ("sent", False),
        ("failed", True),
    ]
    assert db.session.query(LogEntry).filter_by(action="message_came_back").count() == 1


@pytest.mark.usefixtures("texts")
def test_who_cannot_sign_finds_no_page_and_changes_nothing(world, client_of):
    message = put("+31612345678")
    message.state = "sent"
    db.commit()
    reference, client = f"{message.id:x}", client_of(world.petra)  # signed in or not makes no difference
    missing = client.post("/sms-aflevering", data=b"{}")
    assert (missing.status_code, missing.data) == (404, client.post("/nergens", data=b"{}").data)
    refused = ({"secret": "another secret, as long as the right one"}, {"ago": 301}, {"ago": -301})
    assert [told(client, reference, "failed", **how) for how in refused] == [404] * 3
    body = json.dumps({"reference": reference, "status": "failed"}).encode()
    other = client.post("/sms-aflevering", data=body + b" ", headers=signed(body))
    assert other.status_code == 404  # the signature is of another body
    for strange in ("", "t=1", "t=x,v1=y", f"t={10**13},v1={'0' * 64}", "t=1,v1=é" + "0" * 63):
        assert (
            client.post("/sms-aflevering", data=body, headers={"Ekc-Signature": strange}).status_code == 404
        )
    big = b" " * (reports.LARGEST + 1)
    assert client.post("/sms-aflevering", data=big, headers=signed(big)).status_code == 413
    assert client.get("/sms-aflevering").status_code == 405
    settings.use(replace(settings.current(), sms_report_secret=""))
    assert told(client, reference, "failed", secret="") == 404  # nobody was given a secret
    assert [row.state for row in rows()] == ["sent"]


@pytest.mark.usefixtures("texts")
def test_what_is_no_text_of_ours_gets_the_same_answer(world, client_of):
    mail = put("fam@post.example")
    mail.state = "sent"
    db.commit()
    client = client_of(None)
    assert [told(client, one, "failed") for one in (f"{mail.id:x}", "7", "0")] == [204] * 3
    assert [row.state for row in db.session.query(Message)] == ["sent"]


@pytest.mark.parametrize(
    ("body", "report"),
    [
        (b'{"reference": "9dbc5ffb", "status": "Delivered"}', Report(0x9DBC5FFB, True)),
        (b'{"reference": "9dbc5ffb", "status": "delivery_failed"}', Report(0x9DBC5FFB, False)),
        (b'{"reference": "9dbc5ffb", "status": "buffered"}', None),
        (b'{"reference": "ffffffffffffffff", "status": "failed"}', None),
        (b'{"reference": "9DBC 5", "status": "failed"}', None),
        (b'{"reference": 7, "status": "failed"}', None),
        (b'{"reference": "7"}', None),
        (b'["reference"]', None),
        (b"\0\xff", None),
        (b"[" * 8000, None),
    ],
)
def test_a_report_is_read_or_left(body, report):
    assert reports.read(body) == report
