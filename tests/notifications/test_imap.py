"""Our mailbox on a real mail server (Dovecot): nothing lost, nothing twice, and patience while it is away."""

from __future__ import annotations

import socket
import threading
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from ekc.notifications import imap
from ekc.notifications.imap import Imap, open_tray
from ekc.notifications.trays import KEPT, Maildir, TrayError
from tests.tools.imap import imap_server as an_imap_server

A, B = b"From: a@post.example\r\n\r\nEen\r\n", b"From: b@post.example\r\n\r\nTwee\r\n"


@pytest.fixture
def tray(imap_server):
    """The INBOX of that server, as the product reads it."""
    opened = open_tray(imap_server.url())
    yield opened
    opened.close()


def contents(tray, most=10):
    """What waits."""
    return [mail.content() for mail in tray.waiting(most)]


def why(tray):
    """Why it cannot be read."""
    with pytest.raises(TrayError) as caught:
        list(tray.waiting(10))
    return str(caught.value)


def test_what_was_dealt_with_moves_to_its_own_folder_and_the_rest_waits(imap_server, tray):
    imap_server.deliver(A, B)
    first, second = tray.waiting(10)
    assert (first.content(), second.content()) == (A, B)
    first.put_away()
    assert contents(tray) == [B]
    assert (imap_server.count(), imap_server.count("INBOX.Verwerkt")) == (1, 1)


def test_no_more_at_once_than_was_asked_for_and_none_is_none(imap_server, tray):
    assert contents(tray) == []
    imap_server.deliver(A, B, A)
    assert contents(tray, most=2) == [A, B]


def test_somebody_who_looked_into_the_mailbox_takes_nothing_from_us(imap_server, tray):
    imap_server.deliver(A, flags=r"(\Seen)")
    assert contents(tray) == [A]


def test_reading_leaves_a_mail_unread_for_whoever_looks(imap_server, tray):
    imap_server.deliver(A)
    contents(tray)
    server = imap_server.session()
    server.select("INBOX", readonly=True)
    assert server.search(None, "UNSEEN") == ("OK", [b"1"])
    server.logout()


def test_a_mail_that_another_worker_took_is_gone_and_may_be_put_away_again(imap_server, tray):
    imap_server.deliver(A)
    (mail,) = tray.waiting(10)
    other = open_tray(imap_server.url())
    (same,) = other.waiting(10)
    same.put_away()
    other.close()
    assert mail.content() is None
    mail.put_away()
    assert imap_server.count("INBOX.Verwerkt") == 1


def test_only_the_first_part_of_a_giant_comes_in(imap_server, tray):
    imap_server.deliver(A + b"x" * (KEPT + 1000))
    (mail,) = tray.waiting(10)
    assert len(mail.content() or b"") == KEPT


def test_a_folder_of_choice_with_a_space(imap_server):
    server = imap_server.session()
    server.create('"Antwoorden ekc"')
    server.append('"Antwoorden ekc"', "", "", A)
    server.logout()
    tray = open_tray(imap_server.url("Antwoorden%20ekc"))
    (mail,) = tray.waiting(10)
    mail.put_away()
    assert contents(tray) == []
    tray.close()


def test_a_server_that_stopped_is_away_and_is_read_again_when_it_is_back(imap_server, tray):
    imap_server.deliver(A)
    (mail,) = tray.waiting(10)
    imap_server.stop()
    with pytest.raises(TrayError, match="away"):
        mail.content()
    assert why(tray) == "away"
    imap_server.start()
    assert contents(tray) == [A]


def test_a_restart_between_two_looks_is_no_trouble(imap_server, tray):
    contents(tray)
    imap_server.deliver(A)
    imap_server.stop()
    imap_server.start()
    assert contents(tray) == [A]


def test_a_wrong_password_a_folder_that_is_not_there(imap_server):
    assert why(open_tray(imap_server.url(password="mis"))) == "refused"
    assert why(open_tray(imap_server.url("Nergens"))) == "no_folder"


def test_a_server_that_cannot_move_copies_and_wipes():
    with an_imap_server("IMAP4rev1 UIDPLUS") as server:
        server.deliver(A, B)
        tray = Imap(server.url())
        first, _ = tray.waiting(10)
        first.put_away()
        assert contents(tray) == [B]
        assert (server.count(), server.count("INBOX.Verwerkt")) == (1, 1)
        tray.close()


def make_certificate(folder: Path) -> Path:
    """A certificate of this machine's own for localhost, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    begin = datetime(2020, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=36_500))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    pair = folder / "pair.pem"
    pair.write_bytes(made.public_bytes(Encoding.PEM) + secret)
    return pair


def test_over_tls_only_a_server_that_is_trusted_is_told_the_password(tmp_path, monkeypatch):
    pair = make_certificate(tmp_path)
    with an_imap_server(pair=pair) as server:
        server.deliver(A)
        assert why(open_tray(server.url())) == "untrusted"
        monkeypatch.setenv("SSL_CERT_FILE", str(pair))
        tray = open_tray(server.url())
        assert contents(tray) == [A]
        tray.close()


def test_a_server_that_says_nothing_is_given_up(monkeypatch):
    monkeypatch.setattr(imap, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert why(Imap(f"imap://a:b@127.0.0.1:{silent.getsockname()[1]}/INBOX")) == "away"


@pytest.mark.parametrize("said", [b"", b"\x00\xff\r\n", b"* OK hi\r\n", b"+ \r\n" * 9])
def test_something_else_than_a_mail_server_is_as_good_as_away(said):
    with socket.create_server(("127.0.0.1", 0)) as odd:

        def talk():
            connection, _ = odd.accept()
            with connection:
                connection.sendall(said)

        talker = threading.Thread(target=talk)
        talker.start()
        assert why(Imap(f"imap://a:b@127.0.0.1:{odd.getsockname()[1]}/INBOX")) in {"away", "refused"}
        talker.join(30)


def test_a_folder_on_this_machine_that_cannot_be_made_is_away(tmp_path):
    (tmp_path / "file").write_text("")
    assert why(Maildir(f"{tmp_path}/file/box")) == "away"
