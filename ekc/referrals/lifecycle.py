"""The life of a referral: every state, every move, and what must be true before a move. Pure.

Nobody sets a state; everybody names a move. A move is allowed from certain states when its guards hold; some
moves want a reason from a list. States whose screens come later stand here too, so that the table is whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ekc.referrals.reasons import REASONS


class State(StrEnum):
    """Where a referral is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ASSENT_ASKED = "assent_asked"
    WANTS_EXPLANATION = "wants_explanation"
    ONE_PARENT_MISSING = "one_parent_missing"
    ASSENT_GIVEN = "assent_given"
    SAFETY_FIRST = "safety_first"
    STABILISE_FIRST = "stabilise_first"
    RETURNED = "returned"
    HANDED_OVER = "handed_over"
    MATCHING = "matching"
    MATCHED = "matched"
    PREPARATION = "preparation"
    PLANNED = "planned"
    HELD = "held"
    PLAN_IN_MAKING = "plan_in_making"
    PLAN_WITHOUT_MEETING = "plan_without_meeting"
    PLAN_MADE = "plan_made"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"
    PAUSED = "paused"
    STOPPED = "stopped"
    CIRCLE_STARTED = "circle_started"
    CIRCLE_CALLING = "circle_calling"
    CIRCLE_CONSULT = "circle_consult"
    CIRCLE_DECIDED = "circle_decided"


S = State
LABELS = {
    S.DRAFT: "concept",
    S.SUBMITTED: "aangemeld",
    S.ASSENT_ASKED: "instemming gevraagd",
    S.WANTS_EXPLANATION: "wil eerst uitleg",
    S.ONE_PARENT_MISSING: "één ouder nog niet",
    S.ASSENT_GIVEN: "instemming gegeven",
    S.SAFETY_FIRST: "eerst veiligheid",
    S.STABILISE_FIRST: "eerst stabiliseren",
    S.RETURNED: "terug naar het team",
    S.HANDED_OVER: "warm overgedragen",
    S.MATCHING: "coördinator zoeken",
    S.MATCHED: "coördinator gevonden",
    S.PREPARATION: "voorbereiding",
    S.PLANNED: "gepland",
    S.HELD: "gehouden",
    S.PLAN_IN_MAKING: "plan in de maak",
    S.PLAN_WITHOUT_MEETING: "plan zonder bijeenkomst",
    S.PLAN_MADE: "plan gemaakt",
    S.FOLLOW_UP: "opvolging",
    S.CLOSED: "afgerond",
    S.PAUSED: "even stil",
    S.STOPPED: "gestopt",
    S.CIRCLE_STARTED: "kleine kring gestart",
    S.CIRCLE_CALLING: "kleine kring: bellen",
    S.CIRCLE_CONSULT: "kleine kring: overleg",
    S.CIRCLE_DECIDED: "kleine kring: besluit voor vannacht",
}

ENDED = frozenset({S.CLOSED, S.STOPPED, S.HANDED_OVER})
BEFORE_ASSENT = frozenset({S.SUBMITTED, S.ASSENT_ASKED, S.WANTS_EXPLANATION, S.ONE_PARENT_MISSING})
WAITING = frozenset({S.SAFETY_FIRST, S.STABILISE_FIRST, S.RETURNED})
BEFORE_COORDINATOR = BEFORE_ASSENT | WAITING | {S.ASSENT_GIVEN}
WITH_COORDINATOR = frozenset({S.MATCHED, S.PREPARATION, S.PLANNED})
BEFORE_HELD = BEFORE_COORDINATOR | WITH_COORDINATOR | {S.MATCHING}
SMALL_CIRCLE = frozenset({S.CIRCLE_STARTED, S.CIRCLE_CALLING, S.CIRCLE_CONSULT, S.CIRCLE_DECIDED})
RUNNING = WITH_COORDINATOR | {S.HELD, S.PLAN_IN_MAKING, S.PLAN_WITHOUT_MEETING, S.PLAN_MADE, S.FOLLOW_UP}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known when a move is asked for. Each guard looks at one of these."""

    assent: str = "missing"  # complete, missing, explain, one_parent, refused
    has_professionals: bool = False  # the family's responsible professional and the volunteer's achterwacht
    conditions_stated: bool = False
    choice_waived: bool = False
    lead_assigned: bool = False
    has_date: bool = False
    has_place: bool = False
    circle_spoken: bool = False  # somebody outside the household was spoken
    safety_checked: bool = False
    revisit_set: bool = False
    follow_up_done: bool = False


@dataclass(frozen=True, slots=True)
class Guard:
    """A condition with the sentence for whoever runs into it."""

    holds: str  # name of a field of Facts, or field=value
    sentence: str

    def met(self, facts: Facts) -> bool:
        """Whether `facts` satisfy this guard."""
        name, _, value = self.holds.partition("=")
        known = getattr(facts, name)
        return bool(known == value) if value else bool(known)


@dataclass(frozen=True, slots=True)
class Move:
    """A named step from one of `sources` to `target`. A target of None goes back to where a pause began."""

    name: str
    label: str
    sources: frozenset[State]
    target: State | None
    guards: tuple[Guard, ...] = ()
    reasons: str | None = None


ASSENT = Guard(
    "assent=complete",
    "Nog niet iedereen die moet instemmen, heeft ja gezegd. Daarom zoeken we nog geen coördinator.",
)
STILL_AGREED = Guard("assent=complete", "Niet iedereen wil nog meedoen. Plan nu niets en bel het bureau.")
PROFESSIONALS = Guard(
    "has_professionals",
    "Vul eerst in wie er voor de familie verantwoordelijk is en wie de achterwacht is. Dat zijn twee mensen.",
)
CONDITIONS = Guard(
    "conditions_stated",
    "Vul eerst in welke voorwaarden een instantie stelt. 'Geen' is ook een antwoord.",
)
LEAD = Guard("lead_assigned", "Er is nog geen coördinator.")
DATE = Guard("has_date", "Er is nog geen dag gekozen.")
PLACE = Guard("has_place", "Er is nog geen plek gekozen.")
CIRCLE = Guard("circle_spoken", "Spreek eerst minstens één iemand buiten het huishouden.")
SAFETY = Guard(
    "safety_checked",
    "Vink aan dat iedereen veilig kan komen en vrij kan praten. Twijfel je? Bel je achterwacht.",
)
REVISIT = Guard("revisit_set", "Kies de dag waarop we opnieuw kijken.")
FOLLOWED = Guard(
    "follow_up_done", "Leg eerst vast of de familie na vier weken gebeld is, of daar geen prijs op stelt."
)


def _from(*states: State) -> frozenset[State]:
    return frozenset(states)


MOVES = (
    Move("submit", "Aanmelden", _from(S.DRAFT), S.SUBMITTED),
    Move("ask_assent", "Instemming vragen", BEFORE_ASSENT - {S.ASSENT_ASKED} | {S.RETURNED}, S.ASSENT_ASKED),
    Move("explain", "Wil eerst uitleg", BEFORE_ASSENT, S.WANTS_EXPLANATION),
    Move("await_parent", "Eén ouder nog niet", BEFORE_ASSENT, S.ONE_PARENT_MISSING),
    Move("assent", "Iedereen stemt in", BEFORE_ASSENT, S.ASSENT_GIVEN, (ASSENT,)),
    Move("withdraw_assent", "Instemming ingetrokken", BEFORE_HELD - BEFORE_ASSENT, S.ASSENT_ASKED),
    Move("safety_first", "Eerst veiligheid", BEFORE_COORDINATOR | {S.MATCHING}, S.SAFETY_FIRST),
    Move(
        "stabilise_first",
        "Eerst stabiliseren",
        BEFORE_COORDINATOR | {S.MATCHING},
        S.STABILISE_FIRST,
        (REVISIT,),
    ),
    Move("resume_intake", "Weer oppakken", WAITING, S.SUBMITTED),
    Move("return", "Terug naar het team", BEFORE_COORDINATOR | {S.MATCHING}, S.RETURNED, (), "return"),
    Move("hand_over", "Warm overdragen", BEFORE_COORDINATOR | {S.MATCHING}, S.HANDED_OVER, (), "hand_over"),
    Move("seek", "Coördinator zoeken", _from(S.ASSENT_GIVEN), S.MATCHING, (ASSENT, PROFESSIONALS)),
    Move("match", "Coördinator gekoppeld", _from(S.MATCHING), S.MATCHED, (ASSENT, PROFESSIONALS, LEAD)),
    Move("hand_back", "Teruggegeven", WITH_COORDINATOR, S.MATCHING, (), "hand_back"),
    Move("prepare", "Voorbereiding begonnen", _from(S.MATCHED), S.PREPARATION, (CONDITIONS, LEAD)),
    Move(
        "plan",
        "Dag vastgelegd",
        _from(S.PREPARATION),
        S.PLANNED,
        (STILL_AGREED, PROFESSIONALS, CONDITIONS, LEAD, DATE, PLACE, CIRCLE, SAFETY),
    ),
    Move("unplan", "Dag vervallen", _from(S.PLANNED), S.PREPARATION, (), "unplan"),
    Move("hold", "Gehouden", _from(S.PLANNED), S.HELD),
    Move(
        "plan_without_meeting",
        "Plan zonder bijeenkomst",
        _from(S.MATCHED, S.PREPARATION, S.PLANNED),
        S.PLAN_WITHOUT_MEETING,
    ),
    Move("plan_in_making", "Plan in de maak", _from(S.HELD), S.PLAN_IN_MAKING),
    Move("plan_made", "Plan gemaakt", _from(S.HELD, S.PLAN_IN_MAKING), S.PLAN_MADE),
    Move("no_plan", "Geen plan", _from(S.HELD, S.PLAN_IN_MAKING), S.FOLLOW_UP),
    Move(
        "again",
        "Nog een bijeenkomst",
        _from(S.PLAN_IN_MAKING, S.PLAN_MADE, S.FOLLOW_UP),
        S.PREPARATION,
        (LEAD,),
    ),
    Move("follow_up", "Opvolging", _from(S.PLAN_MADE, S.PLAN_WITHOUT_MEETING, S.HELD), S.FOLLOW_UP),
    Move("close", "Afronden", _from(S.FOLLOW_UP), S.CLOSED, (FOLLOWED,)),
    Move("pause", "Even stil", BEFORE_HELD, S.PAUSED, (), "pause"),
    Move("resume", "Weer verder", _from(S.PAUSED), None),
    Move(
        "stop",
        "Stoppen",
        BEFORE_HELD | SMALL_CIRCLE | {S.PAUSED, S.HELD, S.PLAN_IN_MAKING},
        S.STOPPED,
        (),
        "stop",
    ),
    Move("circle_start", "Kleine kring", _from(S.DRAFT, S.SUBMITTED), S.CIRCLE_STARTED),
    Move("circle_call", "Bellen", _from(S.CIRCLE_STARTED), S.CIRCLE_CALLING),
    Move("circle_consult", "Overleg", _from(S.CIRCLE_CALLING), S.CIRCLE_CONSULT),
    Move(
        "circle_decide", "Besluit voor vannacht", _from(S.CIRCLE_CONSULT, S.CIRCLE_CALLING), S.CIRCLE_DECIDED
    ),
    Move(
        "circle_to_conference",
        "Verder met een gewone aanmelding",
        _from(S.CIRCLE_DECIDED),
        S.DRAFT,
        (),
        "circle_on",
    ),
)
BY_NAME = {move.name: move for move in MOVES}


def refusal(name: str, state: str, facts: Facts, reason: str | None = None) -> str | None:
    """The Dutch sentence why move `name` is not possible from `state` now; None where it is.

    `reason` must come from the move's list where it has one. KeyError for a move that does not exist.
    """
    move = BY_NAME[name]
    if State(state) not in move.sources:
        return f"Dat kan nu niet: dit staat op '{LABELS[State(state)]}'."
    if move.reasons is not None and reason not in REASONS[move.reasons]:
        return "Kies een reden uit de lijst."
    return next((guard.sentence for guard in move.guards if not guard.met(facts)), None)
