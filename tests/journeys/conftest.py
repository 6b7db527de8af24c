"""The product as it runs: web server and worker as processes of their own, a real mail server, a real
browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ekc.db import db
from ekc.settings import Settings
from tests.tools.smtp import MailServer
from tests.world import World, empty_database, make_settings, make_world

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds until something that hangs is called hanging


@dataclass
class Product:
    """A running product: its address, its cast, its settings, its processes."""

    url: str
    world: World | None
    settings: Settings
    environment: dict[str, str]
    said: Path  # everything that the processes write, as an administrator keeps it
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, command: str) -> subprocess.Popen[bytes]:
        """Start `ekc serve` or `ekc worker`."""
        arguments = [sys.executable, "-m", "ekc.cli", command]
        with self.said.open("ab") as out:
            process = subprocess.Popen(
                arguments, cwd=ROOT, env=self.environment, stdout=out, stderr=subprocess.STDOUT
            )
        self.processes.append(process)
        return process

    def later(self, days: int) -> None:
        """Go on with a web server that lives so many days later."""
        self.stop()
        self.processes.clear()
        environment = {**self.environment, "DAYS_LATER": str(days)}
        where = ["--interface", "wsgi", "--port", str(self.settings.port), "--working-dir", str(ROOT)]
        size = ["--workers", "1", "--blocking-threads", "1", "--no-access-log", "--log-level", "warning"]
        arguments = [sys.executable, "-m", "granian", *where, *size, "tests.journeys.later_wsgi:app"]
        self.processes.append(subprocess.Popen(arguments, cwd=ROOT, env=environment))
        until(lambda: answers(self.url), "the web server on a later day")

    def stop(self) -> None:
        """End everything, kindly."""
        for process in self.processes:
            if process.poll() is None:
                process.terminate()
        for process in self.processes:
            process.wait(PATIENCE)


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(is_so: Callable[[], object], what: str) -> object:
    """Wait until `is_so()` gives something; fails by name of `what` when it takes unreasonably long."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := is_so():
            return found
        time.sleep(0.1)
    raise AssertionError(f"waited {PATIENCE} s for {what}")


def answers(url: str) -> bool:
    """Whether the product is up."""
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=2) as response:  # noqa: S310 -- our own address
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def running(
    folder: Path,
    mail_url: str,
    database_url: str | None = None,
    *,
    demo: bool = False,
    fill: Callable[[], World | None] = make_world,
) -> Iterator[Product]:
    """The product on a database with the cast, or what else `fill` makes, until the block ends."""
    port = free_port()
    chosen = make_settings(
        folder,
        database_url,
        mail_url=mail_url,
        public_url=f"http://localhost:{port}",
        port=port,
        processes=2,
        quiet_hours="",  # a journey at night waits for no morning
    )
    empty_database(chosen)
    world = fill()
    db.remove()
    names = (
        "database_url",
        "mail_url",
        "inbox_url",
        "public_url",
        "secret_key",
        "port",
        "mail_from",
        "processes",
        "quiet_hours",
        "sms_url",
    )
    given = {f"EKC_{name.upper()}": str(getattr(chosen, name)) for name in names}
    environment = {**os.environ, **given, "EKC_DEMO": str(int(demo)), "PYTHONWARNINGS": "default"}
    product = Product(chosen.public_url, world, chosen, environment, folder / "said.log")
    try:
        product.start("serve")
        product.start("worker")
        until(lambda: answers(product.url), "the web server")
        yield product
    finally:
        product.stop()
        sys.stderr.write(product.said.read_text())  # for whoever looks why a journey failed
        db.reading(False)
        db.engine.dispose()


@pytest.fixture
def product(tmp_path: Path, mail_server: MailServer) -> Iterator[Product]:
    """The running product, its mail going to a real mail server."""
    with running(tmp_path, mail_server.url) as started:
        yield started
