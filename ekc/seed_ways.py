"""Three in the demo who are reached otherwise: by a text, by a letter, and in English."""

from __future__ import annotations

from datetime import date, time, timedelta

from ekc.agenda import coming
from ekc.circle import service as circle
from ekc.people.service import Particulars
from ekc.seed_apart import next_day
from ekc.seed_pool import COR
from ekc.seed_stories import Story
from ekc.seed_town import Town
from ekc.seed_verbs import instant

# Of the mobile numbers that Germany keeps for stories (Bundesnetzagentur): none of the Netherlands is.
NOBODYS = "+49171392{:04}"
AROUND = (
    (Particulars("Klaas", "Bakker", phone=NOBODYS.format(17), prefers="sms"), "neighbour"),
    (Particulars("Geesje", "Bakker", post="Voorbeeldlaan 12, 9600 AA Hoogezand", prefers="letter"), "family"),
    (Particulars("Grace", "Owusu", mail="grace.owusu@post.example", language="eng"), "friend"),
)


def otherwise(town: Town, today: date) -> Story:
    """Cor spoke them later than the others, and invites each in their own way."""
    yield instant(today - timedelta(days=2), time(14, 10))
    cor = town.coordinators[town.known[COR]]
    day = next_day(cor.person_id)
    if day is None:
        return
    for told, relation in AROUND:
        circle.spoken(circle.add(day.referral, told, relation, by=cor), by=cor)
    coming.invite_spoken(day.conference, by=cor)
