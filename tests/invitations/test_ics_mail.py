"""An invitation on its way: what a mail server hands over is still a sound invitation to one person."""

import smtplib
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest

from ekc.invitations import ics
from ekc.notifications.mime import Envelope, build
from tests.invitations.rules_5546 import broken_rules
from tests.invitations.rules_ours import broken_promises, telling_words
from tests.invitations.samples import GUEST, MADE, ORGANIZER, make_event
from tests.tools import libical
from tests.tools.smtp import MailServer


def _mail(calendar: bytes, method: str) -> bytes:
    return build(
        Envelope(
            message_id="<18f3a2b4c5d6e7f8@afspraken.example>",
            date=MADE,
            sender=(ORGANIZER.address, ORGANIZER.name),
            recipient=GUEST.address,
            subject="Afspraak op donderdag 12 november",
            text="Donderdag 12 november 2026, 19.30 – 22.00 uur.\n",
            html=None,
            calendar=calendar,
            method=method,
            reply_to=ORGANIZER.address,
            auto_submitted=True,
        )
    )


@pytest.mark.parametrize(("make", "method"), [(ics.request, "REQUEST"), (ics.cancel, "CANCEL")])
def test_the_calendar_that_arrives_keeps_every_rule(make: Any, method: str, mail_server: MailServer) -> None:
    calendar = make(make_event(), ORGANIZER, GUEST)

    with smtplib.SMTP("127.0.0.1", mail_server.port) as server:
        server.sendmail(ORGANIZER.address, [GUEST.address], _mail(calendar, method))

    (arrived,) = mail_server.mails
    mail, found = arrived.message, arrived.part("text/calendar")
    (inline,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert found == calendar
    assert (broken_rules(found), broken_promises(found), libical.errors(found)) == ([], [], [])
    assert inline["Content-Type"].params["method"] == libical.events(found)[0].method == method
    assert [f"mailto:{one.addr_spec}" for one in mail["To"].addresses] == list(
        libical.events(found)[0].attendees
    )
    assert f"mailto:{mail['From'].addresses[0].addr_spec}" == libical.events(found)[0].organizer
    assert mail["Reply-To"] == mail["From"].addresses[0].addr_spec
    assert (mail["Cc"], mail["Bcc"]) == (None, None)


def test_what_shows_around_the_words_tells_nothing() -> None:
    mail = message_from_bytes(_mail(ics.request(make_event(), ORGANIZER, GUEST), "REQUEST"), policy=default)

    shown = [value for part in mail.walk() for name, value in part.items() if name != "Content-Type"]
    names = [part.get_filename() or "" for part in mail.walk()]
    assert telling_words(" ".join([*map(str, shown), *names])) == []
