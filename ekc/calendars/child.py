"""The process that asks one calendar something and then is gone: `python -m ekc.calendars.child`.

It gets a question on its input, and tells busy hours or which appointments it put, and what went wrong, on
its output. It has no database, no keys and no settings; before it looks at anything it gives up memory, time,
files and children.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
from datetime import UTC, datetime
from types import FrameType
from typing import Any
from zoneinfo import ZoneInfo

from ekc.calendars import busy, dav, download
from ekc.calendars.download import Fence, FetchError
from ekc.calendars.entries import CalendarError, Window


class TimeIsUp(BaseException):
    """The end of the time; nothing below catches it."""


MEMORY = 320 * 1024 * 1024
CPU_SECONDS = 5
SECONDS = 10  # for looking up, fetching and reading together
FILES = 24


def limit(seconds: float = SECONDS) -> None:
    """No more memory, time and files than a calendar may cost; nothing written, nothing left behind."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_NOFILE, FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    signal.signal(signal.SIGALRM, _too_slow)
    signal.setitimer(signal.ITIMER_REAL, seconds)


def answer(asked: dict[str, Any], fence: Fence) -> dict[str, Any]:
    """What the calendar at an address said, as far as it came, with the code of what went wrong."""
    found: dict[str, Any] = {}
    try:
        (dav.carry_out if "steps" in asked else _read)(asked, fence, found)
    except (FetchError, CalendarError) as error:
        found["trouble"] = str(error)
    except TimeIsUp:
        found["trouble"] = "slow"
    except (MemoryError, RecursionError):
        found["trouble"] = "complicated"
    return found


def main(fence: Fence | None = None, seconds: float = SECONDS) -> None:
    """One question, one answer."""
    limit(seconds)
    asked = json.load(sys.stdin)
    json.dump(answer(asked, fence or Fence(plain=bool(asked.get("plain")))), sys.stdout)


def _read(asked: dict[str, Any], fence: Fence, found: dict[str, Any]) -> None:
    """The busy hours at an address."""
    window = Window(datetime.fromtimestamp(asked["begin"], UTC), datetime.fromtimestamp(asked["end"], UTC))
    content = download.fetch(asked["address"], fence)
    reading = busy.read(content, window, ZoneInfo(asked["home"]), asked["ours"])
    found.update(blocks=reading.blocks, unread=reading.unread)


def _too_slow(_: int, __: FrameType | None) -> None:
    raise TimeIsUp


if __name__ == "__main__":
    main()
