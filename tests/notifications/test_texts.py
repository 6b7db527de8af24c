"""Text messages: what a provider gets, what comes of its answers, and how long a text may be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ekc import settings
from ekc.notifications import delivery, gsm
from ekc.notifications.delivery import Postman
from ekc.notifications.rules import Way
from ekc.notifications.texting import open_texts
from tests.notifications.posting import TEN, after, put, rows, run, states, troubles
from tests.notifications.provider import HANG_UP, provider

NUMBER = "+31612345678"
TOKEN = "a token of the provider"


@pytest.fixture
def spryng():
    """A provider that takes everything."""
    with provider() as there:
        yield there


def texter(url: str, **given: object) -> Postman:
    """A worker that hands over to the provider at `url`."""
    chosen = replace(settings.current(), sms_url=url, sms_token=TOKEN, **given)  # type: ignore[arg-type] # -- as given
    return Postman(delivery.worker_name(), open_texts(chosen), chosen, Way.SMS)


@pytest.mark.usefixtures("day")
class TestDelivery:
    def test_a_number_gets_a_text_with_the_sender_and_a_key_and_a_mail_server_never_sees_it(
        self, spryng, mail_server, worker
    ):
        message = put(NUMBER)
        put(TEN[0])
        assert run(texter(spryng.url())) == 1
        ((path, headers, body),) = spryng.asked
        assert path == "/v1/messages"
        assert headers["Authorization"] == f"Bearer {TOKEN}"
        assert headers["Idempotency-Key"] == f'"{message.id:x}"'
        assert body["recipients"] == ["31612345678"]
        assert (body["originator"], body["encoding"]) == ("Afspraak", "plain")
        assert "0598 12 34 56" in body["body"]
        assert run(worker(mail_server.url)) == 1
        assert [mail.recipients for mail in mail_server.mails] == [(TEN[0],)]
        assert states() == ["sent", "sent"]

    @pytest.mark.parametrize(
        ("name", "head", "where"),
        [
            ("messagebird", ("Authorization", f"AccessKey {TOKEN}"), ["recipients", 0]),
            ("cm", ("X-CM-PRODUCTTOKEN", TOKEN), ["messages", "msg", 0, "to", 0, "number"]),
        ],
    )
    def test_other_providers_are_spoken_to_in_their_own_shape(self, spryng, name, head, where):
        put(NUMBER)
        assert run(texter(spryng.url(name))) == 1
        ((_, headers, body),) = spryng.asked
        assert {key.lower(): value for key, value in headers.items()}[head[0].lower()] == head[1]
        for step in where:
            body = body[step]
        assert body.lstrip("0") == "31612345678"
        assert states() == ["sent"]

    @pytest.mark.parametrize("status", [500, 503, 429, 401, 402, 404])
    def test_a_provider_in_trouble_is_left_alone_and_gets_the_same_key_later(self, spryng, status):
        put(NUMBER)
        spryng.statuses = [status]
        postman = texter(spryng.url())
        run(postman)
        assert states() == ["queued"]
        with after(minutes=2):
            run(postman)
        assert states() == ["sent"]
        first, second = (headers["Idempotency-Key"] for _, headers, _ in spryng.asked)
        assert first == second

    def test_trouble_that_lasts_is_shown(self, spryng):
        put(NUMBER)
        spryng.statuses = [503, 503]
        postman = texter(spryng.url())
        run(postman)
        with after(minutes=6):
            run(postman)
        assert troubles() == ["sms_503"]

    @pytest.mark.parametrize("status", [400, 422])
    def test_a_number_that_is_refused_is_not_tried_again_and_holds_up_nobody(self, spryng, status):
        put(NUMBER)
        put("+31687654321", 2)
        spryng.statuses = [status]
        assert run(texter(spryng.url())) == 2
        assert states() == ["failed", "sent"]
        assert troubles() == [f"refused_sms_{status}", None]

    def test_a_polite_answer_that_says_no_is_a_no(self, spryng):
        put(NUMBER)
        spryng.answer = b'{"messages": [{"status": "Rejected", "messageErrorCode": 305}]}'
        run(texter(spryng.url("cm")))
        assert states() == ["failed"]

    def test_a_line_that_breaks_may_have_carried_it_over(self, spryng):
        put(NUMBER)
        spryng.statuses = [HANG_UP]
        run(texter(spryng.url()))
        (row,) = rows()
        assert (row.state, row.handed_over) == ("queued", True)

    def test_a_provider_that_is_not_there_took_nothing(self):
        put(NUMBER)
        run(texter("spryng+http://127.0.0.1:9/"))
        (row,) = rows()
        assert (row.state, row.handed_over) == ("queued", False)

    def test_where_no_texts_can_be_sent_mail_goes_on(self, mail_server, worker):
        put(NUMBER)
        put(TEN[0])
        assert run(worker(mail_server.url)) == 1
        assert states() == ["queued", "sent"]

    def test_the_folder_of_the_demo_keeps_one_file_per_text(self, tmp_path):
        message = put(NUMBER)
        run(texter(f"folder:{tmp_path}/sms"))
        (file,) = (tmp_path / "sms").iterdir()
        assert file.name == f"{message.id:x}.txt"
        assert f"Aan: {NUMBER}" in file.read_text()

    def test_the_address_in_a_text_is_the_public_one_and_works_for_one_person(self, spryng):
        put(NUMBER, link=(7, 1), kind="invitation")
        postman = texter(spryng.url())
        postman.settings = replace(postman.settings, public_url="https://ekc.example")
        run(postman)
        ((_, words),) = spryng.texts
        assert "https://ekc.example/k/" in words
        assert gsm.parts(words) == 1


class TestLength:
    @pytest.mark.parametrize(
        ("text", "many"),
        [
            ("a" * 160, 1),
            ("a" * 161, 2),
            ("a" * 306, 2),
            ("a" * 307, 3),
            ("€" * 80, 1),
            ("€" * 81, 2),
            ("ж" * 70, 1),
            ("ж" * 71, 2),
            ("ж" * 134, 2),
            ("ж" * 135, 3),
            ("😀" * 35, 1),
            ("😀" * 36, 2),
        ],
    )
    def test_parts(self, text, many):
        assert gsm.parts(text) == many

    def test_accents_that_cost_a_second_message_are_left_out(self):
        assert gsm.plain("Zoë – 19.30 uur… ‘ja’ café é") == "Zoe - 19.30 uur... 'ja' café é"

    def test_a_name_in_another_script_stays_as_it_is(self):
        assert gsm.plain("Олена – ë") == "Олена - ë"
