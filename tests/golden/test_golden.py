"""Each message leaves as it was once read and found good, in each way that it can leave."""

from __future__ import annotations

from difflib import unified_diff

import pytest

from ekc.notifications import catalogue
from tests.golden import making
from tests.golden.carried import faults
from tests.golden.make import HERE

KINDS = pytest.mark.parametrize("kind", catalogue.ALL, ids=lambda kind: kind.code)
# One change in the bytes of an invitation each, with a word of what must be said of it.
PLANTED = {
    "8-bit": (b"Kom je?", "Kóm je?".encode(), "ASCII"),
    "nul": (b"Kom je?", b"Kom\0je?", "ASCII"),
    "bare line feed": (b"Hallo,\r\n", b"Hallo,\n", "CRLF"),
    "long line in the text": (b"Kom je?", b"Kom je" + b"e" * 80, "a line of"),
    "long header": (b"Subject: ", b"Subject: " + b"x" * 1000, "a line of"),
    "second subject": (b"Subject: ", b"Subject: iets\r\nSubject: ", "2 × Subject"),
    "no date": (b"Date: ", b"X-Date: ", "0 × Date"),
    "copy to another": (b"To: ", b"Cc: bram@post.example\r\nTo: ", "there is a Cc"),
    "two in To": (b"To: ", b"To: bram@post.example, ", "not one address in To"),
    "nobody in To": (b"To: anna@post.example", b"To: anna", "not one address in To"),
    "html first": (b"text/plain", b"text/html", "the alternatives are"),
    "no html": (b"text/html", b"text/enriched", "the alternatives are"),
    "calendar of another method": (b'method="REQUEST"', b'method="CANCEL"', "is not the calendar's"),
    "small letters": (b'method="REQUEST"', b'method="request"', "is not the calendar's"),
    "no charset": (b'; method="REQUEST"; charset="UTF-8"', b'; method="REQUEST"', "in None"),
    "calendar as a file only": (b"Content-Disposition: inline", b"Content-Disposition: attachment", "inline"),
    "no file": (b"application/ics", b"application/pdf", "1 files beside"),
    "another name": (b'filename="invite.ics"', b'filename="Anna.ics"', "called otherwise"),
    "end of the parts missing": (b"--\r\n", b"\r\n", "the standard library"),
    "broken base64": (b"QkVHSU46", b"QkVHSU4", "the standard library"),
}


@pytest.fixture(scope="module", autouse=True)
def installation(tmp_path_factory):
    """Nothing in it; the clock stands still."""
    with making.ready(tmp_path_factory.mktemp("golden")):
        yield


@KINDS
def test_it_leaves_as_it_was_found_good(kind):
    file = HERE / f"{kind.code}.txt"
    kept, made = file.read_text(encoding="utf-8"), making.golden(kind)
    changed = unified_diff(kept.splitlines(), made.splitlines(), "as it was", "as it is now", lineterm="")
    if kept != made:
        pytest.fail(
            "\n".join((f"{kind.code}: renew with python -m tests.golden.make", *changed)), pytrace=False
        )


@KINDS
def test_any_server_carries_it_and_any_program_shows_it(kind):
    assert faults(making.mail(kind)) == []


@pytest.mark.parametrize("name", PLANTED)
def test_what_is_wrong_with_a_mail_is_seen(name):
    before, after, said = PLANTED[name]
    raw = making.mail(catalogue.of("invitation"))
    assert before in raw
    assert said in " / ".join(faults(raw.replace(before, after)))


def test_no_file_is_left_of_a_message_that_is_gone():
    assert {file.stem for file in HERE.iterdir()} == {kind.code for kind in catalogue.ALL}
