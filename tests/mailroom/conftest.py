"""A Monday in January on which invitations are sent."""

from tests.invitations.conftest import day

__all__ = ["day"]
