"""Where a referral stands, in words: the phase, what happens next, who is waited for. Pure."""

from __future__ import annotations

from ekc.referrals.lifecycle import BY_NAME, MOVES, WITH_COORDINATOR, Move, State
from ekc.referrals.phases import PHASES

S = State
AFTER_FOUR_WEEKS = "Na vier weken belt het bureau of de coördinator hoe het gaat."
NEXT = {
    S.DRAFT: ("Het formulier is nog niet verstuurd. Maak het af wanneer het jou past.", "het team"),
    S.SUBMITTED: ("De aanmelding is binnen. We vragen eerst of iedereen meedoet.", "het team"),
    S.ASSENT_ASKED: (
        "Vraag iedereen hieronder of zij willen meedoen, en zet hun antwoord erbij.",
        "de familie",
    ),
    S.WANTS_EXPLANATION: ("Leg eerst uit wat een bijeenkomst is. Daarna beslissen zij zelf.", "het team"),
    S.ONE_PARENT_MISSING: (
        "Eén ouder met gezag heeft nog niet geantwoord. Vraag het die ouder.",
        "een ouder",
    ),
    S.ASSENT_GIVEN: (
        "Vul in wie verantwoordelijk is en wie de achterwacht is. Dan gaan we zoeken.",
        "het team",
    ),
    S.SAFETY_FIRST: ("Eerst moet iedereen veilig zijn. Pak het daarna weer op.", "het team"),
    S.STABILISE_FIRST: ("Eerst rust. Op de afgesproken dag kijken we opnieuw.", "het team"),
    S.RETURNED: (
        "De aanmelding kwam terug. Verbeter haar zo nodig. De teamleider kijkt er nog een keer naar.",
        "de teamleider",
    ),
    S.HANDED_OVER: ("De familie is overgedragen aan wie nu beter kan helpen.", None),
    S.MATCHING: ("Het bureau zoekt een coördinator.", "het bureau"),
    S.MATCHED: ("De coördinator belt de familie om kennis te maken.", "de coördinator"),
    S.PREPARATION: ("De coördinator spreekt iedereen en zoekt met hen een dag.", "de coördinator"),
    S.PLANNED: ("De dag staat vast. Iedereen krijgt een uitnodiging.", "de dag zelf"),
    S.HELD: ("De bijeenkomst is geweest. De coördinator vertelt of er een plan is.", "de coördinator"),
    S.PLAN_IN_MAKING: ("De familie maakt het plan af.", "de familie"),
    S.PLAN_WITHOUT_MEETING: (
        f"Er is een plan, zonder bijeenkomst. Dat is ook goed. {AFTER_FOUR_WEEKS}",
        "het bureau of de coördinator",
    ),
    S.PLAN_MADE: (
        f"Er is een plan. {AFTER_FOUR_WEEKS}",
        "het bureau of de coördinator",
    ),
    S.FOLLOW_UP: (
        AFTER_FOUR_WEEKS,
        "het bureau of de coördinator",
    ),
    S.CLOSED: ("Dit is afgerond.", None),
    S.PAUSED: ("Het is even stil. Ga weer verder wanneer het kan.", "het team"),
    S.STOPPED: ("Dit is gestopt. De vraag om hulp blijft gewoon bij het team.", None),
    S.CIRCLE_STARTED: ("De kleine kring is gestart.", "het team"),
    S.CIRCLE_CALLING: ("We bellen wie vandaag kan meedenken.", "het team"),
    S.CIRCLE_CONSULT: ("De kleine kring overlegt.", "de kring"),
    S.CIRCLE_DECIDED: ("Er is besloten voor vannacht.", "het team"),
}
FAMILY_CHOOSES = ("Er zijn mensen die kunnen. De familie kiest wie het doet.", "de familie")
TONES = {
    **dict.fromkeys((S.PLAN_MADE, S.PLAN_WITHOUT_MEETING, S.CLOSED, S.HELD, S.FOLLOW_UP), "ok"),
    **dict.fromkeys((S.MATCHING, S.MATCHED, S.PREPARATION, S.PLANNED, S.PLAN_IN_MAKING), "busy"),
    **dict.fromkeys((S.RETURNED, S.SAFETY_FIRST), "attention"),
}
SHARED = {"safety_first", "stabilise_first", "resume_intake", "hand_over", "pause", "resume", "stop"}
LEADS = SHARED | {"withdraw_assent", "close"}
BY_HAND = {"member": SHARED, "lead": LEADS, "bureau": LEADS | {"return"}}
WHERE = {  # some moves have a button in fewer, or more, states than the table has
    "withdraw_assent": WITH_COORDINATOR,
    "close": BY_NAME["follow_up"].sources | BY_NAME["close"].sources,
}


def next_sentence(state: str, *, chooses: bool = False) -> str:
    """What happens next, in one sentence. `chooses`: somebody can, and the family says who."""
    return (FAMILY_CHOOSES if chooses else NEXT[State(state)])[0]


def waits_for(state: str, *, chooses: bool = False) -> str | None:
    """Who is waited for; None when nobody is. `chooses` as for `next_sentence`."""
    return (FAMILY_CHOOSES if chooses else NEXT[State(state)])[1]


def tone(state: str) -> str:
    """The tone of the status label: neutral, busy, ok or attention."""
    return TONES.get(State(state), "neutral")


def phases(state: str, paused_from: str | None, reached: str | None = None) -> list[tuple[str, str]]:
    """(label, done | now | stopped | later) of each phase in order.

    What has ended on the way stands where it was, in state `reached`, and says so; without it, nowhere.
    """
    left = state in (S.STOPPED, S.HANDED_OVER)
    here = State((reached if left else paused_from) or state)
    place = next((at for at, (_, states) in enumerate(PHASES) if here in states), -1)
    return [
        (label, ("stopped" if left else "now") if at == place else "done" if at < place else "later")
        for at, (label, _) in enumerate(PHASES)
    ]


def moves_by_hand(state: str, side: str, *, agreed: bool = False) -> list[Move]:
    """The moves that a member or lead of the team, or the bureau, may make by a button from this state.

    What came back is for the lead to look at again: a member only pauses or stops it. While everybody agrees
    (`agreed`), no assent is withdrawn.
    """
    allowed = BY_HAND[side] - ({"withdraw_assent"} if agreed else set())
    if side == "member" and state == S.RETURNED:
        allowed &= {"pause", "stop"}
    return [
        move for move in MOVES if move.name in allowed and State(state) in WHERE.get(move.name, move.sources)
    ]
