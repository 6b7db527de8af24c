"""The mail server takes mail as a real one does, and fails as real ones do."""

import smtplib
from email.message import EmailMessage

import pytest

from tests.tools.smtp import MailServer

CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def _mail(to: str = "anna@post.example") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "wij@ekc.example", to, "Afspraak"
    message.set_content("Tot dan.")
    message.add_alternative(CALENDAR, "text", "calendar")
    return message


def _send(server: MailServer, message: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", server.port, timeout=60) as line:
        line.send_message(message)


def test_mail_comes_in_whole(mail_server: MailServer) -> None:
    _send(mail_server, _mail())
    [mail] = mail_server.wait_for(1)
    assert (mail.sender, mail.recipients) == ("wij@ekc.example", ("anna@post.example",))
    assert mail.message["Subject"] == "Afspraak"
    assert mail.part("text/calendar") == CALENDAR
    assert mail_server.to("Anna@post.example") == [mail]
    with pytest.raises(LookupError):
        mail.part("text/html")


def test_one_address_is_refused_for_ever(mail_server: MailServer) -> None:
    mail_server.refuse.add("anna@post.example")
    for _ in range(2):
        with pytest.raises(smtplib.SMTPRecipientsRefused, match="550"):
            _send(mail_server, _mail())
    _send(mail_server, _mail("bram@post.example"))
    assert [mail.recipients for mail in mail_server.mails] == [("bram@post.example",)]


def test_one_address_is_refused_for_now(mail_server: MailServer) -> None:
    mail_server.temporary.add("anna@post.example")
    with pytest.raises(smtplib.SMTPRecipientsRefused, match="451"):
        _send(mail_server, _mail())
    mail_server.temporary.clear()
    _send(mail_server, _mail())
    assert len(mail_server.mails) == 1


def test_greylisting_refuses_the_first_time_only(mail_server: MailServer) -> None:
    mail_server.greylist = True
    with pytest.raises(smtplib.SMTPRecipientsRefused, match="451"):
        _send(mail_server, _mail())
    _send(mail_server, _mail())
    assert len(mail_server.mails) == 1


def test_the_line_drops_after_the_mail_was_taken(mail_server: MailServer) -> None:
    mail_server.drop_after_data = 1
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
        _send(mail_server, _mail())
    _send(mail_server, _mail())
    assert len(mail_server.mails) == 2


def test_down_and_up_again_on_the_same_port(mail_server: MailServer) -> None:
    mail_server.down = True
    with pytest.raises(ConnectionRefusedError):
        _send(mail_server, _mail())
    mail_server.down = False
    _send(mail_server, _mail())
    assert len(mail_server.mails) == 1


def test_slow_is_slower_than_a_client_that_will_not_wait(mail_server: MailServer) -> None:
    mail_server.slow = 30
    line = smtplib.SMTP("127.0.0.1", mail_server.port, timeout=0.5)
    with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
        line.send_message(_mail())
    assert mail_server.mails == []


def test_waiting_for_mail_that_does_not_come_ends(mail_server: MailServer) -> None:
    with pytest.raises(TimeoutError, match="0 of 1"):
        mail_server.wait_for(1, seconds=0.1)


def test_one_connection_may_carry_many_mails(mail_server: MailServer) -> None:
    with smtplib.SMTP("127.0.0.1", mail_server.port, timeout=60) as line:
        for _ in range(3):
            line.send_message(_mail())
    assert len(mail_server.mails) == 3
    assert mail_server.connections == 1
