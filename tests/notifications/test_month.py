"""A simulated month, short: nobody gets too much, and everybody hears what they must. `python -m bench.month`
lets forty households pass."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import uuid4

from bench.month import written
from bench.month.household import Month
from bench.month.ledger import Heard, Ledger
from bench.month.living import FIRST, Size, live
from ekc import clock
from ekc.invitations import reminding
from ekc.notifications import outbox
from ekc.notifications.enough import MOST
from ekc.notifications.kinds import Audience
from ekc.polls import asking, messages

# One is asked which day suits, and it moves; one rests; one chooses, and its coordinator falls ill; one has
# its plan already, and is called weeks later. In two somebody gets letters.
SHORT = Size((3, 6, 8, 10), guests=3, arrive=3, lasts=36, circles=(5,), hours=(time(8, 5), time(13)))


def test_nobody_gets_too_many_and_what_must_be_heard_is_heard():
    month = live(SHORT)
    assert written.faults(month) == []
    assert month.held == 3
    came = month.ledger.came()
    asked = {"offer", "choice", "poll", "invitation", "reach_question"}
    changed = {"invitation_moved", "invitation_cancelled", "invitation_changed", "invitation_removed"}
    seldom = {"tonight_alarm", "traject_paused", "traject_resumed", "follow_up"}
    assert asked | changed | seldom <= came.keys()
    assert came["invitation"].called > 0, "who gets no message is called"
    tables = written.tables(month)
    assert "| wijkagent in every circle | 1 |" in tables
    assert "| somebody with letters | 2 |" in tables


def test_what_goes_wrong_is_seen(monkeypatch):
    def twice(draft):
        outbox.enqueue(replace(draft, dedupe=f"{draft.dedupe}:again", together=None))
        return outbox.enqueue(draft)

    def all_but_moved(draft, enqueue=outbox.enqueue):
        return None if draft.kind == "invitation_moved" else enqueue(draft)

    def at_each_tick(voter, poll, lead, _, *, focus):
        person = asking.people.one(voter.municipality_id, voter.person_id)
        mail = asking.people.reach(person) or ""
        messages.nudge(poll, voter, (person, mail), asking._link(poll, voter), lead, focus=focus)
        return True

    def anew(draft, enqueue=outbox.enqueue):
        return enqueue(replace(draft, dedupe=str(uuid4()), together=None))

    monkeypatch.setattr(reminding, "enqueue", twice)
    monkeypatch.setattr(outbox, "enqueue", all_but_moved)
    monkeypatch.setattr(asking, "_nudge", at_each_tick)
    monkeypatch.setattr(messages, "enqueue", anew)
    seen = written.faults(live(replace(SHORT, numbers=(7,), lasts=26)))
    assert any(one.startswith("invitation_moved: ") and "must be heard" in one for one in seen)
    assert any("invitation_reminder: twice the same" in one for one in seen)
    assert any("poll_nudge: twice the same" in one for one in seen)


def test_more_than_the_maximum_is_seen_and_so_is_a_stranger():
    most = MOST[Audience.PEOPLE]
    noon = datetime.combine(FIRST, time(12), clock.HOME)
    ledger = Ledger()
    for number in range(most.day):
        ledger.heard.append(Heard("oma@gast.example", frozenset({"invitation"}), noon, f"{number}"))
    for number in range(most.week - most.day):
        later = noon + timedelta(days=6 if number else 1)
        ledger.heard.append(Heard("oma@gast.example", frozenset({"invitation"}), later, f"later {number}"))
    month = Month(ledger, {}, "", 0)
    assert written.faults(month) == []
    for words in ("one", "more"):
        ledger.heard.append(Heard("oma@gast.example", frozenset({"invitation"}), noon, words))
    seen = written.faults(month)
    assert (
        seen[0] == f"somebody around a family: {most.day + 2} messages in a day, where {most.day} is the most"
    )
    assert (
        seen[1]
        == f"somebody around a family: {most.week + 2} messages in a week, where {most.week} is the most"
    )
    ledger.heard.append(Heard("wie@elders.example", frozenset(), noon, "?"))
    assert [one for one in written.faults(month) if "nobody" in one] != []
