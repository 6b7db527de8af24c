"""Two teams send an aanmelding for the same hoofdpersoon at the same moment: one gets through."""

from __future__ import annotations

import contextvars
import threading

from ekc.db import db
from ekc.errors import TooLateError
from ekc.referrals import service
from ekc.referrals.models import Referral
from tests.referrals.builders import make_draft, told


def test_one_of_two_gets_through_and_the_other_loses_nothing(both):
    drafts = [(make_draft(both, who).id, who) for who in (both.sanne, both.tom)]
    for draft_id, who in drafts:
        service.save_draft(db.session.get_one(Referral, draft_id), {"goal": "rust"}, by=who.actor)
    wanted, begun, ended = told(both), threading.Barrier(2), []
    db.commit()
    db.remove()

    def send(draft_id, who):
        begun.wait()
        referral = db.session.get_one(Referral, draft_id)
        try:
            service.submit(referral, wanted, by=who.actor)
            ended.append("sent")
        except TooLateError as error:
            ended.append(str(error))
        db.commit()
        db.remove()

    threads = [threading.Thread(target=contextvars.Context().run, args=(send, *one)) for one in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(ended) == ["Bel het bureau voordat je verdergaat: 0598 12 34 56.", "sent"]
    kept = [db.session.get_one(Referral, draft_id) for draft_id, _ in drafts]
    assert sorted((one.state, one.draft) for one in kept if one.state == "draft") == [
        ("draft", '{"goal": ["rust"]}')
    ]
    assert sorted(one.state for one in kept) == ["draft", "matching"]
