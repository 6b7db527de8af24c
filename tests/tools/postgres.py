"""A throw-away PostgreSQL of the tests' own, on its own socket; a cluster that is there is left alone."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "log_min_messages": "fatal",
}


@contextmanager
def server() -> Iterator[str]:
    """Start a server and give the SQLAlchemy URL of its first database; stopped and removed after the block.

    Raises RuntimeError when PostgreSQL is not installed or does not start.
    """
    # A socket's path may be 107 bytes at most: a short directory, not pytest's own.
    here = Path(tempfile.mkdtemp(prefix="ekcpg"))
    try:
        owner = _owner(here)
        with (here / "log").open("wb") as log:
            _run([_program("initdb"), *_initdb_arguments(here)], log, owner)
            running = subprocess.Popen(_command(here), stdout=log, stderr=log, **owner)
        try:
            _wait(here, running)
            yield _url(here, "postgres")
        finally:
            running.send_signal(signal.SIGINT)  # ends at once, also with connections open
            running.wait(60)
    finally:
        shutil.rmtree(here)


@contextmanager
def database(server_url: str, name: str) -> Iterator[str]:
    """Give the SQLAlchemy URL of a new empty database; dropped after the block, also when still in use."""
    here = Path(server_url.partition("?host=")[2])
    identifier = sql.Identifier(name)
    with psycopg.connect(_dsn(here), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(identifier))
        try:
            yield _url(here, name)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(identifier))


def _program(name: str) -> str:
    releases = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = sorted(releases, key=lambda path: float(path.parts[-3]))
    found = str(newest[-1]) if newest else shutil.which(name)
    if not found:
        raise RuntimeError("PostgreSQL is not installed; as root: apt-get install postgresql")
    return found


def _owner(here: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as nobody."""
    plain: dict[str, Any] = {"cwd": here, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}}
    if os.geteuid() != 0:
        return plain
    shutil.chown(here, "nobody", "nogroup")
    return plain | {"user": "nobody", "group": "nogroup", "extra_groups": []}


def _run(command: list[str], log: Any, owner: dict[str, Any]) -> None:
    ended = subprocess.run(command, stdout=log, stderr=log, check=False, **owner)
    if ended.returncode:
        raise RuntimeError(Path(log.name).read_text(encoding="utf-8"))


def _initdb_arguments(here: Path) -> list[str]:
    data = str(here / "data")
    return ["-D", data, "-U", "ekc", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]


def _command(here: Path) -> list[str]:
    settings = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
    return [_program("postgres"), "-D", str(here / "data"), "-k", str(here), *settings]


def _wait(here: Path, running: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while running.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(_dsn(here)).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError((here / "log").read_text(encoding="utf-8"))


def _dsn(here: Path) -> str:
    return f"host={here} user=ekc dbname=postgres"


def _url(here: Path, name: str) -> str:
    return f"postgresql+psycopg://ekc@/{name}?host={here}"
