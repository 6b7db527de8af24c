"""CPU time of a page beside its twin: one request of each in turn, so that both meet the same moments."""

from __future__ import annotations

import gc
from statistics import median
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from bench import browser

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask

    from bench.pages import Page

WARMING = 20
FEWEST = 150


def medians(apps: Sequence[Flask], page: Page, seconds: float) -> list[float]:
    """Microseconds of CPU for `page` in each application, asked in turn for about so many seconds."""
    made = [(app.wsgi_app, browser.of(app, page).request(page.path)) for app in apps]
    taken: list[list[float]] = [[] for _ in apps]
    for app, environ in made * WARMING:
        browser.call(app, environ.copy())
    gc.collect()
    gc.disable()
    try:
        until = perf_counter() + seconds
        while perf_counter() < until or len(taken[0]) < FEWEST:
            for (app, environ), times in zip(made, taken, strict=True):
                once = environ.copy()
                begin = process_time()
                browser.call(app, once)
                times.append(process_time() - begin)
    finally:
        gc.enable()
    return [median(times) * 1e6 for times in taken]
