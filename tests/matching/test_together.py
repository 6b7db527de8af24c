"""Several aanmeldingen at once: what is proposed, and what the bureau accepts of it."""

from __future__ import annotations

from ekc import clock
from ekc.accounts import service as accounts
from ekc.accounts.actor import system
from ekc.accounts.models import Role
from ekc.db import db
from ekc.matching import joint, service, together, waiting
from ekc.pool import service as pool
from ekc.pool import wishes
from ekc.pool.bounds import Period
from ekc.referrals import service as referrals
from ekc.referrals.models import Exclusion
from tests.matching.joint import rest, seek
from tests.matching.stories import again, open_round
from tests.world import make_coordinator, make_municipality


def first_names(found):
    """Ids of the coordinators that are proposed, by number of the referral."""
    return {
        one.number: [each.volunteer.id for each in place.names]
        for one, place in zip(found.waiting, found.picture.places, strict=True)
    }


class TestProposal:
    def test_who_alone_speaks_a_language_goes_where_it_is_spoken(self, world):
        """Dutch for the first, Arabic for the second: one by one the first takes Aya, who lives nearest."""
        rest(world, world.cor, world.noor)
        aya = make_coordinator(
            world.municipality, "Aya Amin", "aya@pool.example", "9602", languages=("nld", "ara")
        )
        bo = make_coordinator(world.municipality, "Bo Bos", "bo@pool.example", "9628")
        dutch = seek(world, "Jansen", languages=("nld",))
        arabic = seek(world, "Haddad", languages=("nld", "ara"))
        found = together.proposal(by=world.petra.actor)
        assert first_names(found) == {dutch.number: [bo.coordinator.id], arabic.number: [aya.coordinator.id]}
        alone = [place.alone.volunteer.id for place in found.picture.places]
        assert alone == [aya.coordinator.id, bo.coordinator.id]
        assert (found.picture.together.missing, found.picture.alone.missing) == (0, 1)
        assert all(place.differs for place in found.picture.places)
        assert found.picture.proven

    def test_two_are_asked_where_there_are_enough(self, world):
        referral = seek(world, "Jansen")
        found = together.proposal(by=world.petra.actor)
        assert sorted(first_names(found)[referral.number]) == sorted(
            [world.cor.coordinator.id, world.noor.coordinator.id]
        )

    def test_an_open_question_counts_as_taken(self, world):
        open_round(world, seek(world, "Eerste"), world.cor)
        referral = seek(world, "Jansen")
        found = together.proposal(by=world.petra.actor)
        assert first_names(found) == {referral.number: [world.noor.coordinator.id]}
        assert [one.number for one in found.asked] != [referral.number]

    def test_months_with_a_number_of_their_own_leave_as_much_room(self, world):
        """Cor would do three at once, but one in these months; Noor none."""
        rest(world, world.noor)
        cor = again(world.cor.coordinator)
        pool.change_limits(cor, 6, 3, None, by=world.cor.actor)
        wishes.add_period(cor, Period(1, 12, 1), by=world.cor.actor)
        db.commit()
        seek(world, "Jansen")
        seek(world, "Haddad")
        found = together.proposal(by=world.petra.actor)
        assert sorted(bool(place.names) for place in found.picture.places) == [False, True]

    def test_the_urgent_one_is_served_where_one_is_left(self, world):
        rest(world, world.cor)
        seek(world, "Jansen")
        urgent = seek(world, "Haddad", urgency="urgent")
        found = together.proposal(by=world.petra.actor)
        assert found.waiting[0].number == urgent.number
        assert [bool(place.names) for place in found.picture.places] == [True, False]

    def test_somebody_new_leads_with_a_buddy(self, world):
        new = make_coordinator(
            world.municipality,
            "Nina Nieuw",
            "nina@pool.example",
            "9601",
            languages=("nld", "ara"),
            block2_on=None,
        )
        seek(world, "Haddad", languages=("nld", "ara"))
        (place,) = together.proposal(by=world.petra.actor).picture.places
        assert place.names[0].volunteer.id == new.coordinator.id
        assert place.buddy.id in {world.cor.coordinator.id, world.noor.coordinator.id}
        assert place.buddy.id not in [one.volunteer.id for one in place.names]

    def test_it_agrees_with_the_list_of_one_about_who_may(self, world):
        """The facts between a referral and a coordinator are read in another way here: to the same end."""
        by = world.petra.actor
        make_coordinator(world.municipality, "Yara Haddad", "yara@pool.example", "9601")  # a namesake
        make_coordinator(world.municipality, "Wil Werk", "wil@pool.example", employer="Lefier")
        team = make_coordinator(world.municipality, "Tina Team", "tina@pool.example")
        member = make_coordinator(world.municipality, "Mo Mens", "mo@pool.example")
        one, other = seek(world, "Haddad"), seek(world, "Jansen", own_village="not")
        one.responsible_person_id = member.person.id
        accounts.give_role(team.account.id, Role.TEAM_MEMBER, team_id=world.team.id, by=world.by)
        db.session.add(
            Exclusion(
                municipality_id=world.municipality.id,
                referral_id=other.id,
                coordinator_id=world.cor.coordinator.id,
                said_by="family",
                said_at=clock.now(),
            )
        )
        had = referrals.assign(one, world.noor.coordinator, by=by)
        referrals.release(one, had, "no_room", by=by)
        db.commit()
        homes = waiting.homes(world.municipality.id, service.year_start())
        between = waiting.between(world.municipality.id)
        found = {one.id: one.seeking for one in waiting.all_waiting(world.municipality.id)}
        for referral in (one, other):
            able, left_out = service.candidates(referral, by=by)
            theirs = {each.volunteer.id: each.volunteer for each in (*able, *left_out)}
            ours = {home.volunteer.id: joint.as_seen(found[referral.id], home, between) for home in homes}
            assert ours == theirs
            assert len({each.reasons for each in left_out}) > 1

    def test_another_municipality_sees_nothing_of_it(self, world):
        seek(world, "Haddad")
        assert together.proposal(by=system(make_municipality("Elders", "0001").id)).waiting == ()
