"""What a simulated year came to, in one line of a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import mean, median, quantiles
from typing import TYPE_CHECKING

from bench.year.ledger import far
from ekc.db import db
from ekc.notifications.models import Message
from ekc.referrals.models import Assignment, Referral

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.year.state import Year

DAY = 86_400
FOUR_WEEKS = timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class Tally:
    """The year in numbers. `gini` is of what each began, as a share of her own limit: 0 is equal."""

    way: str
    came: int
    found: int
    days: float
    days_90: float
    waits: int
    spoken: tuple[int, int]  # of the households with another language, in how many the lead speaks it
    choice: tuple[int, int]  # of the families that chose, how many had two cards or more
    gini: float
    idle: int
    full: int
    questions: tuple[float, int, int]
    mails: tuple[float, int]
    km: float

    @property
    def cells(self) -> dict[str, str]:
        """As a column of the table, by what stands before the row."""
        return {
            "found a coordinator": f"{self.found} of {self.came}",
            "days until then: median / 90 %": f"{self.days:.1f} / {self.days_90:.1f}",
            "still look for one at the end": f"{self.waits}",
            "other language: the coordinator speaks it": _share(self.spoken),
            "families that choose: from two or more": _share(self.choice),
            "load, as a share of own limit: Gini": f"{self.gini:.2f}",
            "volunteers with nothing / at their own limit": f"{self.idle} / {self.full}",
            "questions per volunteer: mean / most": f"{self.questions[0]:.1f} / {self.questions[1]}",
            "most questions to one in four weeks": f"{self.questions[2]}",
            "mails per volunteer: mean / most": f"{self.mails[0]:.1f} / {self.mails[1]}",
            "kilometres to the household: mean": f"{self.km:.1f}",
        }


def pooled(found: Sequence[Tally]) -> Tally:
    """Several years of one way as one: counts are added up, the rest is a mean, and the most is the most."""

    def added(name: str) -> int:
        return sum(getattr(one, name) for one in found)

    def middle(name: str) -> float:
        return mean(getattr(one, name) for one in found)

    return Tally(
        found[0].way,
        came=added("came"),
        found=added("found"),
        days=middle("days"),
        days_90=middle("days_90"),
        waits=added("waits"),
        spoken=(sum(one.spoken[0] for one in found), sum(one.spoken[1] for one in found)),
        choice=(sum(one.choice[0] for one in found), sum(one.choice[1] for one in found)),
        gini=middle("gini"),
        idle=added("idle"),
        full=added("full"),
        questions=(
            mean(one.questions[0] for one in found),
            max(one.questions[1] for one in found),
            max(one.questions[2] for one in found),
        ),
        mails=(mean(one.mails[0] for one in found), max(one.mails[1] for one in found)),
        km=middle("km"),
    )


def table(title: str, found: Sequence[Tally]) -> str:
    """The ways beside each other."""
    columns = [one.cells for one in found]
    lines = [
        f"| {title} | " + " | ".join(one.way for one in found) + " |",
        "|" + "---|" * (len(found) + 1),
        *(f"| {name} | " + " | ".join(one[name] for one in columns) + " |" for name in columns[0]),
    ]
    return "\n".join([*lines, ""])


def of(year: Year, way: str) -> Tally:
    """Count it."""
    ledger = year.ledger
    waited = [(at - ledger.arrived[one]).total_seconds() / DAY for one, at in ledger.found.items()]
    led = dict(
        db.session.query(Assignment.referral_id, Assignment.coordinator_id)
        .filter(Assignment.kind == "lead")
        .all()
    )
    began = Counter(one.helper for one in ledger.stints)
    shares = [began[one] / helper.per_year for one, helper in year.helpers.items()]
    asked = [ledger.questions.get(one, []) for one in year.helpers]
    mails = _mails(year)
    foreign = [one for one in ledger.found if len(year.houses[one].languages) > 1]
    return Tally(
        way,
        came=len(ledger.arrived),
        found=len(waited),
        days=median(waited),
        days_90=quantiles(waited, n=10)[-1],
        waits=db.session.query(Referral).filter(Referral.state == "matching").count(),
        spoken=(sum(_speaks(year, one, led[one]) for one in foreign), len(foreign)),
        choice=(sum(many > 1 for many in ledger.cards.values()), len(ledger.cards)),
        gini=gini(shares),
        idle=sum(not one for one in shares),
        full=sum(one >= 1 for one in shares),
        questions=(mean(map(len, asked)), max(map(len, asked)), max(map(_crowded, asked))),
        mails=(mean(mails), max(mails)),
        km=mean(far(year.helpers[led[one]], year.houses[one]) for one in ledger.found),
    )


def _speaks(year: Year, referral: int, coordinator: int) -> bool:
    return set(year.houses[referral].languages) <= set(year.helpers[coordinator].languages)


def _mails(year: Year) -> list[int]:
    """How many mails each volunteer got, of any kind but the appointments of her own meetings."""
    many = Counter(
        one.address for one in db.session.query(Message).filter(Message.kind.like("offer%")) if one.address
    )
    return [many[f"{helper.name.lower()}@pool.example"] for helper in year.helpers.values()]


def _crowded(asked: list[datetime]) -> int:
    """The most questions in four weeks."""
    return max((sum(at <= one < at + FOUR_WEEKS for one in asked) for at in asked), default=0)


def gini(values: list[float]) -> float:
    total = sum(values)
    if not total:
        return 0.0
    ranked = sorted(values)
    weighed = sum(rank * value for rank, value in enumerate(ranked, 1))
    return 2 * weighed / (len(values) * total) - (len(values) + 1) / len(values)


def _share(part: tuple[int, int]) -> str:
    return f"{part[0]} of {part[1]}"
