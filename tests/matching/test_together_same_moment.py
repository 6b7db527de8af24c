"""Two of the bureau accept the same proposal at the same moment: each line is asked once."""

from __future__ import annotations

import contextvars
import threading
from collections import Counter

from ekc.db import db
from ekc.matching import together
from ekc.matching.models import Offer
from ekc.notifications.models import Message
from ekc.people.service import Particulars
from tests.matching.stories import WEEKS, make_referral
from tests.world import make_coordinator

ROUNDS = 4


def at_once(*verbs):
    """What each verb gives, begun together, each in a session of its own."""
    begun, given = threading.Barrier(len(verbs)), []

    def run(verb):
        begun.wait()
        given.append(verb())
        db.commit()
        db.remove()

    threads = [threading.Thread(target=contextvars.Context().run, args=(run, one)) for one in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return given


def test_each_line_is_asked_once_and_the_other_hears_it(both):
    for number in range(6):
        make_coordinator(both.municipality, f"V{number} Vos", f"v{number}@pool.example", max_at_once=6)
    for number in range(ROUNDS):
        for name in "AB":
            make_referral(both, focus=(Particulars("Yara", f"Huis{number}{name}"),))
        found = together.proposal(by=both.petra.actor)
        lines = {
            place.referral: [each.volunteer.id for each in place.names] for place in found.picture.places
        }
        assert len(lines) == 2
        backwards = dict(reversed(lines.items()))
        db.commit()
        db.remove()
        given = at_once(
            lambda lines=lines: together.ask(lines, *WEEKS, by=both.petra.actor),
            lambda lines=backwards: together.ask(lines, *WEEKS, by=both.petra.actor),
        )
        assert sorted((len(one.numbers), len(one.refused)) for one in given) == [(0, 2), (2, 0)]
        assert all("hier is net al gevraagd" in told for one in given for told in one.refused)
        offers = db.session.query(Offer).filter(Offer.referral_id.in_(lines)).all()
        assert Counter(one.referral_id for one in offers) == {key: len(ids) for key, ids in lines.items()}
        asked = [one.id for one in offers]
        mails = db.session.query(Message).filter(Message.kind == "offer", Message.about_id.in_(asked)).count()
        assert mails == len(asked)


def test_two_lines_never_ask_somebody_beyond_her_room(both):
    one, other = (make_referral(both, focus=(Particulars("Yara", f"Huis{name}"),)).id for name in "AB")
    cor = both.cor.coordinator.id  # takes one at a time
    db.remove()
    given = at_once(
        lambda: together.ask({one: [cor]}, *WEEKS, by=both.petra.actor),
        lambda: together.ask({other: [cor]}, *WEEKS, by=both.petra.actor),
    )
    assert sorted(len(each.numbers) for each in given) == [0, 1]
    assert next(told for each in given for told in each.refused).endswith(
        "Cor Kuiper heeft net een andere vraag gekregen."
    )
    assert db.session.query(Offer).count() == 1
