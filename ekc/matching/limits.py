"""Why somebody may not be asked: law, safety, independence, her own limits and the family's word. Pure.

Everything else only decides the order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from ekc.matching.fitting import Volunteer, Wanted, same_village, works_for
from ekc.people import languages
from ekc.pool.dayparts import DAY_PARTS
from ekc.pool.rules import LACKS, lacking
from ekc.pool.wording import own_words
from ekc.referrals.codes import THEMES

REASONS = {
    **LACKS,
    "paused": "staat op pauze",
    "year_full": "deed dit jaar al zoveel als ze wil",
    "quarter_full": "deed dit kwartaal al zoveel als ze wil",
    "period_full": "deed in deze maanden al zoveel als ze wil",
    "now_full": "heeft nu al zoveel als ze tegelijk wil",
    "involved": "werkt bij een betrokken organisatie",
    "in_team": "werkt bij het team dat aanmeldde",
    "member": "hoort zelf bij de familie of is erbij betrokken",
    "excluded_family": "de familie wil haar of hem niet",
    "excluded_team": "past niet, zegt het team",
    "had_it": "was hier eerder coördinator",
    "said_no": "zei al nee",
    "refused": "de familie wil liever een ander",
    "asked": "is hier al gevraagd",
    "same_village": "woont in hetzelfde dorp; de familie wil dat niet",
    "other_village": "woont niet in hetzelfde dorp; de familie wil dat graag",
    "own_village": "wil zelf geen familie uit het eigen dorp",
    "too_far": "wil zelf niet zo ver reizen",
}
LAW = frozenset(LACKS)
OWN = frozenset({"year_full", "quarter_full", "period_full", "now_full"})  # numbers that she gave herself
INDEPENDENT = frozenset({"involved", "in_team", "member", "excluded_family", "excluded_team"})
AT_YES = LAW | OWN | INDEPENDENT  # what also holds when she says yes herself
DISTANCES = (5, 10, 20)
LED = (1, 3)  # meetings that she led
TOLD_OFTEN = ("vrouw", "man")  # words that families ask for more than others
VILLAGE = {"village:not": "niet uit het eigen dorp", "village:only": "uit het eigen dorp"}
VILLAGE_HARD = {"not": ("village:not",), "only": ("village:only",)}
VILLAGE_REASONS = {"village:not": "same_village", "village:only": "other_village"}
MOST_DEMANDS = 8


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody who is not asked, with the reasons (codes, see `reason`)."""

    volunteer: Volunteer
    reasons: tuple[str, ...]

    @property
    def in_words(self) -> str:
        """The reasons as a sentence without a capital."""
        return "; ".join(map(reason, self.reasons))


def objections(wanted: Wanted, volunteer: Volunteer, today: date) -> tuple[str, ...]:
    """Why she may not be asked now, as codes (see `reason`); empty where she may."""
    one, together = volunteer, same_village(wanted, volunteer)
    found = (
        ("paused", one.paused_until is not None and one.paused_until >= today),
        ("year_full", one.done >= one.max_per_year),
        ("quarter_full", one.max_per_quarter is not None and one.this_quarter >= one.max_per_quarter),
        ("period_full", one.period_full),
        ("now_full", one.active >= one.max_at_once),
        ("involved", works_for(one.employer, wanted.organisations)),
        ("in_team", one.in_team),
        ("member", one.member),
        ("excluded_family", one.excluded_by == "family"),
        ("excluded_team", one.excluded_by == "team"),
        ("had_it", one.had_it),
        ("said_no", one.offer == "no"),
        ("refused", one.offer == "refused"),
        ("asked", one.offer in {"open", "yes"} and not one.had_it),
        ("same_village", wanted.own_village == "not" and together),
        ("other_village", wanted.own_village == "only" and not together),
        ("own_village", not one.own_village and together),
        ("too_far", None not in (one.km, one.max_km) and (one.km or 0) > (one.max_km or 0)),
    )
    unmet = tuple(demand for demand in wanted.demands if not meets(wanted, demand, one))
    return lacking(one.papers, today) + tuple(code for code, is_so in found if is_so) + unmet


def room(one: Volunteer) -> int:
    """How many more she takes on within her own numbers; below 1: none (see `OWN`)."""
    left = [one.max_per_year - one.done, one.max_at_once - one.active]
    if one.max_per_quarter is not None:
        left.append(one.max_per_quarter - one.this_quarter)
    return min(left)


def meets(wanted: Wanted, demand: str, one: Volunteer) -> bool:
    """Whether she is what a demand asks; what she did not tell she is not."""
    kind, _, value = demand.partition(":")
    if kind == "language":
        return value in one.languages
    if kind == "word":
        return value in own_words(one.at_home)
    if kind == "km":
        return one.km is not None and one.km <= int(value)
    if kind == "village":
        return same_village(wanted, one) == (value == "only")
    if kind == "led":
        return one.led >= int(value)
    return value in (one.themes_like if kind == "theme" else one.day_parts)


def demand_in_words(demand: str) -> str:
    """'Arabisch', 'vrouw', 'hooguit 10 km ver', 'vrij op maandagavond', 'leidde er eerder minstens 3'."""
    kind, _, value = demand.partition(":")
    known: Mapping[str, str] = {
        **VILLAGE,
        **{f"theme:{each}": f"doet graag: {words}" for each, words in THEMES.items()},
    }
    match kind:
        case "language":
            return languages.name(value)
        case "km":
            return f"hooguit {value} km ver"
        case "part":
            return f"vrij op {DAY_PARTS.get(value, value)}"
        case "led":
            return f"leidde er eerder minstens {value}"
    return known.get(demand, value)


def reason(code: str) -> str:
    """A reason in words without a capital; a demand that is not met is a reason too."""
    return REASONS.get(code) or f"voldoet niet aan de eis ‘{demand_in_words(code)}’"


def without(code: str) -> str:
    """What it would take to let a reason go: "zonder eis ‘vrouw’"; a limit of her own in its own words."""
    demand = next((each for each, reason in VILLAGE_REASONS.items() if reason == code), code)
    if demand == code and code in REASONS:
        return f"zonder ‘{REASONS[code]}’"
    return f"zonder eis ‘{demand_in_words(demand)}’"


def possible_demands(wanted: Wanted) -> list[str]:
    """What could be made hard for this referral: its languages, the words of its wishes and those that are
    told often, the own dorp, a distance, day parts that suit, experience, what it is about."""
    words = dict.fromkeys((*wanted.words, *TOLD_OFTEN))
    return [
        *(f"language:{code}" for code in wanted.languages),
        *(f"word:{word}" for word in words),
        *(VILLAGE if wanted.pc4 or wanted.locality_id else ()),
        *(f"km:{far}" for far in DISTANCES if wanted.point is not None),
        *(f"part:{code}" for code in wanted.day_parts or DAY_PARTS),
        *(f"led:{many}" for many in LED),
        *(f"theme:{code}" for code in wanted.themes),
    ]


def hard(wanted: Wanted) -> tuple[str, ...]:
    """What is hard now, the own dorp included."""
    return (*VILLAGE_HARD.get(wanted.own_village, ()), *wanted.demands)


@dataclass(frozen=True, slots=True)
class Surveyed:
    """So many of the pool for whom the same stands in the way (nothing: they may be asked), and how many of
    them meet each of the demands that are not hard."""

    reasons: frozenset[str]
    many: int
    meets: Mapping[str, int]


def remaining(found: Iterable[Surveyed]) -> tuple[int, dict[str, int]]:
    """(how many could be asked now, by demand how many of them if it were hard too)."""
    now = next((one for one in found if not one.reasons), None)
    return (now.many, dict(now.meets)) if now else (0, {})


def released(found: Iterable[Surveyed], demand: str) -> int:
    """How many more could be asked if this were not hard any more."""
    code = VILLAGE_REASONS.get(demand, demand)
    return sum(one.many for one in found if one.reasons == {code})


def nearest(found: Iterable[Surveyed]) -> list[tuple[tuple[str, ...], int]]:
    """(reason codes, how many more could be asked without them), most first: what would help where nobody is
    left.

    One reason where one is enough, else two together. Law and independence are never let go.
    """
    stuck = [one for one in found if one.reasons]
    single = Counter({next(iter(one.reasons)): one.many for one in stuck if len(one.reasons) == 1})
    if single:
        return [((code,), many) for code, many in single.most_common()]
    pairs: Counter[tuple[str, ...]] = Counter()
    for pair in combinations(sorted(set().union(*(one.reasons for one in stuck))), 2):
        pairs[pair] = sum(one.many for one in stuck if one.reasons <= set(pair))
    return [(pair, many) for pair, many in pairs.most_common() if many]
