"""Put the system packages in place that the tests talk to: Chromium, libical, PostgreSQL and Dovecot.

Run by `make test` with the standard library alone. As root on Debian it installs what is missing; elsewhere
it says in one line what to install, and ends with 1: a test that cannot run is never passed over.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path


def _has_libical() -> bool:
    try:
        ctypes.CDLL("libical.so.3")
    except OSError:
        return False
    return True


def _has_postgres() -> bool:
    return bool(shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb")))


def _has_dovecot() -> bool:
    return bool(shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"))


NEEDED: dict[str, Callable[[], bool]] = {
    "chromium": lambda: Path("/usr/bin/chromium").exists(),
    "libical3": _has_libical,
    "postgresql": _has_postgres,
    "dovecot-imapd": _has_dovecot,
}


def _apt(*arguments: str) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "-qq", *arguments], env=environment, stdout=subprocess.DEVNULL, check=False)


def ensure(needed: dict[str, Callable[[], bool]], *, may_install: bool) -> int:
    """Install what is missing where that is allowed; give the exit status, 0 when everything is there."""
    absent = [package for package, is_here in needed.items() if not is_here()]
    if absent and may_install:
        print(f"Installing {', '.join(absent)} ...", flush=True)
        _apt("update")
        _apt("install", "--yes", "--no-install-recommends", *absent)
        absent = [package for package in absent if not needed[package]()]
    if absent:
        print(f"The tests need these packages; as root: apt-get install {' '.join(absent)}", file=sys.stderr)
    return 1 if absent else 0


if __name__ == "__main__":
    sys.exit(ensure(NEEDED, may_install=os.geteuid() == 0 and bool(shutil.which("apt-get"))))
