"""Workers that hang up when the test is over."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from ekc import clock
from ekc.notifications.delivery import Postman
from tests.notifications.posting import NOW, make_worker


@pytest.fixture
def day(database) -> Iterator[None]:
    """It is a Monday in January."""
    with clock.at(NOW):
        yield


@pytest.fixture
def worker(database) -> Iterator[Callable[..., Postman]]:
    """`worker(url)`: a worker that hands over to the server there."""
    made: list[Postman] = []

    def make(url: str) -> Postman:
        made.append(make_worker(url))
        return made[-1]

    yield make
    for postman in made:
        postman.transport.close()
