"""Left out, as tests say it."""

from __future__ import annotations

from ekc import choosing
from ekc.db import db
from ekc.matching import service as matching


def exclude(world, referral, who, said_by="family", words=None):
    made = choosing.exclude(referral, who and who.coordinator, words, said_by, by=world.petra.actor)
    db.commit()
    return made


def able(world, referral) -> set[int]:
    return {one.volunteer.id for one in matching.candidates(referral, by=world.petra.actor)[0]}


def post(client, referral, path="", **data: object):
    return client.post(f"/aanmeldingen/{referral.id}/liever-niet{path}", data=data)
