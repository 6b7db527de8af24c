"""What people of the demo do; the stories string these verbs together. Each runs at the clock's moment."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from ekc import afterwards, choosing, clock, processes, seed_family
from ekc.accounts.actor import Actor, holder
from ekc.agenda import queries as agenda_queries
from ekc.agenda import service as agenda
from ekc.agenda.models import Conference
from ekc.agenda.rules import Plan
from ekc.circle import queries as circle_queries
from ekc.circle import service as circle
from ekc.errors import DomainError
from ekc.invitations import queries as invitation_queries
from ekc.invitations import service as invitations
from ekc.invitations.models import Invitation
from ekc.matching import queries as matching_queries
from ekc.matching import searching
from ekc.outcomes.rules import Told as WhatHappened
from ekc.pool import queries as pool
from ekc.referrals import assents
from ekc.referrals import queries as referral_queries
from ekc.referrals import service as referrals
from ekc.referrals.lifecycle import State
from ekc.referrals.models import Assignment, Referral
from ekc.seed_households import Household, around, everybody_agrees, household, reachable_by_mail
from ekc.seed_town import Post, Town
from ekc.thanks import queries
from ekc.thanks import service as thanks
from ekc.thanks.rules import SENTENCES

BY_PHONE = 0.15
SAYS_NO = 0.25
REPORTS_HERSELF = 0.65
GUESTS_AN_HOUR = 0.7
LASTS = timedelta(hours=3)
WAIVERS = ("asked_us", "asked_us", "no_preference")
KINDS = ("ekc_plan", "ekc_plan", "family_group_plan", "own_plan")
ANSWERS = ("yes",) * 7 + ("no", "call_me", None, None)


@dataclass
class Case:
    """One household's way, with its own chance: what one story draws does not change another."""

    town: Town
    chance: random.Random
    booked: set[tuple[int, date]]  # who or what is taken on which day, in all stories
    brief: bool = False  # long ago: one of the kring is still written down, and no answers
    post: Post = field(init=False)
    team: Actor = field(init=False)
    home: Household = field(init=False)
    referral: Referral = field(init=False)
    lead: Actor = field(init=False)
    conference: Conference = field(init=False)

    def ask(
        self,
        post: int | None = None,
        living: str | None = None,
        *,
        agreed: bool = True,
        guarded: bool = True,
        urgency: str | None = None,
        reachable: bool = False,
    ) -> None:
        """A team asks for a household; all said yes (`agreed`), there is an achterwacht (`guarded`), and the
        first of them reads mail that nobody else reads (`reachable`)."""
        self.settle(post, living)
        if reachable:
            self.home.told = reachable_by_mail(self.home.told, self.town.names)
        self.referral = referrals.start(self.post.team.id, by=self.team)
        told = everybody_agrees(self.home.told) if agreed else self.home.told
        if not guarded:
            told = replace(told, backstop_person_id=None)
        if urgency is not None:
            told = replace(told, urgency=urgency)
        referrals.submit(self.referral, told, by=self.team)
        seed_family.set_condition(self.referral, self.team)

    def begin(self, post: int | None = None) -> None:
        """A team begins an aanmelding and leaves it for later."""
        self.settle(post)
        self.referral = referrals.start(self.post.team.id, by=self.team)
        referrals.save_draft(self.referral, {"goal": self.home.told.goal}, by=self.team)

    def settle(self, post: int | None = None, living: str | None = None) -> None:
        """Choose who asks, and where they live."""
        posts = self.town.posts
        self.post = self.chance.choice(posts) if post is None else posts[post]
        self.team = self.chance.choice(self.post.members)
        place = self.chance.choice(self.post.places)
        backstop = self.chance.choice(self.town.on_duty)
        self.home = household(self.chance, self.town.names, place, self.team.person_id or 0, backstop, living)

    def everyone_says(self, answer: str) -> None:
        """All who must agree and have not, say the same."""
        for row in assents.assents(self.referral):
            if row.answer != answer:
                referrals.record_assent(self.referral, row.person_id, answer, "spoken", by=self.team)

    def first_say(self, answer: str, *, but: int) -> None:
        """Those who must agree say something, all `but` the last so many, who have not answered."""
        rows = assents.assents(self.referral)
        for row in rows[: max(len(rows) - but, 1)]:
            referrals.record_assent(self.referral, row.person_id, answer, "spoken", by=self.team)

    def offer(self, *, first: int | None = None, most: int = 2, waives: bool = True) -> bool:
        """The bureau asks the most fitting ones, the coordinator `first` before others; False: nobody can.

        The family leaves the choice to us, or chooses (`waives`).
        """
        found = searching.page(self.referral, by=self.town.bureau).candidates
        may = [one.volunteer.id for one in found]
        most = 1 if self.brief else most
        chosen = [one for one in may if one not in self.town.known.values()][:most]
        if first is not None and first in may:
            chosen = [first, *chosen[: most - 1]]
        if not chosen:
            return False
        known = pool.by_ids(self.town.municipality.id, chosen)
        today = clock.today()
        weeks = (today + timedelta(weeks=4), today + timedelta(weeks=9))
        waiver = self.chance.choice(WAIVERS) if waives else None
        choosing.offer_referral(
            self.referral, [known[one] for one in chosen], weeks, waiver, by=self.town.bureau
        )
        return True

    def answer_offers(self, *, only: int | None = None) -> bool:
        """Those who were asked answer in turn until one says yes; True where one did."""
        for offer in matching_queries.of_referral(self.referral):
            if offer.state != "open" or only not in {None, offer.coordinator_id}:
                continue
            who = self.town.coordinators[offer.coordinator_id]
            try:
                if only is None and self.chance.random() < SAYS_NO:
                    processes.decline_offer(offer, self.chance.choice(("busy", "weeks", None)), None, by=who)
                    continue
                processes.accept_offer(offer, frame=self.referral.frame, by=who)
            except DomainError:  # another question was hers in the meantime
                continue
            self.lead = who
            return True
        return False

    def meet(self, many: int, *, all_mail: bool = False) -> None:
        """The first contact, and the people whom the household names; with `all_mail` each reads mail."""
        circle.first_contact(self.referral, self.assignment, clock.today(), by=self.lead)
        if not self.brief:
            seed_family.give_pages(self.referral, self.lead)
        people = list(around(self.chance, self.town.names, self.home, many, all_mail=all_mail))
        for told, relation in people[:1] if self.brief else people:
            circle.add(
                self.referral, replace(told, mail=None) if self.brief else told, relation, by=self.lead
            )

    def speak(self, share: float = 1.0) -> None:
        """The coordinator speaks those whom she has not spoken yet, or a share of them."""
        for member, _ in circle_queries.of_referral(self.referral):
            if member.spoken_at is None and self.chance.random() < share:
                circle.spoken(member, by=self.lead)
                seed_family.tell(self.referral, member.person_id, self.lead)

    @property
    def day(self) -> date:
        """The day of the conference."""
        return self.conference.starts_at.astimezone(clock.HOME).date()

    def plan(self, day: date) -> None:
        """Fix this day, or the first after it on which coordinator and room are free."""
        self.conference = agenda.plan(self.referral, self._hours(*self._free(day)), by=self.lead)

    def move(self, day: date) -> None:
        """Another day."""
        agenda.move(self.conference, self._hours(*self._free(day)), by=self.lead)

    def give_back(self, reason: str) -> None:
        """The coordinator gives it back."""
        processes.hand_back(self.referral, self.assignment, reason, by=self.lead)

    @property
    def assignment(self) -> Assignment:
        """The assignment of who leads it now."""
        found = referral_queries.active_lead(self.town.municipality.id, self.referral.id)
        if found is None:
            raise LookupError("nobody leads this one")
        return found

    def _free(self, day: date) -> tuple[date, int]:
        """(the first free day from `day` on, a room that is free then), and take both."""
        person = self.lead.person_id or 0
        while True:
            rooms = [one.id for one in self.town.venues if (one.id, day) not in self.booked]
            if (person, day) not in self.booked and rooms and is_fit(day):
                break
            day += timedelta(days=1)
        room = self.chance.choice(rooms)
        self.booked |= {(person, day), (room, day)}
        return day, room

    def answers(self) -> None:
        """Those who were invited answer by their link, or on the phone; some do not."""
        for invitation in [] if self.brief else self._invited():
            value = self.chance.choice(ANSWERS)
            if invitation.answer is None and value is not None:
                self._answer(invitation, value)

    def report(self, own_time: str = "yes", plan: str = "yes") -> None:
        """How it went, told by the coordinator or by the bureau whom she phoned."""
        came = sum(one.answer == "yes" for one in self._invited())
        kind = self.chance.choice(KINDS) if plan == "yes" else None
        told = WhatHappened(True, None, own_time, max(came, 3) + self.chance.randint(0, 2), plan, kind)
        by = self.lead if self.chance.random() < REPORTS_HERSELF else self.town.bureau
        afterwards.report(self.conference, told, by=by)
        if plan == "yes":
            seed_family.test_plan(self.referral, by)

    def tell_onward(self) -> None:
        """Most families find it fine that the coordinator hears how it went on; the team tells her."""
        fine = self.referral.id % 4 != 0
        thanks.note_answer(self.referral, "focus", clock.today(), allowed=fine, by=self.team)
        if fine and queries.organised(self.referral):
            sentences = tuple(SENTENCES)
            thanks.tell(self.referral, sentences[self.referral.id % len(sentences)], by=self.team)

    def step(self, name: str, reason: str | None = None, until: date | None = None) -> None:
        """A move of the life cycle by the bureau."""
        referrals.move(self.referral, name, reason=reason, until=until, by=self.town.bureau)

    def is_in(self, *states: State) -> bool:
        """Whether the referral is in one of these states."""
        return self.referral.state in states

    def _invited(self) -> list[Invitation]:
        parts = agenda_queries.sessions(self.conference).values()
        there = (one for _, part in parts for one in invitation_queries.of_appointment(part))
        return [one for one in there if one.removed_at is None]

    def _answer(self, invitation: Invitation, value: str) -> None:
        if invitation.address_key is None or self.chance.random() < BY_PHONE:
            invitations.answer(invitation, value, "phone", by=self.lead)
            return
        about = ("invitation", invitation.id)
        guest = holder(self.town.municipality.id, invitation.person_id, invitation.link_id, about)
        invitations.answer(invitation, value, "link", by=guest)

    def _hours(self, day: date, venue: int) -> Plan:
        starts = instant(day, time(10) if day.weekday() > FRIDAY else time(18, 30))
        guests = 60 if self.chance.random() < GUESTS_AN_HOUR else 45
        return Plan(starts, starts + LASTS, venue, information_minutes=guests, safety_checked=True)


FRIDAY = 4
SUNDAY = 6


def is_fit(day: date) -> bool:
    """Whether people come together on a day: not on a Sunday, not at Christmas or New Year."""
    return day.weekday() != SUNDAY and (day.month, day.day) not in {
        (12, 24),
        (12, 25),
        (12, 26),
        (12, 31),
        (1, 1),
    }


def instant(day: date, at: time) -> datetime:
    """The instant when the clocks in the Netherlands show `at`."""
    return datetime.combine(day, at, clock.HOME)
