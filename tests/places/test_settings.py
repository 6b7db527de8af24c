"""How the municipality works is chosen on one page, and each choice is kept to."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock, processes
from ekc.audit.models import LogEntry
from ekc.db import db
from ekc.expenses import queries as expenses
from ekc.expenses import ratebook, rates
from ekc.matching import ladder
from ekc.notifications.models import Message
from ekc.people.service import Particulars
from ekc.places import queries, service
from ekc.places.rules import Ways
from ekc.pool import service as pool
from ekc.pool.rules import Papers
from ekc.referrals.models import Referral
from tests.agenda.trajects import noon
from tests.both import at_once
from tests.invitations.asking import fresh, invited, leave
from tests.matching.stories import again, make_referral, open_round

__all__ = ["noon"]  # a fixture: it is noon in all tests below

USUAL = {
    "central_phone": "0598 12 34 56",
    "family_chooses": "yes",
    "asked_at_first": "2",
    "open_hours": "72",
    "open_hours_urgent": "4",
    "vog_years": "3",
    "intervisie_per_year": "4",
    "calls_before_word": "3",
    "remind_days": ["7", "1"],
    "seen": "1",
}
AMOUNTS = {"km": "0,20", "hour": "5,00", "hour_young": "3,00", "month": "200,00", "in_year": "2.000"}


def choose(world, client_of, **told: object):
    """The bureau sends the form with something else than usual."""
    return client_of(world.petra).post("/instellingen", data={**USUAL, **told})


def kept(world):
    """The municipality as it is now."""
    return again(world.municipality)


def hours_open(offer) -> float:
    """How long it stands."""
    return (offer.expires_at - offer.leaves_at) / timedelta(hours=1)


def test_the_bureau_chooses_when_people_are_reminded_of_a_day(world, client_of):
    assert choose(world, client_of, remind_days=["2"]).status_code == 303
    assert kept(world).remind_days == ("2",)
    assert choose(world, client_of, remind_days=[], seen="2").status_code == 303
    assert kept(world).remind_days == ()
    assert choose(world, client_of, remind_days=["30"], seen="3").status_code == 422
    assert kept(world).remind_days == ()


def test_the_bureau_sees_what_is_chosen_and_who_did(world, client_of):
    page = client_of(world.petra).get("/instellingen").text
    assert 'value="72"' in page
    assert "Het laatst gewijzigd" not in page
    assert choose(world, client_of, open_hours="48").status_code == 303
    page = client_of(world.petra).get("/instellingen").text
    assert 'value="48"' in page
    assert "door Petra Post" in page
    lines = db.session.query(LogEntry.reason).filter(LogEntry.action == "change_setting").all()
    assert lines == [("open_hours",)]


@pytest.mark.parametrize("name", ["sanne", "tess", "cor", "gea", "bea"])
def test_nobody_else_finds_the_page(world, client_of, name):
    client = client_of(getattr(world, name))
    assert client.get("/instellingen").status_code == 404
    assert client.post("/instellingen", data=USUAL).status_code == 404
    assert client.post("/instellingen/bedragen", data=AMOUNTS).status_code == 404
    assert kept(world).version == 1


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"open_hours": "47"}, "48 tot en met 72"),
        ({"open_hours": "73"}, "48 tot en met 72"),
        ({"open_hours_urgent": "1"}, "2 tot en met 24"),
        ({"asked_at_first": "0"}, "1 tot en met 5"),
        ({"vog_years": "9" * 40}, "1 tot en met 5"),
        ({"intervisie_per_year": "\x00"}, "Vul een getal in"),
        ({"central_phone": "bel maar"}, "telefoonnummer"),
        ({"central_phone": ""}, "telefoonnummer"),
        ({"family_chooses": "misschien"}, "Kies een van de mogelijkheden"),
        ({"seen": ""}, "Versie"),
    ],
)
def test_what_cannot_be_is_told_and_the_rest_is_kept(world, client_of, told, sentence):
    response = choose(world, client_of, **{"asked_at_first": "4", **told})
    assert response.status_code == 422
    assert sentence in response.text
    if "asked_at_first" not in told:
        assert 'name="asked_at_first" value="4"' in response.text
    assert kept(world).version == 1


def test_who_comes_second_reads_who_was_first_and_keeps_what_was_typed(world, client_of):
    assert choose(world, client_of, open_hours="48").status_code == 303
    response = choose(world, client_of, vog_years="5")
    assert response.status_code == 409
    assert "inmiddels gewijzigd door Petra Post" in response.text
    assert "Er staat nu: 48." in response.text
    assert 'name="vog_years" value="5"' in response.text
    assert 'name="seen" value="2"' in response.text
    assert (kept(world).open_hours, kept(world).vog_years) == (48, 3)
    assert choose(world, client_of, open_hours="48", vog_years="5", seen="2").status_code == 303
    assert (kept(world).open_hours, kept(world).vog_years) == (48, 5)


def test_every_choice_that_differs_is_told_in_words(world, client_of):
    other = {"family_chooses": "no", "central_phone": "0598 99 99 99", "intervisie_per_year": "8"}
    assert choose(world, client_of, **other).status_code == 303
    page = choose(world, client_of).text
    assert "Er staat nu: Nee, wie het eerst ja zegt, is het." in page
    assert "Er staat nu: 0598 99 99 99." in page
    assert "Er staat nu: 8." in page


def test_a_question_stands_as_long_as_was_chosen(world, client_of):
    before = open_round(world, make_referral(world), world.cor)[0]
    choose(world, client_of, open_hours="48", open_hours_urgent="6")
    db.session.expire_all()
    urgent = make_referral(world, urgency="urgent", focus=make_focus("Bos"))
    after = open_round(world, make_referral(world, focus=make_focus("Vos")), world.noor)[0]
    assert [hours_open(one) for one in (before, after)] == [72, 48]
    assert hours_open(open_round(world, urgent, world.cor)[0]) == 6


def make_focus(surname: str):
    """One grown-up of this name."""
    return (Particulars("Yara", surname, birth_year=1984),)


def test_so_many_are_asked_at_first(world, client_of):
    referral = make_referral(world)
    assert ladder.size(referral, first=True) == 2
    choose(world, client_of, asked_at_first="1")
    page = client_of(world.petra).get(f"/aanmeldingen/{referral.id}/kandidaten").text
    assert page.count(" checked") == 1


def test_where_the_family_does_not_choose_the_first_yes_counts(world, client_of):
    choose(world, client_of, family_chooses="no")
    referral = make_referral(world, waived=False)
    (offer,) = open_round(world, referral, world.cor)
    assert processes.accept_offer(offer, by=world.cor.actor) is not None
    assert db.session.get_one(Referral, referral.id).state == "matched"


def test_a_vog_is_good_for_as_many_years_as_chosen(world, client_of):
    choose(world, client_of, vog_years="5")
    seen = clock.today()
    pool.set_papers(world.cor.coordinator, Papers(vog_seen_on=seen), by=world.petra.actor)
    assert world.cor.coordinator.vog_until == seen.replace(year=seen.year + 5)


def test_so_many_intervisies_are_wanted(world, client_of):
    choose(world, client_of, intervisie_per_year="6")
    assert "We willen er 6 per jaar" in client_of(world.petra).get("/scholingen").text


def test_the_central_number_stands_under_pages_and_in_messages(world, client_of):
    choose(world, client_of, central_phone="0598 99 99 99")
    assert "0598 99 99 99" in client_of(world.cor).get("/").text
    open_round(world, make_referral(world), world.cor)
    assert "0598 99 99 99" in db.session.query(Message).filter_by(kind="offer").one().body_text


def test_another_central_number_stands_in_the_calendars_of_what_is_to_come(world, client_of, outbox):
    appointment, _ = invited(world, "Anna")
    leave()
    client = client_of(world.petra)
    page = " ".join(client.get("/instellingen").text.split())
    assert "Verander je het nummer? Dit gaat naar 1 mens:" in page
    choose(world, client_of, vog_years="5")
    assert outbox() == []
    choose(world, client_of, central_phone="0598 99 99 99", vog_years="5", seen="2")
    assert outbox() == [("invitation_reworded", "anna@post.example")]
    (copy,) = leave()
    assert (copy.event.sequence, "0598 99 99 99" in copy.event.description) == (0, True)
    assert "Bel 0598 99 99 99" in fresh(appointment).block


def test_the_amounts_of_a_year_are_lowered_and_used(world, client_of):
    year = clock.today().year
    client = client_of(world.petra)
    sent = {**AMOUNTS, "year": str(year), "seen_rates": "0"}
    assert client.post("/instellingen/bedragen", data=sent).status_code == 303
    account = expenses.account(world.cor.coordinator, year)
    assert (account.rates.km, account.rates.month) == (20, 20_000)
    assert 'name="km" value="0,20"' in client.get("/instellingen").text
    assert 'name="km" value="0,23"' in client.get(f"/instellingen?jaar={year + 1}").text
    late = client.post("/instellingen/bedragen", data={**sent, "km": "0,10"})
    assert late.status_code == 409
    assert "inmiddels gewijzigd" in late.text
    assert 'name="km" value="0,10"' in late.text
    assert (
        client.post("/instellingen/bedragen", data={**sent, "km": "0,10", "seen_rates": "1"}).status_code
        == 303
    )


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"km": "9,99"}, "Per kilometer: hooguit"),
        ({"km": "veel"}, "Dit bedrag begrijpen we niet"),
        ({"month": "3.000"}, "Per maand: hooguit"),
        ({"year": "2019"}, "van dit jaar"),
        ({"year": "9" * 12}, "Jaar"),
        ({"hour": "2,00"}, "passen niet bij elkaar"),
    ],
)
def test_amounts_that_cannot_be_are_told(world, client_of, told, sentence):
    sent = {**AMOUNTS, "year": str(clock.today().year), "seen_rates": "0", **told}
    response = client_of(world.petra).post("/instellingen/bedragen", data=sent)
    assert response.status_code == 422
    assert sentence in response.text
    assert expenses.rates_of(world.municipality.id) == {}


def test_of_two_at_the_same_moment_one_is_told(both):
    here, by = both.municipality.id, both.petra.actor

    def change(hours: int):
        def verb() -> None:
            found = queries.municipality(here)
            wanted = Ways("+31598123456", True, 2, hours, 4, 3, 4, 3)
            service.change_ways(found, wanted, 1, by=by)

        return verb

    def amounts(km: int):
        told = rates.Rates(clock.today().year, 500, 300, 20_000, 200_000, km, "")
        return lambda: ratebook.set_rates(told, 0, by=by)

    done, refused = at_once([change(50), change(60)])
    assert done == "done"
    assert "inmiddels gewijzigd" in refused
    assert queries.municipality(here).version == 2
    done, refused = at_once([amounts(10), amounts(20)])
    assert done == "done"
    assert "inmiddels gewijzigd" in refused
    assert len(expenses.rates_of(here)) == 1
