"""A real web server with calendars on it: good ones, and sixty that nobody should have to read."""

from __future__ import annotations

import gzip
import re
import socket
import ssl
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NAMES = ["feed.example", "turns.example", "both.example", "many.example"]
DRIP = 0.2  # seconds between two bytes
HANG = 30


def certificate(folder: Path) -> Path:
    """A key and a certificate for the names of the tests, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "feed.example")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=2))
        .not_valid_after(today + timedelta(days=4000))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(each) for each in NAMES]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "feed.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return file


Say = Callable[[ssl.SSLSocket | socket.socket], None]


class Server:
    """Says what it was told to say at a path, whatever that is; remembers what it was asked."""

    def __init__(self, folder: Path, *, secure: bool = True) -> None:
        self.certificate = certificate(folder)
        self.says: dict[str, bytes | Say] = {}
        self.heads: list[bytes] = []
        self.secure = secure
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(self.certificate)
        threading.Thread(target=self._serve, daemon=True).start()

    def address(self, path: str, host: str = "feed.example") -> str:
        """The address of a path."""
        return f"{'https' if self.secure else 'http'}://{host}:{self.port}{path}"

    def child(self, seconds: float = 8, *more: str) -> tuple[str, ...]:
        """The program that may read from here."""
        where = (str(self.port), str(self.certificate), str(seconds))
        return (sys.executable, "-m", "tests.calendars.near", *where, *more)

    def close(self) -> None:
        """Listen no more."""
        self._listening.close()

    def _serve(self) -> None:
        while True:
            try:
                came, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(came,), daemon=True).start()

    def _answer(self, came: socket.socket) -> None:
        came.settimeout(HANG)
        try:
            with self._context.wrap_socket(came, server_side=True) if self.secure else came as line:
                head = b""
                while b"\r\n\r\n" not in head:
                    more = line.recv(4096)
                    if not more:
                        return
                    head += more
                head, _, content = head.partition(b"\r\n\r\n")
                length = re.search(rb"\r\ncontent-length: (\d+)", head.lower())
                while length and len(content) < int(length[1]):
                    content += line.recv(4096)
                self.heads.append(head)
                said = self.says.get(head.split(b" ")[1].decode(), reply(b"", "404 Not Found"))
                if callable(said):
                    said(line)
                else:
                    line.sendall(said)
        except OSError:
            return  # whoever asked went away: that is what several tests are about


@contextmanager
def serving(folder: Path, *, secure: bool = True) -> Iterator[Server]:
    """A server for as long as it lasts."""
    made = Server(folder, secure=secure)
    try:
        yield made
    finally:
        made.close()


def reply(body: bytes, status: str = "200 OK", **heads: str) -> bytes:
    """A whole answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in heads.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def bare(body: bytes, *heads: str) -> bytes:
    """An answer without its length."""
    return "\r\n".join(["HTTP/1.1 200 OK", *heads]).encode() + b"\r\n\r\n" + body


def drips(first: bytes, each: bytes) -> Say:
    """Begins well, and then a little at a time, for ever."""

    def say(line: ssl.SSLSocket | socket.socket) -> None:
        line.sendall(first)
        end = time.monotonic() + HANG
        while time.monotonic() < end:
            line.sendall(each)
            time.sleep(DRIP)

    return say


def pours(first: bytes, each: bytes) -> Say:
    """Fifty megabytes, as fast as they are taken."""

    def say(line: ssl.SSLSocket | socket.socket) -> None:
        line.sendall(first)
        for _ in range(50_000_000 // len(each) + 1):
            line.sendall(each)

    return say


def calendar(*events: str, head: str = "") -> bytes:
    """A calendar of these events."""
    body = "".join(f"BEGIN:VEVENT\r\n{each}\r\nEND:VEVENT\r\n" for each in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{head}{body}END:VCALENDAR\r\n".encode()


def bomb(size: int) -> bytes:
    """So many bytes, packed."""
    return gzip.compress(b"BEGIN:VCALENDAR\r\n" + b"X" * size)
