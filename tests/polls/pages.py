"""What a browser reads and sends of a poll."""

from __future__ import annotations

from ekc.db import db
from ekc.polls import asking
from tests.polls.stories import board, voters


def text(response):
    return response.get_data(as_text=True)


def fields(poll, *values):
    """The answers as a browser sends them."""
    return {f"dag-{day.id}": value for day, value in zip(board(poll).days, values, strict=False) if value}


def give_link(world, poll, name):
    """A question that was asked by mail, for somebody who has none: as the mail would have made it."""
    voter = voters(poll)[name]
    asking._link(poll, voter)
    db.commit()
    return voter
