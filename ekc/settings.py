"""Every setting: read from the environment once, judged as a whole, refused with one clear line."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

from ekc.errors import DomainError

ROOT = Path(__file__).resolve().parent.parent
INSTANCE = ROOT / "instance"
DEMO_SECRET = "alleen-voor-de-demo-nooit-voor-echt"
SHORTEST_SECRET = 32


class SettingError(DomainError):
    """A setting that cannot be used; the sentence says which and why."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one process. Each field is `EKC_` + its name in capitals."""

    database_url: str = f"sqlite:///{INSTANCE}/ekc.sqlite"  # SQLite or PostgreSQL
    mail_url: str = f"maildir:{INSTANCE}/mail"  # maildir:PATH, smtp://[user:password@]host[:port], smtps://…
    sms_url: str = (
        f"folder:{INSTANCE}/sms"  # folder:PATH, spryng+https://…, messagebird+…, cm+…, other+https://…
    )
    sms_token: str = ""  # what the provider of text messages gave to be known by
    sms_header: str = "Authorization: Bearer {token}"  # how an other provider is given it, or {basic}
    sms_body: str = ""  # what an other provider is posted: JSON or a form, with {text}, {to}, {number} in it
    sms_report: str = (
        "reference;status;delivered;failed,undelivered,expired,rejected"  # of an other: how it tells
    )
    sms_from: str = "Afspraak"  # who a text message comes from: at most 11 letters and digits
    sms_report_secret: str = ""  # ends the address where it tells what arrived; empty: nobody may tell
    inbox_url: str = f"maildir:{INSTANCE}/inbox"  # where mail to us arrives: maildir:PATH or imaps://…
    mail_from: str = "afspraak@ekc.example"  # the one mailbox that messages come from and answers go to
    public_url: str = "http://localhost:8000"  # the address that stands in messages
    secret_key: str = DEMO_SECRET  # seals text, signs sessions and links; 32 characters or more
    secret_key_id: str = "1"  # raise when secret_key is renewed
    older_secret_keys: str = ""  # id=secret,id=secret: still opens what was sealed before
    demo: bool = True  # the demo municipality, its accounts and its post on the screen
    production: bool = False  # real people: refuses a demo database, the default secret, and http
    host: str = "127.0.0.1"  # address the web server listens on
    port: int = 8000  # port the web server listens on
    processes: int = 2  # web server processes
    quiet_hours: str = "21-8"  # from when to when nobody is asked anything; empty: questions always leave
    calendar_http: bool = False  # may an own calendar come from an http address, beside https
    trusted_proxies: int = 0  # how many proxies of ours stand before the web server and tell who called

    @property
    def link_host(self) -> str:
        """The host name of the public address, for calendar ids and message ids."""
        return urlsplit(self.public_url).hostname or "localhost"

    @property
    def quiet(self) -> tuple[int, int] | None:
        """The hours (Dutch time) in which no question leaves; None where there are none."""
        evening, _, morning = self.quiet_hours.partition("-")
        return (int(evening), int(morning)) if evening else None

    @property
    def older_keys(self) -> dict[str, str]:
        """Earlier key ids and their secrets."""
        pairs = (part.partition("=") for part in self.older_secret_keys.split(",") if part)
        return {key_id.strip(): secret.strip() for key_id, _, secret in pairs}


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process. `PORT` is understood beside `EKC_PORT`. SettingError says what cannot
    be used."""
    given = dict(os.environ if environment is None else environment)
    if "PORT" in given:
        given.setdefault("EKC_PORT", given["PORT"])
    known = {f"EKC_{field.name.upper()}": field for field in fields(Settings)}
    unknown = sorted(name for name in given if name.startswith("EKC_") and name not in known)
    if unknown:
        raise SettingError(f"{unknown[0]} is geen instelling van ekc. De lijst staat in de README.")
    values = {field.name: _read(name, given[name]) for name, field in known.items() if name in given}
    if "EKC_PUBLIC_URL" not in given and "EKC_PORT" in given:
        values["public_url"] = f"http://localhost:{values['port']}"
    if values.get("production") and "EKC_DEMO" not in given:
        values["demo"] = False
    if values.get("production"):
        values.setdefault("sms_url", "")
    return judged(Settings(**values))  # type: ignore[arg-type] # -- _read gives each field its type


_current: Settings | None = None


def use(settings: Settings) -> None:
    """Make `settings` those of this process."""
    global _current  # noqa: PLW0603 -- one set of settings per process
    _current = settings


def current() -> Settings:
    """The settings of this process; RuntimeError before `use`."""
    if _current is None:
        raise RuntimeError("settings.use() was not called")
    return _current


def judged(settings: Settings) -> Settings:
    """The same settings, or SettingError with the first reason why they cannot be used."""
    for sentence, bad in (*_always(settings), *(_production(settings) if settings.production else ())):
        if bad:
            raise SettingError(sentence)
    return settings


def _read(name: str, text: str) -> str | int | bool:
    if name in {"EKC_DEMO", "EKC_PRODUCTION", "EKC_CALENDAR_HTTP"}:
        if text.lower() not in {"1", "0", "true", "false", "ja", "nee", ""}:
            raise SettingError(f"{name} moet 1 of 0 zijn, niet '{text}'.")
        return text.lower() in {"1", "true", "ja"}
    if name in {"EKC_PORT", "EKC_PROCESSES", "EKC_TRUSTED_PROXIES"}:
        if not text.isascii() or not text.isdigit():
            raise SettingError(f"{name} moet een getal zijn, niet '{text}'.")
        return int(text)
    return text.strip()


def _always(s: Settings) -> tuple[tuple[str, bool], ...]:
    public = urlsplit(s.public_url)
    return (
        (
            "EKC_DATABASE_URL moet beginnen met sqlite:/// of postgresql://.",
            not s.database_url.startswith(("sqlite:///", "postgresql")),
        ),
        (
            "EKC_MAIL_URL moet beginnen met maildir:, smtp:// of smtps://.",
            not s.mail_url.startswith(("maildir:", "smtp://", "smtps://")),
        ),
        (
            "EKC_SMS_URL moet folder:PAD zijn, of spryng+, messagebird+, cm+ of other+ met een webadres.",
            re.fullmatch(r"(folder:.+|(spryng|messagebird|cm|other)\+https?://[^\s/@]+\S*)?", s.sms_url)
            is None,
        ),
        (
            "EKC_SMS_BODY moet JSON of een formulier zijn, met {text} en {to} of {number} erin.",
            s.sms_url.startswith("other+") and not _is_question(s.sms_body),
        ),
        (
            "EKC_SMS_HEADER moet een naam zijn, een dubbele punt, en {token} of {basic}.",
            re.fullmatch(r"[A-Za-z0-9-]+:.*\{(token|basic)\}.*", s.sms_header) is None,
        ),
        (
            "EKC_SMS_REPORT moet zijn zoals reference;status;delivered;failed,expired.",
            re.fullmatch(r"[^;]+;[^;]+;[^;]+;[^;]*", s.sms_report) is None,
        ),
        (
            "EKC_SMS_TOKEN ontbreekt: zonder dat neemt de aanbieder van sms niets aan.",
            "+http" in s.sms_url and not s.sms_token,
        ),
        (
            "EKC_SMS_FROM moet uit 1 tot 11 letters en cijfers bestaan.",
            re.fullmatch(r"[A-Za-z0-9]{1,11}", s.sms_from) is None,
        ),
        (
            f"EKC_SMS_REPORT_SECRET moet leeg zijn, of {SHORTEST_SECRET} of meer letters, cijfers, - en _.",
            re.fullmatch(rf"([A-Za-z0-9_-]{{{SHORTEST_SECRET},}})?", s.sms_report_secret) is None,
        ),
        (
            "EKC_INBOX_URL moet zijn maildir:PAD of imaps://naam:wachtwoord@host/MAP.",
            not _is_tray(s.inbox_url),
        ),
        (
            "EKC_MAIL_FROM moet één mailadres zijn.",
            s.mail_from.count("@") != 1 or any(c.isspace() for c in s.mail_from),
        ),
        (
            "EKC_PUBLIC_URL moet een webadres zijn, zoals https://ekc.gemeente.nl.",
            public.scheme not in {"http", "https"} or not public.hostname,
        ),
        ("EKC_SECRET_KEY is leeg.", not s.secret_key),
        (
            "EKC_QUIET_HOURS moet zijn zoals 21-8: een uur in de avond, een uur in de ochtend, of leeg.",
            re.fullmatch(r"(1[2-9]|2[0-4])-(1?[0-9])|", s.quiet_hours) is None,
        ),
        ("EKC_PORT moet tussen 1 en 65535 liggen.", not 1 <= s.port <= 65535),  # noqa: PLR2004 -- the range of TCP
        ("EKC_PROCESSES moet 1 of meer zijn.", s.processes < 1),
    )


def _is_question(body: str) -> bool:
    """Whether a provider can be posted this, and told to whom and what."""
    try:
        if body.startswith(("{", "[")):
            json.loads(body)
    except ValueError:
        return False
    return "{text}" in body and ("{to}" in body or "{number}" in body)


def _is_tray(url: str) -> bool:
    """A folder, or a mailbox on a server: over TLS, on this machine also without. Folder names are ASCII."""
    if url.startswith("maildir:"):
        return True
    try:
        at = urlsplit(url)
        known = bool(at.hostname and at.username and at.password) and (at.port or 1) > 0
    except ValueError:
        return False
    own = at.scheme == "imap" and at.hostname in {"localhost", "127.0.0.1", "::1"}
    return known and url.isascii() and (at.scheme == "imaps" or own)


def _production(s: Settings) -> tuple[tuple[str, bool], ...]:
    return (
        ("EKC_DEMO kan niet aan staan met EKC_PRODUCTION.", s.demo),
        ("EKC_SECRET_KEY is nog die van de demo: kies een eigen geheim.", s.secret_key == DEMO_SECRET),
        (
            f"EKC_SECRET_KEY is te kort: minstens {SHORTEST_SECRET} tekens.",
            len(s.secret_key) < SHORTEST_SECRET,
        ),
        ("EKC_SMS_URL moet met https beginnen: een sms-bericht is persoonlijk.", "+http:" in s.sms_url),
        ("EKC_PUBLIC_URL moet met https:// beginnen.", not s.public_url.startswith("https://")),
    )
