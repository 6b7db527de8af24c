"""A provider tells whether a text arrived: who knows the address is believed, and nobody else."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

import pytest

from ekc import clock, settings
from ekc.audit.models import LogEntry
from ekc.calls import otherwise
from ekc.db import db
from ekc.notifications import delivery, reports, shapes
from ekc.notifications.delivery import Postman
from ekc.notifications.models import Message
from ekc.notifications.reports import Report
from ekc.notifications.rules import Way
from ekc.notifications.texting import open_texts
from tests.agenda.trajects import add, make_conference, make_traject, noon
from tests.notifications.posting import put, rows
from tests.notifications.provider import provider

__all__ = ["noon"]
REFERENCE = "9dbc5ffb"
SECRET = "an-address-that-only-the-provider-knows"


def told(client, reference: str, status: str, secret: str = SECRET) -> int:
    """A report, as MessageBird makes it; the status of our answer."""
    address = f"/sms-aflevering/{secret}?id=e8&reference={reference}&recipient=31612345678&status={status}"
    answer = client.get(address)
    assert answer.data == b"OK" or answer.status_code == 404
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
    delivery.deliver(Postman(delivery.worker_name(), open_texts(chosen), chosen, Way.SMS))


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
    assert told(provider_of, anna, "delivered") == 200
    assert told(provider_of, bram, "sent") == 200  # still on its way
    assert cor.get("/bellen").text.count("Bram") == before.count("Bram")
    assert told(provider_of, bram, "failed") == 200
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
def test_at_another_address_is_no_page_and_nothing_changes(world, client_of, queries):
    message = put("+31612345678")
    message.state = "sent"
    db.commit()
    reference, client = f"{message.id:x}", client_of(None)
    queries.clear()
    for secret in ("1", SECRET[:-1], f"{SECRET}x", "%C3%A9", "%00", "%ED%A0%80", SECRET.upper()):
        assert told(client, reference, "failed", secret) == 404
        posted = client.post(f"/sms-aflevering/{secret}", json={"reference": reference, "status": "failed"})
        assert posted.status_code == 404
    assert queries == []
    assert client.get("/sms-aflevering").status_code == client.post("/sms-aflevering").status_code == 404
    big = client.post(f"/sms-aflevering/{SECRET}", data=b" " * (reports.LARGEST + 1))
    assert big.status_code == 413
    settings.use(replace(settings.current(), sms_report_secret=""))
    assert told(client, reference, "failed") == 404  # no address was given to anybody
    assert [row.state for row in rows()] == ["sent"]


@pytest.mark.usefixtures("texts")
def test_what_is_no_text_of_ours_gets_the_same_answer(world, client_of):
    mail = put("fam@post.example")
    mail.state = "sent"
    db.commit()
    client = client_of(None)
    assert [told(client, one, "failed") for one in (f"{mail.id:x}", "7", "0")] == [200] * 3
    assert [row.state for row in db.session.query(Message)] == ["sent"]


SPRYNG, BIRD, CM = (shapes.KNOWN[name].report for name in ("spryng", "messagebird", "cm"))
OTHER = settings.Settings().sms_report
LOST, ARRIVED = [Report(0x9DBC5FFB, False)], [Report(0x9DBC5FFB, True)]


@pytest.mark.parametrize(
    ("fields", "told", "found"),
    [
        (SPRYNG, {"REFERENCE": REFERENCE, "STATUS": "Delivered"}, ARRIVED),
        (SPRYNG, {"REFERENCE": REFERENCE, "STATUS": "Not Delivered"}, LOST),
        (SPRYNG, {"REFERENCE": REFERENCE, "STATUS": "20"}, LOST),
        (SPRYNG, {"REFERENCE": REFERENCE, "STATUS": "Buffered"}, []),
        (BIRD, {"reference": REFERENCE, "status": "delivery_failed"}, LOST),
        (BIRD, {"reference": REFERENCE, "status": "2"}, []),
        (CM, {"messages": {"msg": {"reference": REFERENCE, "status": {"code": "2"}}}}, ARRIVED),
        (CM, {"messages": {"msg": [{"reference": REFERENCE, "status": {"code": 3}}]}}, LOST),
        (CM, {"messages": {"msg": {"reference": REFERENCE, "status": {"code": "0"}}}}, []),
        (OTHER, [{"reference": REFERENCE, "status": "failed"}, {"reference": "7", "status": "x"}], LOST),
        ("custom;MessageStatus;ok;", {"custom": REFERENCE, "messagestatus": "OK"}, ARRIVED),
        ("custom;status;ok;", {"custom": REFERENCE, "status": ""}, []),
        (OTHER, {"reference": "ffffffffffffffff", "status": "failed"}, []),
        (OTHER, {"reference": "9DBC 5", "status": "failed"}, []),
        (OTHER, {"reference": {"reference": "7"}, "status": "failed"}, []),
        (OTHER, {"reference": "7"}, []),
        (OTHER, [{"reference": "7"}, {"reference": REFERENCE, "status": "failed"}], LOST),
        (OTHER, [{"reference": REFERENCE}, {"status": "failed"}], []),  # whose is it?
        (
            "reference; status; delivered; failed, not there",
            {"reference": REFERENCE, "status": "Not there"},
            LOST,
        ),
        (OTHER, ["reference", None, 1.5], []),
    ],
)
def test_a_report_is_read_or_left(fields, told, found):
    assert reports.read(fields, told) == found


@pytest.mark.parametrize(
    "sent",
    [
        {"data": b"\0\xff"},
        {"data": b"[" * 60_000},
        {"data": b"{"},
        {"data": b"[" + b"9" * 5000 + b"]"},
        {"data": {"reference": "\0", "status": "failed"}},
        {"data": b"a" * 2000, "content_type": "multipart/form-data; boundary=x"},
        {"query_string": "reference=%ff&status=%00"},
    ],
)
@pytest.mark.usefixtures("texts")
def test_nonsense_at_the_right_address_changes_nothing(client_of, sent):
    assert client_of(None).post(f"/sms-aflevering/{SECRET}", **sent).status_code == 200


def test_a_provider_that_nobody_named_is_used_by_settings_alone(world, client_of):
    """As Twilio has it: a form, name and password, the reference in the address where it tells."""
    body = (
        "To={to}&From={from}&Body={text}"
        f"&StatusCallback=https://ekc.example/sms-aflevering/{SECRET}?ours={{reference}}"
    )
    given = {
        "sms_token": "AC1:secret",
        "sms_report_secret": SECRET,
        "sms_header": "Authorization: Basic {basic}",
        "sms_body": body,
        "sms_report": "ours;MessageStatus;delivered;undelivered,failed",
    }
    with provider(read=lambda body: dict(parse_qsl(body.decode()))) as there:
        settings.use(settings.judged(replace(settings.current(), sms_url=there.url("other"), **given)))
        message = put("+31612345678", link=(7, 1), kind="invitation")
        leave()
        ((_, headers, asked),) = there.asked
        assert headers["Authorization"] == "Basic QUMxOnNlY3JldA=="
        assert headers["Content-Type"] == "application/x-www-form-urlencoded"
        assert (asked["To"], asked["From"]) == ("+31612345678", "Afspraak")
        assert "0598 12 34 56" in asked["Body"]
        _, _, path = asked["StatusCallback"].partition("https://ekc.example")
        assert path.endswith(f"?ours={message.id:x}")
        client = client_of(None)
        assert client.post(path, data={"MessageSid": "SM1", "MessageStatus": "sent"}).status_code == 200
        assert [row.state for row in rows()] == ["sent"]
        assert client.post(path, data={"MessageStatus": "undelivered"}).status_code == 200
        assert [row.state for row in rows()] == ["failed"]
