"""It is noon, thirty days before the day of the tests."""

from tests.agenda.trajects import noon

__all__ = ["noon"]
