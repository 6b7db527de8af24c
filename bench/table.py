"""The results as tables in Markdown, for the screen and for docs/benchmarks.md."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench import candidates, free_time, own_calendar, proposal, weight

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.beside import Measured
    from bench.candidates import Search
    from bench.free_time import Free
    from bench.main_job import Step
    from bench.own_calendar import Read
    from bench.pages import Page
    from bench.proposal import Joint
    from bench.weight import Visit

FILE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
BEGIN, END = "<!-- results: written by `make bench`, see bench/ -->\n", "<!-- end of results -->\n"
MISSED = " **missed**"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a page costs: CPU in microseconds, queries at each size of the data, bytes over the wire."""

    page: Page
    microseconds: float
    twin: float
    queries: tuple[int, ...]
    wire_bytes: int

    @property
    def times(self) -> float:
        """How many times its twin."""
        return self.microseconds / self.twin

    @property
    def is_fast(self) -> bool:
        """Whether S1 holds."""
        return self.times <= self.page.times

    @property
    def is_lean(self) -> bool:
        """Whether S2 holds."""
        return len(set(self.queries)) == 1 and self.queries[0] <= self.page.queries


@dataclass(frozen=True, slots=True)
class Results:
    """All of one run."""

    sizes: Sequence[tuple[int, int]]  # (times the households, rows in the database)
    hello: float
    costs: Sequence[Cost]
    visits: Sequence[Visit]
    steps: Sequence[Step]
    joint: Sequence[Joint]
    free: Sequence[Free]
    own: Read | None
    searches: Sequence[Search]
    mails: Sequence[Measured]


def written(found: Results) -> str:
    """All tables."""
    tables = (_pages(found), _visits(found.visits), _steps(found.steps), _joint(found.joint))
    return "\n".join(
        (*tables, _free(found.free), own_calendars(found.own), searches(found.searches), posted(found.mails))
    )


def keep(found: Results) -> None:
    """Put the tables between their marks in docs/benchmarks.md."""
    put(written(found))


def put(tables: str, begin: str = BEGIN, end: str = END) -> None:
    """Put tables between two marks in docs/benchmarks.md."""
    before, rest = FILE.read_text("utf-8").split(begin)
    _, after = rest.split(end)
    FILE.write_text(f"{before}{begin}\n{tables}\n{end}{after}", "utf-8")


def _pages(found: Results) -> str:
    sizes = " / ".join(f"{times}×" for times, _ in found.sizes)
    rows = ", ".join(f"{count:,} rows at {times}×" for times, count in found.sizes)
    lines = [
        f"| page | CPU µs | twin µs | × twin (S1) | goal | queries at {sizes} (S2) | goal | bytes |",
        "|---|---|---|---|---|---|---|---|",
        *(_page(cost) for cost in found.costs),
        "",
        f"A bare Flask “hello” takes {found.hello:.0f} µs in the same run. The database held {rows}.",
        "",
    ]
    return "\n".join(lines)


def _page(cost: Cost) -> str:
    fast, lean = ("" if right else MISSED for right in (cost.is_fast, cost.is_lean))
    many = " / ".join(map(str, cost.queries))
    return (
        f"| {cost.page.name} | {cost.microseconds:,.0f} | {cost.twin:,.0f} | {cost.times:.2f}{fast} | "
        f"≤ {cost.page.times} | {many}{lean} | ≤ {cost.page.queries} | {cost.wire_bytes:,} |"
    )


def _visits(visits: Sequence[Visit]) -> str:
    goal = f"≤ {weight.FIRST_BYTES:,} in ≤ {weight.FIRST_REQUESTS}"
    lines = [
        f"| first visit, phone (S4) | bytes ({goal}) | requests | scripts | next (≤ {weight.NEXT_BYTES:,}) |",
        "|---|---|---|---|---|",
    ]
    for one in visits:
        missed = "" if one.fits else MISSED
        total = f"{one.total_bytes:,}{missed}"
        lines.append(f"| {one.name} | {total} | {one.requests} | {one.script_bytes:,} | {one.page_bytes:,} |")
    return "\n".join([*lines, ""])


def _steps(steps: Sequence[Step]) -> str:
    lines = ["| writing request (S5) | commits (= 1) | statements |", "|---|---|---|"]
    for step in steps:
        missed = "" if step.commits == 1 else MISSED
        lines.append(f"| {step.name} | {step.commits}{missed} | {step.statements} |")
    return "\n".join([*lines, ""])


def searches(found: Sequence[Search]) -> str:
    """The table of S6."""
    lines = [
        "| candidates of one aanmelding (S6) | ms | all rows, ms | × | goal | × the small (≤ 2) | new, ms |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in found:
        grown = candidates.growth(one, found)
        more = "" if grown is None else f"{grown:.2f}{'' if grown <= candidates.GROWS else MISSED}"
        name = f"{one.database}, {one.people:,} coordinators, {candidates.QUESTIONS[one.languages]}"
        times = f"{one.times:.2f}{'' if one.fits else MISSED} | ≤ {candidates.GOALS[one.people]}"
        took = f"{one.ours * 1e3:.1f} | {one.rows * 1e3:.1f}"
        lines.append(f"| {name} | {took} | {times} | {more} | {one.first * 1e3:.1f} |")
    return "\n".join([*lines, ""])


def posted(found: Sequence[Measured]) -> str:
    """The table of S9, S10 and S12."""
    lines = ["| messages and calendars | ms | floor, ms | × | goal |", "|---|---|---|---|---|"]
    for one in found:
        goal = f"{'≥' if one.at_least else '≤'} {one.goal:g}"
        times = f"{one.times:.2f}{'' if one.fits else MISSED}"
        lines.append(f"| {one.name} | {one.ours * 1e3:,.2f} | {one.floor * 1e3:,.2f} | {times} | {goal} |")
    return "\n".join([*lines, ""])


def _joint(found: Sequence[Joint]) -> str:
    times, most = f"× (≤ {proposal.TIMES:g})", f"MB more (≤ {proposal.MEGABYTES:g})"
    lines = [
        f"| joint proposal (S7) | CPU ms | OR-tools ms | {times} | same cost | {most} |",
        "|---|---|---|---|---|---|",
    ]
    for one in found:
        size = f"{one.asks:,} × {one.people:,}, {one.each} candidates each"
        missed, same = "" if one.fits else MISSED, "yes" if one.equal else "no"
        times = f"{one.ours * 1e3:.1f} | {one.theirs * 1e3:.1f} | {one.times:.2f}{missed}"
        lines.append(f"| {size} | {times} | {same} | {one.megabytes:.1f} |")
    return "\n".join([*lines, ""])


def own_calendars(found: Read | None) -> str:
    """The table of S11."""
    lines = [
        "| busy hours of an own calendar (S11) | CPU ms | parsing all of it, ms | × | goal |",
        "|---|---|---|---|---|",
    ]
    if found is not None:
        name = f"{own_calendar.EVENTS:,} events, 8 weeks"
        times = f"{found.times:.2f}{'' if found.fits else MISSED} | ≤ {own_calendar.MOST}"
        lines.append(f"| {name} | {found.ours * 1e3:.1f} | {found.all_of_it * 1e3:.1f} | {times} |")
    return "\n".join([*lines, ""])


def _free(found: Sequence[Free]) -> str:
    size = f"{free_time.PEOPLE} people, {free_time.BLOCKS} blocks each, 8 weeks"
    lines = [f"| common free time (S8): {size} | CPU ms | sorting ms | × | goal |", "|---|---|---|---|---|"]
    for one in found:
        missed = "" if one.fits else MISSED
        times = f"{one.ours * 1e3:.2f} | {one.sorting * 1e3:.2f} | {one.times:.2f}{missed}"
        lines.append(f"| {one.name} | {times} | ≤ {one.most:g} |")
    return "\n".join([*lines, ""])
