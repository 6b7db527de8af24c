"""From what people type to values: cleaned, or refused in a sentence they can use. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time

from ekc.errors import DomainError

# Not for eyes: control characters (tab and line feed apart), what turns the reading direction, byte order
# marks, half surrogate pairs, interlinear marks, tags. Joiners stay: Persian and emoji need them.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
CLOCK = re.compile(r"(\d{1,2})(?:[:.]?(\d{2})(?:[:.]00(?:\.0+)?)?)?(?: ?uur)?", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1900, 2199
MAIL_NAME = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)
MAIL_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
WEB = re.compile(r"(https?)://([^\s/?#@:\\]+)((?:[/?#][^\s\\\"<>]*)?)", re.IGNORECASE)
LONGEST_WEB = 300
LONGEST_NAME = 64  # RFC 5321, 4.5.3.1.1
LONGEST_MAIL = 254  # RFC 5321, 4.5.3.1.3, less the angle brackets


def many_lines(text: str) -> str:
    """Text without invisible characters, in one normal form (NFC), lines ending in a line feed, trimmed."""
    text = INVISIBLE.sub("", LINE_END.sub("\n", text))
    return unicodedata.normalize("NFC", "\n".join(line.rstrip() for line in text.split("\n"))).strip()


def one_line(text: str) -> str:
    """The same on one line, with single spaces."""
    return " ".join(many_lines(text).split())


def digits(text: str) -> str:
    """The text with every digit of every script (full-width, Arabic) as 0-9."""
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in one_line(text))


def phone(text: str) -> str:
    """'+31612345678' from any usual way to write a number; abroad keeps its country. Else DomainError."""
    bare = re.sub(r"[\s\-–.()/]", "", re.sub(r"\(0\)", "", digits(text)))
    bare = re.sub(r"^00", "+", bare)
    bare = re.sub(r"^\+310?", "+31", re.sub(r"^0", "+31", bare))
    if re.fullmatch(r"\+31[1-9]\d{8}|\+(?!31)[1-9]\d{7,14}", bare):
        return bare
    raise DomainError("Dit is geen heel telefoonnummer. Schrijf het zo: 06-12345678.")


def mail(text: str) -> str:
    """A mail address with its domain in small letters. DomainError for what no mail server takes."""
    name, _, domain = one_line(text).rpartition("@")
    domain = _ascii(domain)
    fits = len(name) <= LONGEST_NAME and len(name) + 1 + len(domain) <= LONGEST_MAIL
    if fits and MAIL_NAME.fullmatch(name) and MAIL_DOMAIN.fullmatch(domain):
        return f"{name}@{domain}"
    raise DomainError("Dit is geen heel mailadres. Schrijf het zo: naam@voorbeeld.nl.")


def web_address(text: str) -> str:
    """'https://www.dorp.example/eten' from what people type; without a scheme it is https.

    DomainError for what no browser opens, and for a name or password in it.
    """
    bare = one_line(text)
    found = WEB.fullmatch(bare if "://" in bare else f"https://{bare}")
    domain = _ascii(found[2]) if found else ""
    if found is None or len(bare) > LONGEST_WEB or not MAIL_DOMAIN.fullmatch(domain):
        raise DomainError("Dit is geen heel webadres. Schrijf het zo: www.voorbeeld.nl.")
    return f"{found[1].lower()}://{domain}{found[3]}"


def postcode4(text: str) -> str:
    """The four digits of a Dutch postcode, written with or without its letters. DomainError otherwise."""
    found = re.fullmatch(r"([1-9]\d{3}) ?(?:[A-Za-z]{2})?", digits(text), re.ASCII)
    if found is None:
        raise DomainError("Een postcode begint met vier cijfers, zoals 9601.")
    return found[1]


def number(text: str, smallest: int, largest: int) -> int:
    """A whole number within bounds. DomainError otherwise."""
    found = re.fullmatch(r"-?\d{1,9}", digits(text), re.ASCII)
    if found is None or not smallest <= int(found[0]) <= largest:
        raise DomainError(f"Vul een getal in van {smallest} tot en met {largest}.")
    return int(found[0])


def id_in(text: str | None) -> int:
    """The id in what a page of ours sends along, unseen or as a button; 0 for what cannot be one."""
    plain = text or ""
    number_ = int(plain) if re.fullmatch(r"\d{1,19}", plain, re.ASCII) else 0
    return number_ if number_ < 1 << 63 else 0


def day(text: str) -> date:
    """A day as browsers send (2026-03-03) or people write it (3-3-2026, 3 maart 2026). Else DomainError."""
    plain = digits(text).lower()
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", plain, re.ASCII):
        year, month, number_ = (int(part) for part in found.groups())
    elif found := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2}|[a-z]{3,9})[-/. ](\d{4})", plain, re.ASCII):
        number_, month, year = int(found[1]), _month(found[2]), int(found[3])
    else:
        raise DomainError("Deze dag begrijpen we niet. Schrijf het zo: 3-3-2026.")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DomainError(f"Het jaar {year} kan niet kloppen.")
    try:
        return date(year, month, number_)
    except ValueError:
        raise DomainError(_no_such_day(number_, month, year)) from None


def clock_time(text: str) -> time:
    """A time of the day: 19:30, 19.30, 19.30 uur, 1930 or 19. DomainError otherwise."""
    found = CLOCK.fullmatch(digits(text).lower())
    if found is None:
        raise DomainError("Deze tijd begrijpen we niet. Schrijf het zo: 19.30.")
    hour, minute = int(found[1]), int(found[2] or 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise DomainError(f"{hour}.{minute:02} uur bestaat niet. Kies van 0.00 tot 23.59 uur.") from None


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    text = {"mrt": "maart"}.get(text, text)
    starts = [at for at, name in enumerate(MONTHS, 1) if name.startswith(text)]
    return starts[0] if len(starts) == 1 else 0


def _no_such_day(number_: int, month: int, year: int) -> str:
    if 1 <= month <= len(MONTHS):
        return f"{number_} {MONTHS[month - 1]} {year} bestaat niet."
    return "Deze maand bestaat niet. Schrijf het zo: 3-3-2026."


def _ascii(domain: str) -> str:
    """The domain as it is looked up; '' where its two standards (IDNA) differ."""
    try:
        plain = domain.lower().encode("idna")
        return plain.decode("ascii") if plain.decode("idna") == domain.lower() else ""
    except UnicodeError:
        return ""
