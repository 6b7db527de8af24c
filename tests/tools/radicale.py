"""A real CalDAV server in a process of its own: Radicale, over TLS, with a calendar for each user."""

from __future__ import annotations

import http.client
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.calendars.feeds import certificate

HANG = 30
PASSWORD = "app-wachtwoord"
MADE = b'<?xml version="1.0"?><C:mkcalendar xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"/>'


class Radicale:
    """The server: `start` and `stop` it at will, what it keeps stays."""

    def __init__(self, folder: Path) -> None:
        self.certificate = certificate(folder)
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        (folder / "users").write_text("".join(f"{name}:{PASSWORD}\n" for name in ("cor", "noor", "é")))

    def start(self) -> None:
        """Until it answers."""
        given = {
            "server-hosts": f"127.0.0.1:{self.port}",
            "server-ssl": "True",
            "server-certificate": self.certificate,
            "server-key": self.certificate,
            "auth-type": "htpasswd",
            "auth-htpasswd-filename": self._folder / "users",
            "auth-htpasswd-encryption": "plain",
            "auth-delay": "0",
            "storage-filesystem-folder": self._folder / "kept",
            "logging-level": "warning",
        }
        told = [f"--{name}={value}" for name, value in given.items()]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "radicale", "--config", "", *told], stdout=log, stderr=log
            )
        end = time.monotonic() + HANG
        while time.monotonic() < end:
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            time.sleep(0.05)
        raise RuntimeError((self._folder / "log").read_text())

    def stop(self) -> None:
        """At once."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def address(self, path: str = "cor/agenda", host: str = "feed.example") -> str:
        """The address of a calendar, as its owner copies it."""
        return f"https://{host}:{self.port}/{path}/"

    def child(self, seconds: float = 8) -> tuple[str, ...]:
        """The program that may write here."""
        where = (str(self.port), str(self.certificate), str(seconds))
        return (sys.executable, "-m", "tests.calendars.near", *where)

    def ask(self, method: str, path: str, content: bytes | None = None, **head: str) -> tuple[int, bytes]:
        """As the owner's own program does it."""
        context = ssl.create_default_context(cafile=str(self.certificate))
        context.check_hostname = False
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=context, timeout=HANG)
        user = path.partition("/")[0]
        opens = b64encode(f"{user}:{PASSWORD}".encode()).decode()
        heads = {"Authorization": f"Basic {opens}"} | {
            key.replace("_", "-"): value for key, value in head.items()
        }
        connection.request(method, f"/{path}", content, heads)
        answer = connection.getresponse()
        told = answer.status, answer.read()
        connection.close()
        return told

    def empty(self, path: str = "cor/agenda") -> None:
        """An empty calendar, whatever was there."""
        user = path.partition("/")[0]
        shutil.rmtree(self._folder / "kept" / "collection-root" / user, ignore_errors=True)
        self.ask("PROPFIND", f"{user}/", Depth="0")  # the first question makes the user's folder
        assert self.ask("MKCALENDAR", f"{path}/", MADE)[0] == 201

    def kept(self, path: str = "cor/agenda") -> dict[str, bytes]:
        """What stands in a calendar, by the name of each file."""
        where = self._folder / "kept" / "collection-root" / path
        return {file.name: file.read_bytes() for file in sorted(where.glob("*.ics"))}


@contextmanager
def running(folder: Path) -> Iterator[Radicale]:
    """A server for as long as it lasts."""
    made = Radicale(folder)
    made.start()
    try:
        yield made
    finally:
        made.stop()
