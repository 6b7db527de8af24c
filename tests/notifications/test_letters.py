"""Letters: printed once as a stack, posted once, and the address shows in the window."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ekc import clock
from ekc.db import db
from ekc.notifications import stacks
from ekc.notifications.markup import BELOW
from ekc.notifications.models import State
from ekc.notifications.on_paper import sheet
from ekc.notifications.outbox import withdraw
from ekc.notifications.rules import Way, where
from ekc.web import paper, qr
from tests.both import at_once
from tests.notifications.drawn import Drawn
from tests.notifications.posting import NOW, put, rows, run, states, troubles

ENVELOPE = "Fam Jansen\nDorpsstraat 1\n9611 AB Sappemeer"
pytestmark = pytest.mark.usefixtures("day")


def write(world, number: int = 1, **given: object):
    """A message that goes on paper."""
    return put(ENVELOPE, number, municipality_id=world.municipality.id, **given)


def take(world):
    """The bureau makes a stack."""
    made = stacks.take(world.municipality.id, None, clock.now())
    db.commit()
    return made


class TestStacks:
    def test_a_letter_waits_for_the_bureau_and_not_for_the_mail_server(self, world, mail_server, worker):
        write(world)
        assert states() == ["to_print"]
        assert run(worker(mail_server.url)) == 0

    def test_printed_then_posted(self, world):
        write(world)
        write(world, 2)
        stack, many = take(world)
        assert (many, states()) == (2, ["printed", "printed"])
        assert stacks.post(stack) == 2
        assert states() == ["sent", "sent"]
        assert {row.sent_at for row in rows()} == {NOW}

    def test_what_was_taken_back_is_not_printed(self, world):
        message = write(world)
        assert withdraw(message.address, ("appointment", 1)) == 1
        with pytest.raises(Exception, match="geen brieven"):
            take(world)

    def test_what_comes_too_late_for_the_post_is_not_printed_and_somebody_calls(self, world):
        write(world, expires=NOW + timedelta(hours=1))
        write(world, 2)
        with clock.at(NOW + timedelta(hours=2)):
            assert take(world)[1] == 1
        assert (states(), troubles()) == (["expired", "printed"], ["too_late", None])

    def test_two_at_the_same_moment_do_not_print_the_same_letter(self, world):
        write(world)
        here = world.municipality.id
        ended = at_once([lambda: stacks.take(here, None, NOW)] * 2, NOW)
        assert ended == ["done", stacks.NOTHING]

    def test_posted_twice_is_said_kindly(self, world):
        write(world)
        stack, _ = take(world)
        stacks.post(stack)
        with pytest.raises(Exception, match="al op de post"):
            stacks.post(stack)


class TestPages:
    def test_the_bureau_prints_and_posts(self, client_of, world):
        write(world, link=(7, 1))
        petra = client_of(world.petra)
        assert "1 brief om te printen" in petra.get("/").text
        assert "1 brief wacht" in petra.get("/brieven").text
        made = petra.post("/brieven")
        assert made.status_code == 303
        page = petra.get(made.location)
        assert "Haal de brieven op" in page.text
        file = petra.get(f"{made.location}/brieven.pdf")
        assert file.mimetype == "application/pdf"
        assert file.data.startswith(b"%PDF-")
        assert file.headers["Content-Disposition"] == 'attachment; filename="brieven.pdf"'
        assert petra.post(f"{made.location}/gepost").status_code == 303
        page = petra.get("/brieven").text
        assert "Er zijn nu geen brieven om te printen" in page
        assert "brief, op de post" in page
        assert "Sappemeer" not in page
        assert petra.post(f"{made.location}/gepost").status_code == 409

    def test_nothing_to_print_is_said_and_is_no_error(self, client_of, world):
        assert client_of(world.petra).post("/brieven").status_code in {409, 422}

    def test_nobody_else_sees_a_letter(self, client_of, world):
        write(world)
        stack, _ = take(world)
        for other in (world.cor, world.sanne, world.gea, world.bea):
            client = client_of(other)
            for address in ("/brieven", f"/brieven/{stack.id}", f"/brieven/{stack.id}/brieven.pdf"):
                assert client.get(address).status_code in {403, 404}
            assert client.post(f"/brieven/{stack.id}/gepost").status_code in {403, 404}
        assert client_of(world.petra).get("/brieven/123/brieven.pdf").status_code == 404

    def test_thirty_take_as_many_queries_as_one(self, client_of, world, queries):
        petra = client_of(world.petra)
        asked = []
        for many in (1, 30):
            for number in range(many):
                write(world, 100 * many + number)
            petra.get("/brieven")  # the first visit of a session asks who it is
            made = petra.post("/brieven").location
            write(world, 100 * many + 50)
            for address in ("/brieven", made, f"{made}/brieven.pdf"):
                queries.clear()
                petra.get(address)
                asked.append((address.rpartition("/")[2][:3] in made, len(queries)))
        few, same = [number for _, number in asked[:3]], [number for _, number in asked[3:]]
        assert few == same


def test_every_state_of_every_way_has_words():
    words = [where(way, state) for way in Way for state in State]
    assert len(words) == len(Way) * len(State)
    assert where("letter", "sent") == "brief, op de post"
    assert where("sms", "sent", "mail") == "sms, verstuurd (mail kwam niet aan)"
    assert where("mail", "failed", "mail") == "mail, niet aangekomen"


HOUSE = ("0598 12 34 56", "https://ekc.example")


def test_a_number_stays_on_one_line():
    told = sheet("A", "s", f"Bel {HOUSE[0]}, of mail.", None, "d", qr.picture, HOUSE)
    assert told["paragraphs"] == [
        ["Bel 0598\N{NO-BREAK SPACE}12\N{NO-BREAK SPACE}34\N{NO-BREAK SPACE}56, of mail."]
    ]


def test_who_reads_english_reads_it_at_the_code_and_at_the_foot_too():
    dutch, english = (
        sheet("A\nB", "s", text, "https://ekc.example/k/a", "d", qr.picture, HOUSE)
        for text in ("Hallo", f"Hello\n\n{BELOW}\n\nHallo")
    )
    assert [line[:5] for line in dutch["scan"]] == ["Richt"]
    assert [line[:5] for line in english["scan"]] == ["Point", "Richt"]
    assert (
        english["footer"][0]
        == "Is this letter from us? Call 0598 12 34 56 or look at https://ekc.example/klopt-dit"
    )
    assert len(dutch["footer"]) == 1
    assert paper.pdf("letters", {"title": "t", "sender": "s", "sheets": [english, dutch]}).startswith(b"%PDF")


class TestWindow:
    def test_the_address_and_nothing_else_shows_in_the_window(self):
        letter = sheet(
            "Maria Johanna van der Veen\np/a Stichting\nHeerenlaan 123 bis\n9611 AB Sappemeer\nNEDERLAND",
            "Afspraak met Cor op vrijdag 12 februari 2027",
            "Hallo,\n\nCor nodigt je uit.\n\n" + "Een lange zin over niets. " * 40,
            "https://ekc.example/k/" + "a" * 35,
            "maandag 11 januari 2027",
            qr.picture,
            HOUSE,
        )
        page = Drawn("letters", {"title": "Brieven", "sender": "Gemeente X", "sheets": [letter]})
        assert page.ink(25, 57, 100, 84)
        assert not page.ink(0, 44, 25, 95)  # left of it
        assert not page.ink(100.5, 44, 210, 95)  # right of it
        assert not page.ink(0, 44, 210, 57)  # above
        assert not page.ink(0, 84, 210, 93)  # below
        assert page.ink(25, 25, 100, 32)  # the measure sees ink: who sends it
        assert page.ink(25, 95, 190, 120)

    def test_a_hostile_address_stays_within_its_lines(self):
        made = sheet("\n".join(["x" * 200] * 20), "s", "t", None, "d", qr.picture, HOUSE)
        assert [len(line) for line in made["address"]] == [40] * 5
        assert made["code"] is None

    def test_what_somebody_wrote_is_text_and_no_command(self):
        told = sheet("#panic()\n$x$", "*s* #s", '#read("/etc/passwd")', None, "d", qr.picture, HOUSE)
        Drawn("letters", {"title": "t", "sender": "s", "sheets": [told]})
