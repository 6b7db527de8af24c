"""Every message of the product, one row each: what it is called, who reads it, when it leaves and by which
rules.

`enqueue` takes no other kinds. The words of a kind stand in `templates/mail/<code>/`: `subject.txt`,
`body.txt` and `sms.txt`, and in `call.txt` what is said to a volunteer whom no message reaches.
"""

from __future__ import annotations

from ekc.notifications import kinds_asked, kinds_here, kinds_people, kinds_pool, kinds_pool_news
from ekc.notifications.kinds import Audience, Kind

_THERE = (*kinds_people.ALL, *kinds_pool.ALL, *kinds_pool_news.ALL, *kinds_here.ALL, *kinds_asked.ALL)
ALL: tuple[Kind, ...] = tuple(sorted(_THERE, key=lambda kind: tuple(Audience).index(kind.audience)))
_BY_CODE = {kind.code: kind for kind in ALL}


def of(code: str) -> Kind:
    """The kind with this code; KeyError where there is none."""
    return _BY_CODE[code]


def find(code: str) -> Kind | None:
    """The same for a code that somebody typed."""
    return _BY_CODE.get(code)


def waits(code: str) -> bool:
    """Whether it waits for waking hours; a kind that there once was, does."""
    kind = find(code)
    return kind is None or kind.waits
