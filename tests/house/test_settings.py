"""A setting that cannot be used is refused with one clear line."""

from __future__ import annotations

import pytest

from ekc.settings import DEMO_SECRET, SettingError, from_environment

LONG = "x" * 40
OTHER = {"EKC_SMS_URL": "other+https://sms.example", "EKC_SMS_TOKEN": "t"}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"EKC_DATABASE_URL": "mysql://x"}, "EKC_DATABASE_URL"),
        ({"EKC_MAIL_URL": "gopher://x"}, "EKC_MAIL_URL"),
        ({"EKC_INBOX_URL": "x"}, "EKC_INBOX_URL"),
        ({"EKC_INBOX_URL": "imap://a:b@mail.example/INBOX"}, "EKC_INBOX_URL"),
        ({"EKC_INBOX_URL": "imaps://a:b@mail.example:post/INBOX"}, "EKC_INBOX_URL"),
        ({"EKC_INBOX_URL": "imaps://mail.example/INBOX"}, "EKC_INBOX_URL"),
        ({"EKC_INBOX_URL": "imaps://a:b@mail.example/Ingekömen"}, "EKC_INBOX_URL"),
        ({"EKC_SMS_REPORT_SECRET": "short"}, "EKC_SMS_REPORT_SECRET"),
        ({"EKC_SMS_REPORT_SECRET": "no/part of an address" * 3}, "EKC_SMS_REPORT_SECRET"),
        ({"EKC_SMS_REPORT": "reference;status;delivered"}, "EKC_SMS_REPORT"),
        ({"EKC_SMS_HEADER": "Bearer {token}"}, "EKC_SMS_HEADER"),
        ({"EKC_SMS_HEADER": "X-Key: none"}, "EKC_SMS_HEADER"),
        ({**OTHER, "EKC_SMS_BODY": ""}, "EKC_SMS_BODY"),
        ({**OTHER, "EKC_SMS_BODY": '{"to": "{to}", "text": {text}}'}, "EKC_SMS_BODY"),
        ({**OTHER, "EKC_SMS_BODY": "to={to}&text={tekst}"}, "EKC_SMS_BODY"),
        ({"EKC_MAIL_FROM": "nobody"}, "EKC_MAIL_FROM"),
        ({"EKC_PUBLIC_URL": "ftp://x"}, "EKC_PUBLIC_URL"),
        ({"EKC_SECRET_KEY": ""}, "EKC_SECRET_KEY"),
        ({"PORT": "abc"}, "EKC_PORT"),
        ({"EKC_PORT": "70000"}, "EKC_PORT"),
        ({"EKC_PORT": "²"}, "EKC_PORT"),
        ({"EKC_PROCESSES": "0"}, "EKC_PROCESSES"),
        ({"EKC_DEMO": "perhaps"}, "EKC_DEMO"),
        ({"EKC_DATABASE": "sqlite:///x"}, "EKC_DATABASE"),
    ],
)
def test_an_unusable_setting_is_refused_by_name(given, sentence):
    with pytest.raises(SettingError, match=sentence) as refusal:
        from_environment(given)
    assert "\n" not in str(refusal.value)


PRODUCTION = {"EKC_PRODUCTION": "1", "EKC_SECRET_KEY": LONG, "EKC_PUBLIC_URL": "https://ekc.example"}


def test_production_starts_when_all_is_safe():
    settings = from_environment(PRODUCTION)
    assert (settings.production, settings.demo) == (True, False)


@pytest.mark.parametrize(
    "unsafe",
    [
        {"EKC_SECRET_KEY": DEMO_SECRET},
        {"EKC_SECRET_KEY": "short"},
        {"EKC_PUBLIC_URL": "http://ekc.example"},
        {"EKC_DEMO": "1"},
    ],
)
def test_production_refuses_what_is_unsafe(unsafe):
    with pytest.raises(SettingError):
        from_environment({**PRODUCTION, **unsafe})


def test_port_moves_the_public_address_along():
    settings = from_environment({"PORT": "8123"})
    assert (settings.port, settings.public_url) == (8123, "http://localhost:8123")
