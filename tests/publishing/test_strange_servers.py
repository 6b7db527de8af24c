"""Servers that answer otherwise than Radicale: each ends with a code, and a password goes nowhere else."""

from __future__ import annotations

import pytest

from ekc.calendars import child, reader
from ekc.publishing.rules import TROUBLES
from tests.calendars import near
from tests.calendars.feeds import Server, drips, pours, reply, serving

IS = (
    b'<multistatus xmlns="DAV:"><response><propstat><prop><resourcetype><collection/>'
    b'<calendar xmlns="urn:ietf:params:xml:ns:caldav"/></resourcetype></prop></propstat></response>'
    b"</multistatus>"
)
BOMB = b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 1000 + b'"><!ENTITY c "' + b"&b;" * 1000 + b'">]><a>&c;</a>'
CONFLICT = b'<error xmlns="DAV:"><no-uid-conflict xmlns="urn:ietf:params:xml:ns:caldav"/></error>'
NEXTCLOUD = b"<s:message>Calendar object with uid already exists in this calendar collection.</s:message>"
MULTI = "207 Multi-Status"
OURS = b"BEGIN:VEVENT\r\nUID:1@e\r\n kc\r\nEND:VEVENT\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("strange")) as made:
        yield made


def said(
    server: Server, answer, host: str = "feed.example", program: str | None = None, **step: object
) -> dict[str, object]:
    """What is said of a calendar at which this is the answer to the first question (or to each); by a process
    of its own that has so many seconds, where `program` says so."""
    answers = list(answer) if isinstance(answer, tuple) else [answer]
    server.heads.clear()

    def says(line):
        one = answers.pop(0) if len(answers) > 1 else answers[0]
        one(line) if callable(one) else line.sendall(one)

    server.says |= {"/cal/": says, "/cal/1.ics": says}
    steps = (
        [{"name": "1.ics", "uid": "1@ekc", "etag": None, "text": "BEGIN:VCALENDAR", **step}] if step else []
    )
    asked = {"address": server.address("/cal", host), "user": "é", "password": "w:w", "steps": steps}
    if program:
        return reader.run(asked, server.child(float(program)))
    return child.answer(asked, near.fence(server.port, str(server.certificate)))


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (reply(IS, MULTI), None),
        (reply(b"<a/>", MULTI), "no_calendar"),
        (reply(b"no xml", MULTI), "no_calendar"),
        (reply(BOMB, MULTI), "no_calendar"),
        (reply(b"<html></html>"), "no_calendar"),
        (reply(b"", "302 Found", Location="https://both.example/"), "redirect"),
        (reply(b"", "401 Unauthorized", WWW_Authenticate="Basic realm=x"), "secret"),
        (reply(b"", "401 Unauthorized"), "secret"),
        (reply(b"", "401 Unauthorized", WWW_Authenticate="Digest realm=x"), "way"),
        (reply(b"", "405 Method Not Allowed"), "no_calendar"),
        (reply(b"", "503 Service Unavailable"), "server"),
        (b"SSH-2.0-OpenSSH\r\n", "unreachable"),
        (b"", "unreachable"),
        (pours(b"HTTP/1.1 207 OK\r\n\r\n", b"x" * 65536), "big"),
    ],
)
def test_what_is_no_calendar_is_a_code(server, answer, trouble):
    told = said(server, answer)
    assert told.get("trouble") == trouble
    assert trouble is None or TROUBLES[trouble].endswith(".")
    assert len(server.heads) == 1
    assert server.heads[0].startswith(b"PROPFIND /cal/ HTTP/1.1\r\n")


def test_one_that_drips_has_an_end(server):
    assert said(server, drips(b"HTTP/1.1 207 OK\r\n\r\n", b"x"), program="1")["trouble"] == "slow"


@pytest.mark.parametrize(
    "host", ["private.example", "router.example", "cloud.example", "both.example", "six.example"]
)
def test_no_password_goes_into_our_own_network(server, host):
    assert said(server, reply(IS, MULTI), host)["trouble"] == "inside"
    assert server.heads == []


def test_the_process_as_the_worker_starts_it_knows_nobody_by_this_name():
    asked = {"address": "https://nobody.invalid/cal/", "user": "a", "password": "b", "steps": []}
    assert reader.run(asked) == {"done": [], "trouble": "unknown"}


def test_a_password_never_goes_without_https(server):
    asked = {
        "address": f"http://feed.example:{server.port}/",
        "user": "a",
        "password": "b",
        "steps": [],
        "plain": True,
    }
    assert (
        child.answer(asked, near.fence(server.port, str(server.certificate), plain=True))["trouble"]
        == "plain"
    )


@pytest.mark.parametrize(
    ("answers", "step", "done", "methods"),
    [
        ((reply(b"", "201 Created", ETag='"1"'),), {}, ['"1"'], "PUT"),
        ((reply(b"", "204 No Content", ETag='W/"1"'),), {}, [""], "PUT"),  # a weak one cannot be matched
        ((reply(CONFLICT, "403 Forbidden"),), {}, ["theirs"], "PUT"),
        ((reply(NEXTCLOUD, "400 Bad Request"),), {}, ["theirs"], "PUT"),
        (
            (reply(b"", "412 No"), reply(OURS, ETag='"2"'), reply(b"", "204 No", ETag='"3"')),
            {},
            ['"3"'],
            "PUT GET PUT",
        ),
        ((reply(b"", "412 No"), reply(b"UID:2@ekc\r\n")), {}, ["theirs"], "PUT GET"),
        ((reply(OURS), reply(b"", "204 No", ETag='"3"')), {"etag": ""}, ['"3"'], "GET PUT"),
        ((reply(b"", "404 No"), reply(b"", "201 No", ETag='"4"')), {"etag": ""}, ['"4"'], "GET PUT"),
        ((reply(b"", "412 No"), reply(OURS, ETag='"2"'), reply(b"", "412 No")), {}, [], "PUT GET PUT"),
        ((reply(b"", "403 Forbidden"),), {}, [], "PUT"),
        ((reply(b"", "204 No"),), {"text": "", "etag": '"1"'}, ["away"], "DELETE"),
        ((reply(b"", "404 No"),), {"text": "", "etag": '"1"'}, ["away"], "DELETE"),
        (
            (reply(b"", "412 No"), reply(b"UID:2@ekc\r\n")),
            {"text": "", "etag": '"1"'},
            ["theirs"],
            "DELETE GET",
        ),
        ((reply(b"", "404 No"),), {"text": ""}, ["away"], "GET"),
        ((reply(b"", "500 No"),), {"text": ""}, [], "GET"),
        ((reply(OURS, ETag='"1"'), reply(b"", "412 No")), {"text": ""}, [], "GET DELETE GET DELETE"),
    ],
)
def test_what_is_not_ours_stays_and_what_is_unclear_is_looked_at(server, answers, step, done, methods):
    told = said(server, answers, **{"etag": None, **step})
    assert told["done"] == done
    assert ("trouble" in told) == (done == [])
    assert [head.split(b" ")[0].decode() for head in server.heads] == methods.split()[: len(server.heads)]
