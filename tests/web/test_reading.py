"""What people type is understood where it can be, and refused in a sentence that helps."""

import unicodedata
from contextlib import suppress
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekc.errors import DomainError
from ekc.web import reading


def test_text_loses_what_nobody_sees() -> None:
    assert reading.one_line(" Jan\x00\u202e de\u200f \ufeffBoer\ud800\r\n ") == "Jan de Boer"
    assert reading.many_lines("een\r\ntwee\rdrie\u2028vier  \n\x07") == "een\ntwee\ndrie\nvier"


def test_text_keeps_what_languages_need() -> None:
    persian = "می\u200cخواهم"
    assert reading.one_line(persian) == persian
    assert reading.one_line("👩\u200d👧") == "👩\u200d👧"
    assert reading.one_line("Yi\u0307lmaz Çoşkun e\u0301e\u0301n") == unicodedata.normalize(
        "NFC", "Yi\u0307lmaz Çoşkun één"
    )


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = reading.many_lines(text)
    assert reading.many_lines(once) == once
    assert not reading.INVISIBLE.search(once)
    assert "\n" not in reading.one_line(text)


@pytest.mark.parametrize(
    "text",
    ["0612345678", "06-12345678", "06 12 34 56 78", "+31 6 12345678", "0031612345678", "+31 (0)6 12345678",
     "(06) 12.34.56.78", "０６１２３４５６７８", "٠٦١٢٣٤٥٦٧٨"],
)  # fmt: skip
def test_one_number_written_in_many_ways(text: str) -> None:
    assert reading.phone(text) == "+31612345678"


def test_other_numbers() -> None:
    assert reading.phone("0598 37 37 37") == "+31598373737"
    assert reading.phone("+49 151 1234 5678") == "+4915112345678"


@pytest.mark.parametrize(
    "text", ["06123", "061234567890", "bel me", "+", "00", "+31012345678", "06 1234567x"]
)
def test_half_a_number_is_refused(text: str) -> None:
    with pytest.raises(DomainError, match="06-12345678"):
        reading.phone(text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Jan.de-Boer+ekc@Voorbeeld.NL", "Jan.de-Boer+ekc@voorbeeld.nl"),
        (" j@sub.voorbeeld.example\x00", "j@sub.voorbeeld.example"),
        ("info@Bücher.example", "info@xn--bcher-kva.example"),
    ],
)
def test_mail_addresses(text: str, address: str) -> None:
    assert reading.mail(text) == address


@pytest.mark.parametrize(
    "text",
    ["jan", "jan@", "@voorbeeld.nl", "jan@voorbeeld", "jan de boer@voorbeeld.nl", "jan@@voorbeeld.nl",
     "jan..boer@voorbeeld.nl", ".jan@voorbeeld.nl", "jan@voor_beeld.nl", "jan@-a.nl", "jan@1.2.3.4",
     "a@b.nl, c@d.nl", "<jan@voorbeeld.nl>", "jân@voorbeeld.nl", "j" * 65 + "@voorbeeld.nl",
     "j@" + "a." * 130 + "nl", "j@" + "é" * 70 + ".nl",
     "info@straße.example"],
)  # fmt: skip
def test_no_mail_address(text: str) -> None:
    with pytest.raises(DomainError, match=r"naam@voorbeeld\.nl"):
        reading.mail(text)


def test_a_line_break_never_makes_a_second_mail_header() -> None:
    with pytest.raises(DomainError):
        reading.mail("jan@voorbeeld.nl\r\nBcc: x@y.nl")


@pytest.mark.parametrize("text", ["9601", "9601 AB", "9601ab", " ９６０１ "])
def test_postcodes(text: str) -> None:
    assert reading.postcode4(text) == "9601"


@pytest.mark.parametrize("text", ["0601", "960", "96012", "AB 9601", "9601 A"])
def test_no_postcode(text: str) -> None:
    with pytest.raises(DomainError, match="vier cijfers"):
        reading.postcode4(text)


@pytest.mark.parametrize(
    "text", ["2026-03-03", "3-3-2026", "03/03/2026", "3 maart 2026", "3 mrt 2026", "３-３-２０２６"]
)
def test_one_day_written_in_many_ways(text: str) -> None:
    assert reading.day(text) == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("30-2-2026", "30 februari 2026 bestaat niet."),
        ("2027-02-29", "29 februari 2027 bestaat niet."),
        ("3-13-2026", "Deze maand bestaat niet."),
        ("3 m 2026", "Deze dag begrijpen we niet."),
        ("3 blauw 2026", "Deze maand bestaat niet."),
        ("morgen", "Deze dag begrijpen we niet."),
        ("3-3-26", "Deze dag begrijpen we niet."),
        ("0001-01-01", "Het jaar 1 kan niet kloppen."),
        ("9999-12-31", "Het jaar 9999 kan niet kloppen."),
    ],
)
def test_a_day_that_is_none(text: str, sentence: str) -> None:
    with pytest.raises(DomainError) as refusal:
        reading.day(text)
    assert str(refusal.value).startswith(sentence)


@pytest.mark.parametrize(
    "text", ["19:30", "19.30", "1930", "19.30 uur", "19:30:00", "１９：３０".replace("：", ":")]
)
def test_one_hour_written_in_many_ways(text: str) -> None:
    assert reading.clock_time(text) == time(19, 30)


def test_a_whole_hour() -> None:
    assert reading.clock_time("9") == reading.clock_time("9 uur") == time(9, 0)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("25.00", "25.00 uur bestaat niet."),
        ("12:61", "12.61 uur bestaat niet."),
        ("half acht", "Deze tijd begrijpen"),
    ],
)
def test_an_hour_that_is_none(text: str, sentence: str) -> None:
    with pytest.raises(DomainError) as refusal:
        reading.clock_time(text)
    assert str(refusal.value).startswith(sentence)


@pytest.mark.parametrize("text", [None, "", "x", "-1", "1.5", "²", "12", str(1 << 63), "9" * 5000, "0"])
def test_an_id_of_ours_or_none(text: str | None) -> None:
    """Whatever is sent along, no error and never more than 63 bits."""
    assert reading.id_in(text) == (12 if text == "12" else 0)
    assert reading.id_in(str((1 << 63) - 1)) == (1 << 63) - 1


def test_numbers() -> None:
    assert reading.number(" １2", 1, 80) == 12
    for text in ("0", "81", "1,5", "9" * 100_000, "twaalf", "²"):
        with pytest.raises(DomainError, match="van 1 tot en met 80"):
            reading.number(text, 1, 80)


@given(st.text())
def test_anything_typed_is_a_value_or_a_sentence(text: str) -> None:
    for read in (reading.phone, reading.mail, reading.postcode4, reading.day, reading.clock_time):
        with suppress(DomainError):
            assert read(text)
