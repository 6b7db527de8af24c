"""What one telephone call is, when it is due, and when to call again. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from ekc.errors import DomainError, TooLateError

PATIENCE = timedelta(days=3)  # so long a mail may stay without an answer before somebody calls
NEAR = timedelta(days=7)  # with the day so close, whoever did not know it yet is called
CHECKED = timedelta(hours=48)  # and whoever said nothing, whenever they were asked
MORNING, EVENING = time(9), time(17, 30)
FOLLOW_UP_AFTER = timedelta(days=28)  # the founding document: somebody calls after four weeks
HAVE_A_PLAN = frozenset({"plan_made", "plan_without_meeting", "follow_up"})
LETTER_TAKES = timedelta(days=5)  # the post, and time to read
ALREADY = "Dit is net al ingevuld. Kijk op de lijst hoe het nu staat."

LATER = {
    "hour": "over een uur",
    "evening": "vanavond, na half zes",
    "tomorrow": "morgen",
    "week": "over een week",
}
WHY = {
    "family": "De familie is nog niet gesproken.",
    "speak": "Nog niet gesproken. Zonder gesprek gaat er geen bericht uit.",
    "call_me": "Wil graag gebeld worden.",
    "failed": "Het bericht kwam niet aan.",
    "wrote": "Schreef iets terug wat geen antwoord was.",
    "voice": "Krijgt geen mail: dit hoort bij bellen.",
    "unasked": "Kreeg nog geen bericht over de dagen.",
    "maybe": "Wist het nog niet, en de dag komt dichtbij.",
    "silent": "Kreeg een bericht en zei nog niets.",
    "paper": "De brief is nog niet op de post.",
    "partly": "Zei nog niet van elke dag of die past.",
    "follow_up": "Er is een plan. Na vier weken belt iemand hoe het gaat.",
    "conditions": "De voorwaarden van een instantie zijn veranderd.",
    "apart": "Zou op de dag iemand tegenkomen. Dat mag niet.",
    "off": "De dag gaat niet door, en er ging geen bericht.",
    "report": "De dag is geweest, en er is nog niet verteld hoe het ging.",
    "end": "Dit is nog niet bevestigd.",
    "end_soon": "Dit is nog niet bevestigd, en de dag is binnen 48 uur.",
    "reach": "De dag is binnen 48 uur, en nog niemand is bereikbaar als achterwacht.",
    "no_way": "Krijgt geen bericht: dit hoort bij bellen.",
    "other": "Een andere coördinator regelt het nu, en daar ging geen bericht over.",
    "calendar": "In de agenda staat nog iets anders dan wat nu is afgesproken.",
    "address": "Komt, en hoorde het adres nog niet: dat staat in geen bericht.",
}
PAPER_WAITS = timedelta(days=2)  # a letter that was not posted by then: better to call
RESULTS = ("reached", "later", "letter", "planned", "not_reached")  # planned: a visit is


@dataclass(frozen=True, slots=True)
class Thing:
    """What is still open for a day, or to be told. `key` says which, `words` what, `who` arranges it;
    `again_at`: aware. `page`: its address, where it is about no day."""

    key: str
    words: str
    who: str | None = None
    phone: str | None = None
    open_to_all: bool = False  # a number that is in the list of venues: also for the bureau
    again_at: datetime | None = None
    page: str = ""
    misses: int = 0  # how often nobody answered


@dataclass(frozen=True, slots=True)
class Call:
    """One telephone call.

    `kind`: family, speak, answer, off, poll, follow_up, conditions, apart, report, end, reach or tell. `why`:
    a code of `WHY`. `ask`: one plain sentence. `due`: aware. `lead_id` and `person_id` are persons (0: nobody
    organises the traject now); `member_id` is theirs in the circle, `about_id` the invitation, the question
    of a poll, the conference or the message. `referral_id` is 0 where it is about none. Who was spoken after
    `news_at` knows.
    """

    kind: str
    why: str
    ask: str
    due: datetime
    referral_id: int
    number: str
    lead_id: int
    person_id: int
    member_id: int | None = None
    about_id: int | None = None
    thing: Thing | None = None
    news_at: datetime | None = None


def answer_due(  # noqa: PLR0911 -- a table of reasons, first one counts
    answer: str | None,
    post: str,
    asked: datetime,
    wrote_back: int,
    starts: datetime,
    now: datetime,
) -> tuple[str, datetime] | None:
    """(why, since when) somebody invited is to be called; None where they are left in peace.

    Who gets no mail is called at once: that is how they are asked, not a missing answer.
    """
    if answer in {"yes", "no"}:
        return None
    if answer == "call_me":
        return "call_me", asked
    if post == "failed":
        return "failed", asked
    if wrote_back and answer is None:
        return "wrote", asked
    if answer == "maybe":
        return ("maybe", starts - NEAR) if starts - NEAR <= now else None
    if post == "none":
        return "voice", asked
    if post == "paper":
        late = min(asked + PAPER_WAITS, starts - NEAR)
        return ("paper", late) if late <= now else None
    patient_until = min(
        asked + PATIENCE, max(starts - NEAR, asked + timedelta(days=1)), max(starts - CHECKED, asked)
    )
    return ("silent", patient_until) if patient_until <= now else None


def is_news(answer: str | None, post: str, *, untrue: bool, other: bool, untold: bool) -> str | None:
    """Why somebody who answered is called all the same: what changed since did not arrive, another organises
    it and no message says so (`other`), or the address is one that no message says (`untold`)."""
    if answer not in {"yes", "maybe"}:
        return None
    if post == "failed":
        return "failed"
    if untrue:
        return "calendar"
    if other:
        return "other"
    return "address" if untold else None


def is_off(answer: str | None, post: str) -> str | None:
    """Why somebody who counted on a day is told by voice that it is off: no message said so in time."""
    if answer != "no" and post == "failed":
        return "failed"
    return "off" if answer in {"yes", "maybe", "call_me"} and post in {"none", "paper"} else None


def again_at(when: str, now: datetime, zone: tzinfo) -> datetime:
    """The instant to call again, for a code of `LATER`. DomainError for anything else.

    'This evening' is tomorrow evening for who says so at night.
    """
    if when == "hour":
        return now + timedelta(hours=1)
    today = now.astimezone(zone).date()
    if when == "evening":
        tonight = datetime.combine(today, EVENING, zone)
        return tonight if now < tonight else datetime.combine(today + timedelta(days=1), EVENING, zone)
    if when not in LATER:
        raise DomainError("Kies wanneer je weer belt.")
    days = 1 if when == "tomorrow" else 7
    return datetime.combine(today + timedelta(days=days), MORNING, zone)


def after_no_answer(now: datetime, zone: tzinfo) -> datetime:
    """Who was not reached by day is tried in the evening, and else the next morning: never the same hour."""
    local = now.astimezone(zone)
    if local.time() < time(16):
        return datetime.combine(local.date(), EVENING, zone)
    return datetime.combine(local.date() + timedelta(days=1), MORNING, zone)


def after(what: str, now: datetime, zone: tzinfo) -> datetime:
    """When to call again: a code of `LATER`, or nobody answered."""
    return after_no_answer(now, zone) if what == "not_reached" else again_at(what, now, zone)


def morning_after_letter(now: datetime, zone: tzinfo) -> datetime:
    """When to call about a letter that is posted today."""
    on: date = (now + LETTER_TAKES).astimezone(zone).date()
    return datetime.combine(on, MORNING, zone)


def misses(before: int, result: str) -> int:
    """How often in a row somebody was not reached, after one more attempt."""
    if result == "not_reached":
        return before + 1
    return before if result in {"letter", "planned"} else 0


def check_plan(state: str) -> None:
    """TooLateError where a family has no plan, or it is closed already."""
    if state not in HAVE_A_PLAN:
        raise TooLateError(ALREADY)


def check_fresh(seen: int | None, newest: int) -> None:
    """TooLateError where somebody else wrote down an attempt since the page was `seen`; None: not said."""
    if seen is not None and seen != newest:
        raise TooLateError(ALREADY)
