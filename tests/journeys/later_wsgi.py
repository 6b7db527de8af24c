"""The product on a later day: the whole web server lives `DAYS_LATER` days ahead."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import time_machine

days = int(os.environ["DAYS_LATER"])
time_machine.travel(datetime.now(UTC) + timedelta(days=days), tick=True).start()

from ekc import create_app  # noqa: E402 -- only now, on the later day

app = create_app()
