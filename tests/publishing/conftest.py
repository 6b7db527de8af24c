"""It is a Monday in January, and there is a real CalDAV server."""

from __future__ import annotations

import pytest

from tests.invitations.conftest import day
from tests.tools.radicale import running

__all__ = ["day"]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Started once for all tests of a file."""
    with running(tmp_path_factory.mktemp("radicale")) as made:
        yield made


@pytest.fixture
def radicale(server):
    """The server, with an empty calendar of Cor's."""
    server.empty()
    return server
