"""Which of the proposed days is best, and why, in words. Pure.

The order, and so what breaks a tie:

1. fewest people who must be there and cannot ("zonder oma gaat het niet");
2. fewest of those of whom nothing is known yet;
3. fewest of those who would rather not;
4. most people who can come, gladly or if need be;
5. most who can come gladly;
6. the earliest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

YES, IF_NEEDED, NO = "yes", "if_needed", "no"
VALUES = (YES, IF_NEEDED, NO)


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands for one day: who can, would rather not, cannot, or did not say; the dearest first.

    People are ids; those who must be there come first in each group. `missed` are those of them who cannot.
    """

    day_id: int
    starts: datetime
    can: tuple[int, ...]
    rather_not: tuple[int, ...]
    cannot: tuple[int, ...]
    unknown: tuple[int, ...]
    essential: frozenset[int]

    @property
    def missed(self) -> tuple[int, ...]:
        """Who must be there and cannot."""
        return tuple(one for one in self.cannot if one in self.essential)

    @property
    def key(self) -> tuple[int, int, int, int, int, datetime, int]:
        """The smaller, the better; see the top of this file."""
        come = len(self.can) + len(self.rather_not)
        return (
            len(self.missed),
            sum(one in self.essential for one in self.unknown),
            sum(one in self.essential for one in self.rather_not),
            -come,
            -len(self.can),
            self.starts,
            self.day_id,
        )


def best_first(
    days: Iterable[tuple[int, datetime]],
    people: Sequence[int],
    essential: Iterable[int],
    answers: Mapping[tuple[int, int], str],
) -> list[Standing]:
    """The days, the best one first. `answers` by (person, day); who is not in it said nothing about it."""
    must = frozenset(essential) & frozenset(people)
    ranked = sorted(people, key=lambda one: one not in must)
    found = []
    for day_id, starts in days:
        groups: dict[str | None, list[int]] = {YES: [], IF_NEEDED: [], NO: [], None: []}
        for one in ranked:
            groups[answers.get((one, day_id))].append(one)
        can, rather_not, cannot, unknown = (tuple(groups[value]) for value in (YES, IF_NEEDED, NO, None))
        found.append(Standing(day_id, starts, can, rather_not, cannot, unknown, must))
    return sorted(found, key=lambda one: one.key)


def in_words(standing: Standing, names: Mapping[int, str]) -> str:
    """'Oma en Fatma kunnen. Jan liever niet.' With `names` by id; '' where nobody is asked."""
    return " ".join(sentences(standing, names, str.format))


def sentences(standing: Standing, names: Mapping[int, str], say: Callable[..., str]) -> list[str]:
    """The same, each sentence by itself; `say` says a Dutch one with its {names} in the language of who reads
    it."""
    groups = (
        (standing.can, "{names} kan.", "{names} kunnen."),
        (standing.rather_not, "{names} liever niet.", "{names} liever niet."),
        (standing.cannot, "{names} kan niet.", "{names} kunnen niet."),
        (standing.unknown, "Van {names} weten we het nog niet.", "Van {names} weten we het nog niet."),
        (standing.missed, "Zonder {names} gaat het niet.", "Zonder {names} gaat het niet."),
    )
    return [
        say(one if len(group) == 1 else many, names=_listed(group, names, say))
        for group, one, many in groups
        if group
    ]


def _listed(group: Sequence[int], names: Mapping[int, str], say: Callable[..., str]) -> str:
    *most, last = [names[one] for one in group]
    return say("{most} en {last}", most=", ".join(most), last=last) if most else last
