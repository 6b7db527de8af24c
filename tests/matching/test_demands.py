"""A wish made hard: what it would cost, who may do it, and that it holds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.db import db
from ekc.errors import DomainError, TooLateError
from ekc.matching import demanding, searching
from ekc.pool import service as pool
from ekc.referrals import service as referrals
from tests.matching.stories import again, logged, make_referral
from tests.world import make_coordinator

MAY_NOT = ("sanne", "tom", "tess", "cor", "noor", "gea", "bea")


@pytest.fixture
def referral(world):
    """Two may be asked, one of whom speaks Arabic and calls herself a woman; Noor lives farther away."""
    one = again(world.cor.coordinator)
    one.languages, one.at_home = ("nld", "ara"), ("vrouw",)
    pool._make_findable(one)
    db.commit()
    return make_referral(world, wishes="liever een vrouw")


def post(client, referral, path="", **data: object):
    return client.post(f"/aanmeldingen/{referral.id}/eisen{path}", data=data)


def read(client, referral) -> str:
    response = client.get(f"/aanmeldingen/{referral.id}/eisen")
    assert response.status_code == 200
    return response.get_data(as_text=True)


def able(world, referral) -> int:
    return searching.page(again(referral), by=world.petra.actor).total


def row(page: str, words: str) -> str:
    """The number beside a wish."""
    cells = page.split(f'data-label="Wens">{words}</th>')[1]
    return cells.split('blijven over">')[1].split("</td>")[0]


class TestPage:
    def test_before_it_is_hard_the_bureau_reads_how_many_would_remain(self, world, client_of, referral):
        page = read(client_of(world.petra), referral)
        assert "<strong>2 mensen</strong>" in page
        counts = {
            "Arabisch": "1",
            "Nederlands": "2",
            "vrouw": "1",
            "man": "0",
            "niet uit het eigen dorp": "2",
            "uit het eigen dorp": "0",
            "hooguit 5 km ver": "1",
            "hooguit 20 km ver": "2",
            "vrij op maandagavond": "0",
            "leidde er eerder minstens 1": "0",
        }
        assert {words: row(page, words) for words in counts} == counts
        assert "Yara" not in page

    def test_hard_is_hard_and_can_be_let_go(self, world, client_of, referral):
        client = client_of(world.petra)
        response = post(client, referral, demand="word:vrouw", ground="family")
        assert (response.status_code, response.location) == (303, f"/aanmeldingen/{referral.id}/eisen")
        assert able(world, referral) == 1
        page = read(client, referral)
        assert "<strong>vrouw</strong>. Zonder deze eis: 2." in page
        assert "Nu kun je <strong>één persoon</strong> vragen" in page
        assert post(client, referral, "/los", demand="word:vrouw").status_code == 303
        assert able(world, referral) == 2
        assert [
            line[:2] for line in logged("referral", referral.id) if "demand" in line[0] or "hard" in line[0]
        ] == [
            ("make_hard", "family"),
            ("release_demand", None),
        ]

    def test_with_nobody_left_it_says_what_would_help(self, world, client_of, referral):
        client = client_of(world.petra)
        for demand in ("language:ara", "km:5"):
            post(client, referral, demand=demand, ground="family")
        post(client, referral, demand="word:man", ground="family")
        page = read(client, referral)
        assert "<strong>niemand</strong>" in page
        assert "<li>zonder eis ‘man’: 1</li>" in page
        candidates = client.get(f"/aanmeldingen/{referral.id}/kandidaten").get_data(as_text=True)
        assert "zonder eis ‘man’: " in candidates
        assert "voldoet niet aan de eis ‘Arabisch’" in candidates

    def test_the_own_village_is_a_demand_like_any_other(self, world, client_of, referral):
        client = client_of(world.petra)
        post(client, referral, demand="village:only", ground="family")
        assert (again(referral).own_village, able(world, referral)) == ("only", 0)
        assert "<li>zonder eis ‘uit het eigen dorp’: 2</li>" in read(client, referral)
        post(client, referral, "/los", demand="village:only")
        assert (again(referral).own_village, able(world, referral)) == ("any", 2)

    def test_a_word_of_the_wish_may_be_typed(self, world, client_of, referral):
        client = client_of(world.petra)
        assert post(client, referral, word=" Muziek ", ground="family").status_code == 303
        assert again(referral).demands == ("word:muziek",)

    def test_when_it_suits_the_family_counts(self, world, client_of, referral):
        client = client_of(world.petra)
        told = {"day_parts": ["mon_evening", "sat_morning"]}
        assert post(client, referral, "/dagdelen", **told).status_code == 303
        assert again(referral).day_parts == ("mon_evening", "sat_morning")
        page = read(client, referral)
        assert "vrij op maandagavond" in page
        assert "vrij op dinsdagochtend" not in page
        assert post(client, referral, "/dagdelen", day_parts="noon").status_code == 422

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            ({"demand": "word:vrouw"}, "Kies waarom dit een eis wordt"),
            ({"demand": "word:vrouw", "ground": "convenience"}, "Kies een van de mogelijkheden"),
            ({"demand": "language:tur", "ground": "family"}, "Deze eis kan hier niet"),
            ({"demand": "km:7", "ground": "family"}, "Deze eis kan hier niet"),
            ({"demand": "word:Een Vrouw", "ground": "family"}, "Deze eis kan hier niet"),
            ({"demand": "age:30", "ground": "safety"}, "Deze eis kan hier niet"),
            ({"demand": "km:" + "9" * 40, "ground": "safety"}, "Deze eis kan hier niet"),
            ({"demand": "x" * 61, "ground": "safety"}, "Dit is te lang"),
            ({"demand": "\x00", "ground": "family"}, "Schrijf één woord op"),
            ({"word": "twee woorden", "ground": "family"}, "Schrijf één woord op"),
            ({"word": "en", "ground": "family"}, "Schrijf één woord op"),
        ],
    )
    def test_what_cannot_be_is_told_and_changes_nothing(self, world, client_of, referral, data, sentence):
        response = post(client_of(world.petra), referral, **data)
        assert response.status_code == 422
        assert sentence in response.get_data(as_text=True)
        assert not again(referral).demands

    @pytest.mark.parametrize("who", MAY_NOT)
    def test_nobody_else_sees_or_changes_it(self, world, client_of, referral, who):
        client = client_of(getattr(world, who))
        assert client.get(f"/aanmeldingen/{referral.id}/eisen").status_code == 404
        for path in ("", "/los", "/dagdelen"):
            assert post(client, referral, path, demand="word:vrouw", ground="family").status_code == 404
        assert not again(referral).demands

    def test_as_many_queries_for_two_as_for_thirty(self, world, client_of, referral, queries):
        client = client_of(world.petra)

        def reads() -> int:
            queries.clear()
            read(client, referral)
            return sum(one.startswith(("SELECT", "WITH")) for one in queries)

        few = reads()
        for number in range(28):
            make_coordinator(world.municipality, f"V{number} Veen", f"v{number}@p.example")
        assert reads() == few <= 6


class TestVerb:
    def test_twice_is_told_kindly(self, world, referral):
        demanding.make_hard(referral, "word:vrouw", "safety", by=world.petra.actor)
        with pytest.raises(TooLateError, match="al een eis"):
            demanding.make_hard(referral, "word:vrouw", "safety", by=world.petra.actor)
        demanding.release(referral, "word:vrouw", by=world.petra.actor)
        with pytest.raises(TooLateError, match="al geen eis meer"):
            demanding.release(referral, "word:vrouw", by=world.petra.actor)

    def test_there_is_an_end_to_it(self, world, referral):
        for word in ("aap", "noot", "mies", "wim", "zus", "jet", "teun", "vuur"):
            demanding.make_hard(referral, f"word:{word}", "family", by=world.petra.actor)
        with pytest.raises(DomainError, match="Meer dan 8"):
            demanding.make_hard(referral, "word:gijs", "family", by=world.petra.actor)

    def test_without_a_ground_or_when_it_is_over_nothing_becomes_hard(self, world, referral):
        with pytest.raises(DomainError, match="alleen als de familie of veiligheid"):
            demanding.make_hard(referral, "word:vrouw", "bureau", by=world.petra.actor)
        referrals.move(referral, "stop", reason="not_needed", by=world.petra.actor)
        for verb in (
            lambda: demanding.make_hard(referral, "word:vrouw", "family", by=world.petra.actor),
            lambda: demanding.release(referral, "word:vrouw", by=world.petra.actor),
            lambda: demanding.set_day_parts(referral, [], by=world.petra.actor),
        ):
            with pytest.raises(DomainError, match="afgesloten"):
                verb()


def test_who_left_the_list_is_named_and_the_other_ticks_stay(world, client_of, referral):
    client = client_of(world.petra)
    page = client.get(f"/aanmeldingen/{referral.id}/kandidaten").get_data(as_text=True)
    assert page.count('name="chosen"') == 2
    pool.pause(again(world.cor.coordinator), clock.today() + timedelta(days=30), by=world.petra.actor)
    db.commit()
    both = [str(one.coordinator.id) for one in (world.cor, world.noor)]
    monday = clock.today() - timedelta(days=clock.today().weekday())
    weeks = {name: (monday + timedelta(weeks=7)).isoformat() for name in ("week_from", "week_until")}
    told = {"chosen": both, **weeks}
    response = client.post(f"/aanmeldingen/{referral.id}/aanbod", data=told)
    page = response.get_data(as_text=True)
    assert response.status_code == 409
    assert "Cor Kuiper kan intussen niet meer gevraagd worden: staat op pauze." in page
    assert f'value="{both[1]}" checked' in page or "checked" in page.split(f'value="{both[1]}"')[0][-200:]
    assert f'value="{both[0]}"' not in page
