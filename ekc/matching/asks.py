"""What several referrals ask at once, and what it becomes when each takes what is best for itself. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Ask:
    """One referral. Who is not in `leads` may not lead it, who is not in `buddies` may not be the second."""

    id: int
    outside: int  # what it costs to leave it without anybody; more where it presses
    leads: Mapping[int, int]  # cost by coordinator
    buddies: Mapping[int, int] = field(default_factory=dict)  # the same, beside somebody new


@dataclass(frozen=True, slots=True)
class Line:
    """Who is proposed for one referral; `lead` is None where nobody is left."""

    ask: int
    lead: int | None
    buddy: int | None
    cost: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A line for each referral, in the order in which they were given."""

    lines: tuple[Line, ...]
    proven: bool = True  # no other answer costs less

    @property
    def total(self) -> int:
        """What all lines cost together."""
        return sum(line.cost for line in self.lines)

    @property
    def unserved(self) -> tuple[int, ...]:
        """The referrals for which nobody is left."""
        return tuple(line.ask for line in self.lines if line.lead is None)


def one_by_one(asks: Iterable[Ask], room: Mapping[int, int], new: Collection[int] = ()) -> Proposal:
    """What it becomes when each ask, in this order, takes what is best for itself; see `proposal.propose`.

    Among equals the first of `leads` goes first.
    """
    left = dict(room)
    lines = []
    for ask in asks:
        line = min(_possible(ask, left, new), key=lambda one: one.cost)
        for taken in (line.lead, line.buddy):
            if taken is not None:
                left[taken] -= 1
        lines.append(line)
    return Proposal(tuple(lines))


def _possible(ask: Ask, left: Mapping[int, int], new: Collection[int]) -> Iterator[Line]:
    """Every line for one referral that could be best for it."""
    yield Line(ask.id, None, None, ask.outside)
    beside = [(cost, one) for one, cost in ask.buddies.items() if one not in new and left.get(one, 0) > 0]
    for lead, cost in ask.leads.items():
        if left.get(lead, 0) > 0 and lead not in new:
            yield Line(ask.id, lead, None, cost)
        elif left.get(lead, 0) > 0 and beside:
            more, buddy = min(beside)
            yield Line(ask.id, lead, buddy, cost + more)
