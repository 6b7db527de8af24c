"""Rows of trajecten, as a file tells them."""

from __future__ import annotations

from datetime import date

from ekc.db import db
from ekc.exchange.trajects_columns import COLUMNS
from ekc.referrals.models import Referral
from tests.agenda.trajects import DAY
from tests.exchange.files import csv_of, take

HEADER = [column.name for column in COLUMNS]
SPOKEN = "1-10-2026"


def row(own: str = "2026-1", **told: object) -> list:
    """A row that is good but for what is `told`; names of columns without blanks."""
    given = {"Eigen nummer": own, "Team": "Hoogezand-Noord", "Stand": "aangemeld", **told}
    plain = {name.replace(" ", "").casefold(): name for name in HEADER}
    given = {plain.get(name.casefold(), name): value for name, value in given.items()}
    return [given.get(name, "") for name in HEADER]


def planned(own: str = "2026-1", on: date = DAY, **told: object) -> list:
    """A row with a day."""
    day: dict[str, object] = {"Stand": "gepland", "EersteGesprekOp": SPOKEN, "Datum": f"{on:%d-%m-%Y}"}
    day |= {"Coördinator": "Cor Kuiper"}
    return row(own, **{**day, "Begin": "19.30", "Waar": "bij oma", **told})


def come_in(world, *rows):
    return take(world.petra, csv_of(HEADER, *rows), "trajecten")


def the_one() -> Referral:
    db.session.expire_all()
    return db.session.query(Referral).one()


def page(client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return " ".join(response.get_data(as_text=True).split())
