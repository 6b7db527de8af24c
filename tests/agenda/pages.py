"""The pages of a day, as a phone reads them."""

from __future__ import annotations

from ekc.agenda.models import Conference
from tests.agenda.trajects import Traject, add, make_traject
from tests.client import text
from tests.world import DAY, World

FORM = {
    "on": DAY.isoformat(),
    "begins": "19:30",
    "until": "22:30",
    "where": "other",
    "place": "bij oma",
    "safety": "y",
}


def make_spoken(world: World) -> Traject:
    """A traject of Cor with two who were spoken: Oma, who reads mail, and Buur, who does not."""
    made = make_traject(world)
    add(made, "Oma", world.cor.actor, mail="oma@post.example")
    add(made, "Buur", world.cor.actor, "neighbour", phone="+31655555555")
    return made


def planning(traject: Traject) -> str:
    return f"/trajecten/{traject.referral_id}/bijeenkomst"


def board(conference: Conference) -> str:
    return f"/bijeenkomsten/{conference.id}"


def selects(client, url: str, queries: list[str]) -> int:
    queries.clear()
    text(client.get(url))
    return sum(one.startswith("SELECT") for one in queries)
