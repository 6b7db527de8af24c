"""Sixty calendars that nobody should have to read, and what is said about each.

(name, path or whole address, what the server says, code of the trouble or how many entries were not
understood). Two codes: whichever limit is met first on this machine. `{port}` is that of the server.
"""

from __future__ import annotations

import gzip
import zlib

from tests.calendars.feeds import Say, bare, bomb, calendar, drips, pours, reply

Case = tuple[str, str, "bytes | Say | None", "str | int"]
HEAD = b"HTTP/1.1 200 OK\r\n\r\n"
HOUR = "UID:1\r\nDTSTART:20261103T100000Z\r\nDURATION:PT1H\r\n"


def recurs(rule: str, starts: str = "20261001T100000Z") -> bytes:
    """One event by this rule."""
    return reply(calendar(f"UID:1\r\nDTSTART:{starts}\r\nDURATION:PT1H\r\nRRULE:{rule}"))


def away(to: str, status: str = "302 Found") -> bytes:
    """Go elsewhere."""
    return reply(b"", status, Location=to)


RULES: list[Case] = [
    ("every second", "/a1", recurs("FREQ=SECONDLY"), 1),
    ("two billion seconds", "/a2", recurs("FREQ=SECONDLY;COUNT=2000000000"), 1),
    ("minutes until 9999", "/a3", recurs("FREQ=MINUTELY;UNTIL=99991231T235959Z"), 1),
    ("an interval of nothing", "/a4", recurs("FREQ=DAILY;INTERVAL=0"), 1),
    ("an interval below nothing", "/a5", recurs("FREQ=DAILY;INTERVAL=-1"), 1),
    ("every hour", "/a6", recurs("FREQ=HOURLY"), 1),
    ("each second of a day", "/a7", recurs("FREQ=DAILY;BYSECOND=" + ",".join(map(str, range(60)))), 1),
    ("a count of 10^12", "/a8", recurs("FREQ=DAILY;COUNT=1000000000000"), 1),
    ("the thirtieth of February", "/a9", recurs("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), 1),
    ("the same, counted", "/a10", recurs("FREQ=YEARLY;COUNT=3;BYMONTH=2;BYMONTHDAY=30"), 1),
    (
        "the first day of the year, in December",
        "/a18",
        recurs("FREQ=DAILY;BYYEARDAY=1;BYMONTH=12"),
        "complicated slow",
    ),
    ("since the year 1601", "/a11", recurs("FREQ=DAILY", "16010101T000000Z"), 0),
    ("counted since 1601", "/a12", recurs("FREQ=DAILY;COUNT=5000", "16010101T000000Z"), 1),
    ("a rule of 10,000 parts", "/a13", recurs("FREQ=DAILY;" + "BYMONTH=1;" * 1000), 1),
    ("no rule at all", "/a14", recurs("every other Tuesday"), 1),
    ("an interval of 10^15", "/a15", recurs("FREQ=YEARLY;INTERVAL=1000000000000000"), 1),
    (
        "3,000 rules without an end",
        "/a16",
        reply(calendar(*[HOUR + "RRULE:FREQ=DAILY"] * 3000)),
        "complicated",
    ),
    (
        "100,000 more days",
        "/a17",
        reply(calendar(HOUR + "RDATE:" + "20261103T100000Z," * 100_000 + "20261103")),
        0,
    ),
]
TEXTS: list[Case] = [
    ("nothing", "/b1", reply(b""), "no_calendar"),
    ("a web page", "/b2", reply(b"<!doctype html><title>Log in</title>", Content_Type="text/html"), "page"),
    ("JSON", "/b3", reply(b'{"error": "no"}'), "no_calendar"),
    ("a picture", "/b4", reply(b"\x89PNG\r\n\x1a\n" + bytes(5000)), "no_calendar"),
    ("invalid UTF-8", "/b5", reply(calendar(HOUR).replace(b"UID:1", b"UID:\xff\xfe\xc0\x80\xed\xa0\x80")), 0),
    ("only zeros", "/b6", reply(bytes(100_000)), "no_calendar"),
    ("half of it", "/b7", reply(calendar(HOUR, HOUR)[:-30]), "cut"),
    ("an entry without an end", "/b8", reply(calendar(HOUR).replace(b"END:VEVENT", b"X:1")), "cut"),
    (
        "a clock that is not there",
        "/b9",
        reply(calendar("UID:1\r\nDTSTART;TZID=Mars/Olympus:20261103T100000\r\nDURATION:PT1H")),
        0,
    ),
    (
        "a clock named as a file",
        "/b10",
        reply(calendar("UID:1\r\nDTSTART;TZID=../../etc/passwd:20261103T100000\r\nDURATION:PT1H")),
        0,
    ),
    (
        "a clock with a long name",
        "/b11",
        reply(calendar(f"UID:1\r\nDTSTART;TZID={'A/' * 9000}:20261103T100000\r\nDURATION:PT1H")),
        0,
    ),
    (
        "a day that is not there",
        "/b12",
        reply(calendar("UID:1\r\nDTSTART:20261345T996199Z\r\nDTEND:20261346T000000Z")),
        1,
    ),
    (
        "the year 0000",
        "/b13",
        reply(calendar("UID:1\r\nDTSTART:00000101T000000Z\r\nDTEND:20261201T000000Z")),
        1,
    ),
    (
        "the year 9999",
        "/b14",
        reply(calendar("UID:1\r\nDTSTART:20261101T000000Z\r\nDTEND:99991231T235959Z")),
        1,
    ),
    (
        "an end before its beginning",
        "/b15",
        reply(calendar("UID:1\r\nDTSTART:20261110T100000Z\r\nDTEND:20261103T100000Z")),
        1,
    ),
    (
        "a million years long",
        "/b16",
        reply(calendar("UID:1\r\nDTSTART:20261110T100000Z\r\nDURATION:P99999W")),
        1,
    ),
    (
        "50,000 nested boxes",
        "/b17",
        reply(b"BEGIN:VCALENDAR\r\n" + b"BEGIN:X\r\n" * 50_000 + b"END:VCALENDAR"),
        "cut",
    ),
    ("a million empty lines", "/b18", reply(b"BEGIN:VCALENDAR" + b"\n" * 1_900_000 + b"END:VCALENDAR"), 0),
    (
        "one line of two megabytes",
        "/b19",
        reply(b"BEGIN:VCALENDAR\nX:" + b'"' * 1_900_000 + b"\nEND:VCALENDAR"),
        0,
    ),
    ("a wanted line like that", "/b20", reply(calendar(HOUR + "EXDATE;" + '";' * 400_000)), 0),
    (
        "40,000 entries",
        "/b21",
        reply(b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 40_000 + b"END:VCALENDAR"),
        "complicated",
    ),
    (
        "digits of another script",
        "/b22",
        reply(calendar("UID:1\r\nDTSTART:٢٠٢٦١١٠٣T١٠٠٠٠٠\r\nDURATION:PT1H")),
        1,
    ),
]
LINES: list[Case] = [
    ("fifty megabytes", "/c1", pours(HEAD, b"BEGIN:VCALENDAR\r\n" * 4000), "big"),
    ("fifty megabytes, announced", "/c2", b"HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n", "big"),
    ("a length below nothing", "/c3", bare(b"hello", "Content-Length: -5"), "no_calendar"),
    ("less than announced", "/c4", bare(calendar(HOUR), "Content-Length: 90000"), "cut"),
    ("a packed bomb", "/c5", reply(bomb(400_000_000), Content_Encoding="gzip"), "big"),
    ("packed half", "/c6", reply(gzip.compress(calendar(HOUR))[:-20], Content_Encoding="gzip"), "cut"),
    ("not packed though it says so", "/c7", reply(calendar(HOUR), Content_Encoding="gzip"), "packed"),
    ("packed in another way", "/c8", reply(zlib.compress(b"x"), Content_Encoding="br"), "packed"),
    ("drip by drip", "/c9", drips(HEAD + b"BEGIN:VCALENDAR\r\n", b"X"), "slow"),
    ("heads drip by drip", "/c10", drips(b"HTTP/1.1 200 OK\r\nX-A: ", b"a"), "slow"),
    ("silence", "/c11", drips(b"", b""), "slow"),
    (
        "heads without an end",
        "/c12",
        pours(b"HTTP/1.1 200 OK\r\n", b"X-A: " + b"a" * 1000 + b"\r\n"),
        "unreachable",
    ),
    ("not HTTP", "/c13", b"220 mail.example ESMTP\r\n" * 5, "unreachable"),
    ("chunks that lie", "/c14", bare(b"FFFFFFFFFF\r\nabc", "Transfer-Encoding: chunked"), "cut"),
    ("gone", "/c15", reply(b"", "410 Gone"), "gone"),
    ("a password is asked", "/c16", reply(b"", "401 Unauthorized"), "secret"),
    ("out of order", "/c17", reply(b"", "500 Oops"), "server"),
]
NETWORK: list[Case] = [
    ("round and round", "/d1", away("/d1"), "redirect"),
    ("to our own network", "/d2", away("https://private.example:{port}/"), "inside"),
    ("to a number", "/d3", away("https://127.0.0.1:{port}/"), "inside"),
    ("to a number in octal", "/d4", away("https://0177.0.0.1:{port}/"), "inside"),
    ("to one big number", "/d5", away("//2130706433:{port}/"), "inside"),
    (
        "to where machines tell keys",
        "/d6",
        away("https://cloud.example:{port}/latest/meta-data", "307 Moved"),
        "inside",
    ),
    ("to a file", "/d7", away("file:///etc/passwd"), "address"),
    ("to plain http", "/d8", away("http://feed.example:{port}/d1"), "plain"),
    ("to nowhere", "/d9", reply(b"", "301 Moved"), "redirect"),
    ("to a name with a password", "/d10", away("https://a:b@feed.example:{port}/d1"), "credentials"),
    ("DNS that changes", "https://turns.example:{port}/d11", away("/d12"), "inside"),
    ("our own network by name", "https://private.example:{port}/", None, "inside"),
    ("shared by a provider", "https://provider.example:{port}/", None, "inside"),
    ("mapped into IPv6", "https://mapped.example:{port}/", None, "inside"),
    ("wrapped by NAT64", "https://nat64.example:{port}/", None, "inside"),
    ("loopback in IPv6", "https://six.example:{port}/", None, "inside"),
    ("link-local", "https://linked.example:{port}/", None, "inside"),
    ("unique local", "https://unique.example:{port}/", None, "inside"),
    ("zero", "https://zero.example:{port}/", None, "inside"),
    ("one outside and one inside", "https://both.example:{port}/", None, "inside"),
    ("forty addresses", "https://many.example:{port}/", None, "unknown"),
    ("a name that is not there", "https://nowhere.example:{port}/", None, "unknown"),
    ("a certificate of another", "https://other.example:{port}/", None, "certificate"),
    ("nobody listens", "https://feed.example:1/", None, "unreachable"),
]
CASES = [*RULES, *TEXTS, *LINES, *NETWORK]
