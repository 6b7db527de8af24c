"""Two connections at the same moment, on either database."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable, Sequence
from datetime import datetime

from ekc import clock
from ekc.db import db
from ekc.errors import DomainError

HANG = 60


def at_once(verbs: Sequence[Callable[[], object]], moment: datetime | None = None) -> list[str]:
    """Run each verb in a thread and a transaction of its own, begun together; 'done' or what was refused."""
    db.commit()
    db.remove()
    begun, ended = threading.Barrier(len(verbs)), list[str]()

    def run(verb: Callable[[], object]) -> None:
        begun.wait(HANG)
        try:
            if moment is None:
                verb()
            else:
                with clock.at(moment):
                    verb()
            db.commit()
            ended.append("done")
        except DomainError as error:
            db.rollback()
            ended.append(str(error))
        except Exception as error:  # noqa: BLE001 -- whatever else it is, the test must see it
            ended.append(repr(error))
        finally:
            db.remove()

    threads = [threading.Thread(target=contextvars.Context().run, args=(run, verb)) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(HANG)
    return sorted(ended, key=lambda one: one != "done")
