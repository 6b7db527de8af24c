"""A worker as it runs in the product, to be killed: `python crashing.py DATABASE MAIL`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ekc import seals, settings
from ekc.db import db, make_engine
from ekc.notifications import delivery
from ekc.notifications.delivery import Postman
from ekc.notifications.transport import open_transport
from tests.world import SECRET


def main(database_url: str, mail_url: str) -> None:
    """Deliver all that is due, then end."""
    chosen = settings.Settings(database_url=database_url, mail_url=mail_url, secret_key=SECRET)
    settings.use(chosen)
    seals.configure(chosen.secret_key)
    db.bind(make_engine(database_url))
    postman = Postman(delivery.worker_name(), open_transport(mail_url), chosen)
    while delivery.deliver(postman):
        pass
    postman.transport.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
