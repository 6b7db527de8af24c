"""Words and addresses before they leave: what nobody can see is gone, what people wrote is still there."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekc.notifications import hygiene


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\x0bb\x0cc\x1cd\x85e\u2028f\u2029g", "a\nb\nc\nd\ne\nf\ng"),
        ("a\tb", "a b"),
        ("\ufeffa\x00\x1b\x7f\x9fb", "ab"),
        ("\u202ea\u202c\u2066b\u2069\u200e\u200f\u061c\u200b\u2060", "ab"),
        ("a\ud83d\udc00b\ufffeb", "abb"),
        ("👩\u200d👧 نمی\u200cخواهم é", "👩\u200d👧 نمی\u200cخواهم é"),
        ("  twee  spaties  ", "  twee  spaties  "),
    ],
)
def test_lines_keep_the_words_and_lose_what_is_hidden(typed: str, kept: str) -> None:
    assert hygiene.lines(typed, 100) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a \r\n b\tc\u2028d ", "a b c d"),
        ("a\u00a0 b", "a b"),
        ("a \u200b b", "a b"),
        ("\x00", ""),
        ("", ""),
    ],
)
def test_one_line_is_one_line_with_single_spaces(typed: str, kept: str) -> None:
    assert hygiene.one_line(typed, 100) == kept


def test_a_text_that_is_too_long_ends_in_an_ellipsis() -> None:
    assert hygiene.lines("abcdef", 6) == "abcdef"
    assert hygiene.lines("abcdefg", 6) == "abcde…"
    assert hygiene.one_line("abcdef", 6) == "abcdef"
    assert hygiene.one_line("abcdefg", 6) == "abcde…"


@given(st.text(st.characters(codec=None), max_size=100))
def test_cleaning_twice_changes_nothing_more(typed: str) -> None:
    many, one = hygiene.lines(typed, 80), hygiene.one_line(typed, 80)

    assert hygiene.lines(many, 80) == many
    assert hygiene.one_line(one, 80) == one
    assert re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", many) is None
    assert "\n" not in one
    many.encode()


@pytest.mark.parametrize(
    "address",
    ["a@b", "anna@mail.example", "a.b+c_d-e'f@sub.mail.example", f"{'a' * 64}@mail.example", "1@2.nl"],
)
def test_a_plain_address_is_accepted(address: str) -> None:
    assert hygiene.address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "@",
        "a",
        "a@",
        "@b.example",
        "a@@b.example",
        "a@b@c.example",
        "a..b@c.example",
        ".a@b.example",
        "a.@b.example",
        "a@b..example",
        "a@-b.example",
        "a@b-.example",
        "a@b_c.example",
        "a b@c.example",
        "a@b.example ",
        "a@b.example\n",
        '"a"@b.example',
        "<a@b.example>",
        "a@b.example,c@d.example",
        "é@b.example",
        "a@é.example",
        f"{'a' * 65}@b.example",
        f"a@{'b' * 254}",
        "a@[127.0.0.1]",
        "a" * 100_000,
        f"a@{'b-' * 50_000}",
    ],
)
def test_anything_else_is_not_an_address(address: str) -> None:
    with pytest.raises(ValueError, match="not one plain e-mail address"):
        hygiene.address(address)
