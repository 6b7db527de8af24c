"""Her year and her certificates: what she reads, what is on paper, and who else gets nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.audit.models import LogEntry
from ekc.certificates import paper, queries
from ekc.certificates.paper import Issued
from ekc.certificates.rules import BUDDY, LED, PLAN
from ekc.db import db
from ekc.outcomes import service as outcomes
from ekc.outcomes.rules import Told
from ekc.referrals import service as referrals
from ekc.training import service as training
from ekc.training.models import Attendance
from tests.agenda.trajects import make_conference, make_traject, noon
from tests.training.evenings import make_gathering

__all__ = ["noon"]  # a fixture: it is noon in all tests below
MAY_NOT = ("sanne", "tom", "tess", "noor", "gea", "bea")
WENT = Told(held=True, own_time="yes", people=9, plan="yes", plan_kind="ekc_plan")
ISSUED = Issued("Midden-Groningen", "+31598123456", clock.today())


def was_at(world, *guests, kind="block1", days=-36):
    """A gathering of some time ago, and who was there."""
    with clock.at(clock.now() - timedelta(days=40)):
        found = make_gathering(world, kind=kind, days=days)
    training.note_attendance(found, [one.coordinator.id for one in guests], by=world.petra.actor)
    db.commit()
    return found


def held(world, surname="Jansen", buddy=None):
    """A meeting of Cor's that was held, perhaps with a buddy."""
    traject = make_traject(world, surname=surname)
    if buddy:
        referrals.add_second(traject.referral, buddy.coordinator, "buddy", by=world.petra.actor)
    conference = make_conference(world, traject)
    with clock.at(conference.ends_at + timedelta(hours=1)):
        outcomes.report(conference, WENT, by=world.cor.actor)
    db.commit()
    return conference


def kinds(somebody, year=2026):
    """What her year holds."""
    return [part.kind for part in queries.year_of(somebody.coordinator, year).parts]


class TestYear:
    def test_a_meeting_counts_for_who_led_it_and_for_her_buddy(self, world):
        held(world, buddy=world.noor)
        assert (kinds(world.cor), kinds(world.noor)) == ([LED], [BUDDY])
        assert kinds(world.cor, 2025) == []

    def test_a_meeting_that_was_not_held_counts_for_nobody(self, world):
        traject = make_traject(world)
        conference = make_conference(world, traject)
        with clock.at(conference.ends_at + timedelta(hours=1)):
            outcomes.report(conference, Told(held=False, reason="coordinator"), by=world.cor.actor)
        assert kinds(world.cor) == []

    def test_a_plan_without_a_meeting_counts(self, world):
        traject = make_traject(world)
        outcomes.plan_without_meeting(traject.referral, "own_plan", by=world.cor.actor)
        assert kinds(world.cor) == [PLAN]

    def test_what_she_was_at_is_told_apart(self, world):
        was_at(world, world.cor)
        was_at(world, world.cor, world.noor, kind="intervisie")
        year = queries.year_of(world.cor.coordinator, 2026)
        assert [one.kind for one in year.trainings] == ["block1"]
        assert len(year.intervisies) == len(queries.year_of(world.noor.coordinator, 2026).learned) == 1


class TestPage:
    def test_she_reads_her_year_without_any_family(self, world, client_of):
        held(world, "Vanderzee")
        was_at(world, world.cor)
        client = client_of(world.cor)
        response = client.get("/mijn-jaar", follow_redirects=True)
        page = response.get_data(as_text=True)
        assert response.status_code == 200
        for words in ("Mijn jaar 2026", "1 bijeenkomst geleid", "Training, blok 1", "Bij 0 van de 4"):
            assert words in page
        assert "Vanderzee" not in page
        assert "bij oma" not in page

    def test_an_empty_year_says_so_and_has_no_paper(self, world, client_of):
        client = client_of(world.cor)
        address = f"/jaar/{world.cor.coordinator.id}"
        assert "staat er nog niets" in client.get(address).get_data(as_text=True)
        assert client.get(f"{address}/bewijs.pdf").status_code == 404
        assert client.get(f"{address}/overzicht.pdf").status_code == 404

    @pytest.mark.parametrize(
        ("asked", "status"),
        [("2026", 200), ("2025", 200), ("", 200), ("x", 200), ("9" * 30, 200), ("2027", 404), ("0000", 404)],
    )
    def test_any_year_that_is_asked_for(self, world, client_of, asked, status):
        client = client_of(world.cor)
        assert client.get(f"/jaar/{world.cor.coordinator.id}?jaar={asked}").status_code == status

    def test_as_many_queries_for_much_as_for_little(self, world, client_of, queries):
        was_at(world, world.cor)
        client = client_of(world.cor)
        client.get(f"/jaar/{world.cor.coordinator.id}")
        queries.clear()
        client.get(f"/jaar/{world.cor.coordinator.id}")
        many = len(queries)
        for number in range(8):
            was_at(world, world.cor, world.noor, kind="intervisie", days=-36 + number % 4)
        queries.clear()
        client.get(f"/jaar/{world.cor.coordinator.id}")
        assert len(queries) == many <= 10

    def test_the_bureau_finds_it_from_the_pool(self, world, client_of):
        was_at(world, world.cor)
        client = client_of(world.petra)
        page = client.get(f"/pool/{world.cor.coordinator.id}").get_data(as_text=True)
        assert f"/jaar/{world.cor.coordinator.id}" in page
        page = client.get(f"/jaar/{world.cor.coordinator.id}").get_data(as_text=True)
        assert "2026 van Cor Kuiper" in page


class TestPaper:
    def test_she_downloads_all_three(self, world, client_of):
        was_at(world, world.cor)
        attendance = db.session.query(Attendance.id).scalar()
        client = client_of(world.cor)
        files = {
            f"/jaar/{world.cor.coordinator.id}/overzicht.pdf": "jaaroverzicht-2026.pdf",
            f"/jaar/{world.cor.coordinator.id}/bewijs.pdf": "bewijs-2026.pdf",
            f"/bewijzen/{attendance}": "bewijs-2026-10-15.pdf",
        }
        for address, name in files.items():
            response = client.get(address)
            assert response.status_code == 200
            assert response.mimetype == "application/pdf"
            assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
            assert response.get_data().startswith(b"%PDF")

    @pytest.mark.parametrize("who", MAY_NOT)
    def test_a_stranger_finds_nothing(self, world, client_of, who):
        gathering = was_at(world, world.cor)
        attendance = db.session.query(Attendance.id).scalar()
        client = client_of(getattr(world, who))
        for address in (
            f"/jaar/{world.cor.coordinator.id}",
            f"/jaar/{world.cor.coordinator.id}/overzicht.pdf",
            f"/jaar/{world.cor.coordinator.id}/bewijs.pdf",
            f"/bewijzen/{attendance}",
            f"/scholingen/{gathering.id}/bewijzen",
        ):
            assert client.get(address).status_code == 404, address

    def test_who_looked_is_written_down(self, world, client_of):
        was_at(world, world.cor)
        client_of(world.petra).get(f"/jaar/{world.cor.coordinator.id}/bewijs.pdf")
        seen = db.session.query(LogEntry.object_id).filter_by(action="see", object_kind="coordinator").all()
        assert [one for (one,) in seen] == [world.cor.coordinator.id]

    def test_intervisie_has_no_certificate(self, world, client_of):
        gathering = was_at(world, world.cor, kind="intervisie")
        client = client_of(world.petra)
        assert client.get(f"/scholingen/{gathering.id}/bewijzen").status_code == 404
        assert "/bewijzen" not in client.get(f"/scholingen/{gathering.id}").get_data(as_text=True)

    def test_the_bureau_prints_them_all_at_once(self, world, client_of):
        gathering = was_at(world, world.cor, world.noor)
        client = client_of(world.petra)
        assert f"/scholingen/{gathering.id}/bewijzen" in client.get(f"/scholingen/{gathering.id}").get_data(
            as_text=True
        )
        both = client.get(f"/scholingen/{gathering.id}/bewijzen").get_data()
        assert b"/Type/Pages/Count 2/" in both

    def test_a_name_is_only_ever_a_name(self, world):
        """What would mean something to typst is shown as it is, and the same facts give the same bytes."""
        was_at(world, world.cor)
        year = queries.year_of(world.cor.coordinator, 2026)
        odd = '#panic("x") *b* $1$ \\ @a <b> // ياسمين \u0301'
        assert paper.of_year(odd, year, ISSUED) == paper.of_year(odd, year, ISSUED)
        assert paper.overview(odd, year, ISSUED).startswith(b"%PDF")
        assert paper.of_training([(odd, year.trainings[0])], ISSUED).startswith(b"%PDF")
