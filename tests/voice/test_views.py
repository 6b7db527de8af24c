"""Ideas of the pool, and what she says about working with a team."""

from __future__ import annotations

import pytest

from ekc.db import db
from ekc.notifications.models import Message
from ekc.thanks.models import KindWord
from ekc.voice import service
from ekc.voice.models import Suggestion, TeamWord
from tests.matching.stories import again, logged
from tests.thanks.stories import make_held, without_mail

IDEA = "Een lijst met zalen die op zondag open zijn."
ANSWER = {"stand": "done", "answer": "De lijst staat bij de locaties."}

OTHERS = ["sanne", "tom", "tess", "gea", "bea"]


@pytest.fixture
def idea(world):
    made = service.suggest(world.cor.coordinator, IDEA, named=False, by=world.cor.actor)
    db.commit()
    return made


@pytest.fixture
def thanks(world):
    """Cor is thanked for a conference."""
    make_held(world)
    return db.session.query(KindWord).one()


class TestIdeas:
    def test_she_leaves_one_and_reads_it_back(self, world, client_of):
        cor = client_of(world.cor)
        assert cor.post("/ideeen", data={"text": IDEA}).status_code == 303
        page = cor.get("/ideeen").text
        assert IDEA in page
        assert "Jouw idee" in page
        assert "nog niet beantwoord" in page
        made = db.session.query(Suggestion).one()
        assert logged("suggestion", made.id) == [("suggest", None, None)]

    @pytest.mark.usefixtures("idea")
    def test_the_same_words_twice_are_one(self, world, client_of):
        response = client_of(world.cor).post("/ideeen", data={"text": IDEA})
        assert response.status_code == 409
        assert "Dit idee hadden we al van je" in response.text
        assert client_of(world.noor).post("/ideeen", data={"text": IDEA}).status_code == 303

    @pytest.mark.parametrize("text", ["", " ", "bsn 111222333", "x" * 2001])
    def test_what_is_no_idea_comes_back(self, world, client_of, text):
        assert client_of(world.cor).post("/ideeen", data={"text": text}).status_code == 422
        assert db.session.query(Suggestion).count() == 0

    def test_another_reads_it_only_with_the_answer_and_not_whose_it_is(self, world, idea, client_of):
        assert IDEA not in client_of(world.noor).get("/ideeen").text
        assert client_of(world.petra).post(f"/ideeen/{idea.id}", data=ANSWER).status_code == 303
        page = client_of(world.noor).get("/ideeen").text
        assert IDEA in page
        assert "De lijst staat bij de locaties." in page
        assert "gedaan" in page
        assert "Cor" not in page

    def test_with_a_first_name_where_she_wants_that(self, world, client_of):
        client_of(world.cor).post("/ideeen", data={"text": IDEA, "named": "y"})
        made = db.session.query(Suggestion).one()
        client_of(world.petra).post(f"/ideeen/{made.id}", data=ANSWER)
        page = client_of(world.noor).get("/ideeen").text
        assert "Idee van Cor" in page
        assert "Kuiper" not in page

    def test_an_answer_for_her_alone_stays_hers(self, world, idea, client_of):
        client_of(world.petra).post(f"/ideeen/{idea.id}", data={**ANSWER, "private": "y"})
        assert IDEA not in client_of(world.noor).get("/ideeen").text
        assert "De lijst staat bij de locaties." in client_of(world.cor).get("/ideeen").text

    def test_she_is_told_that_there_is_an_answer_each_time(self, world, idea, client_of):
        petra = client_of(world.petra)
        petra.post(f"/ideeen/{idea.id}", data={"stand": "doing", "answer": "We bellen de dorpshuizen."})
        petra.post(f"/ideeen/{idea.id}", data=ANSWER)
        told = db.session.query(Message).order_by(Message.id).all()
        assert [(one.kind, one.state) for one in told] == [
            ("idea_answered", "replaced"),
            ("idea_answered", "queued"),
        ]
        assert told[1].address == "coordinator@demo.example"
        assert "antwoord op je idee" in told[1].body_text
        assert IDEA not in told[1].body_text

    def test_the_bureau_reads_whose_it_is(self, world, idea, client_of):
        petra = client_of(world.petra)
        assert "Idee van Cor Kuiper" in petra.get("/ideeen").text
        assert logged("person", world.cor.person.id)[-1] == ("see", None, None)
        assert "anderen lezen niet van wie het is" in petra.get(f"/ideeen/{idea.id}").text

    @pytest.mark.parametrize("told", [{"stand": "new", "answer": "x"}, {"stand": "done", "answer": ""}, {}])
    def test_an_answer_without_words_or_stand_comes_back(self, world, idea, client_of, told):
        assert client_of(world.petra).post(f"/ideeen/{idea.id}", data=told).status_code == 422
        assert again(idea).answer is None

    def test_who_phones_has_one_too(self, world, client_of):
        petra, noor = client_of(world.petra), world.noor
        there = f"/pool/{noor.coordinator.id}/idee"
        assert "Noor Nijland" in petra.get(there).text
        assert petra.post(there, data={"text": IDEA}).status_code == 303
        made = db.session.query(Suggestion).one()
        assert made.person_id == noor.person.id
        assert logged("suggestion", made.id) == [("suggest", None, noor.person.id)]
        assert IDEA in client_of(noor).get("/ideeen").text

    @pytest.mark.parametrize("who", [*OTHERS, "noor", "cor"])
    def test_only_the_bureau_answers(self, world, idea, client_of, who):
        client = client_of(getattr(world, who))
        assert client.get(f"/ideeen/{idea.id}").status_code == 404
        assert client.post(f"/ideeen/{idea.id}", data=ANSWER).status_code == 404
        assert client.get(f"/pool/{world.cor.coordinator.id}/idee").status_code == 404
        if who in OTHERS:
            assert client.get("/ideeen").status_code == 404
            assert client.post("/ideeen", data={"text": "x"}).status_code == 404
        assert again(idea).answer is None

    @pytest.mark.usefixtures("idea")
    def test_thirty_take_as_many_queries_as_one(self, world, client_of, queries):
        for who in (world.cor, world.petra):
            client = client_of(who)
            client.get("/ideeen")
            queries.clear()
            client.get("/ideeen")
            few = len(queries)
            for number in range(30):
                service.suggest(
                    world.cor.coordinator, f"{who.person.id} {number}", named=True, by=world.cor.actor
                )
            db.commit()
            queries.clear()
            assert "Bladzijde 1 van" in client.get("/ideeen").text
            assert len(queries) == few


class TestTeamWord:
    def test_she_says_it_once_and_only_the_bureau_reads_it(self, world, thanks, client_of):
        cor = client_of(world.cor)
        there = f"/bedankjes/{thanks.id}/samenwerking"
        assert there in cor.get("/voor-jou").text
        told = {"how": "mixed", "text": "Ik kreeg laat antwoord."}
        assert cor.post(there, data=told).status_code == 303
        assert there not in cor.get("/voor-jou").text
        page = client_of(world.petra).get("/samenwerking").text
        assert "Ik kreeg laat antwoord." in page
        assert "Team Hoogezand-Noord" in page
        assert logged("person", world.cor.person.id)[-1] == ("see", None, None)
        assert cor.post(there, data=told).status_code == 409
        assert "al verteld" in cor.get(there).text
        for who in OTHERS:
            client = client_of(getattr(world, who))
            assert client.get("/samenwerking").status_code == 404
            assert client.get(there).status_code == 404
            assert "laat antwoord" not in client.get("/", follow_redirects=True).text
        assert db.session.query(Message).filter(Message.body_text.contains("samen")).count() == 0

    def test_words_are_not_needed_and_a_choice_is(self, world, thanks, client_of):
        there = f"/bedankjes/{thanks.id}/samenwerking"
        cor = client_of(world.cor)
        assert cor.post(there, data={"text": "Prima"}).status_code == 422
        assert cor.post(there, data={"how": "10", "text": ""}).status_code == 422
        assert cor.post(there, data={"how": "good", "text": "bsn 111222333"}).status_code == 422
        assert cor.post(there, data={"how": "good"}).status_code == 303
        assert db.session.query(TeamWord).one().team_id == world.team.id

    def test_another_volunteer_cannot(self, world, thanks, client_of):
        noor = client_of(world.noor)
        assert noor.get(f"/bedankjes/{thanks.id}/samenwerking").status_code == 404
        assert noor.post(f"/bedankjes/{thanks.id}/samenwerking", data={"how": "good"}).status_code == 404
        assert db.session.query(TeamWord).count() == 0

    def test_the_bureau_writes_it_down_for_who_phones(self, world, client_of):
        without_mail(world.cor)
        make_held(world)
        word = db.session.query(KindWord).one()
        petra = client_of(world.petra)
        assert f"/bedankjes/{word.id}/samenwerking" in petra.get(f"/pool/{word.coordinator_id}/idee").text
        assert "namens Cor" in petra.get(f"/bedankjes/{word.id}/samenwerking").text
        assert petra.post(f"/bedankjes/{word.id}/samenwerking", data={"how": "good"}).status_code == 303
        assert ("say_about_team", None, world.cor.person.id) in logged("kind_word", word.id)

    def test_read_is_read_once(self, world, thanks, client_of):
        said = service.say_about_team(thanks, "bad", None, by=world.cor.actor)
        db.commit()
        petra = client_of(world.petra)
        for who in (*OTHERS, "cor"):
            client = client_of(getattr(world, who))
            assert client.post(f"/samenwerking/{said.id}/gelezen").status_code == 404
        assert petra.post(f"/samenwerking/{said.id}/gelezen").status_code == 303
        assert petra.post(f"/samenwerking/{said.id}/gelezen").status_code == 409
        assert again(said).seen_by_id == world.petra.account.id

    def test_how_it_went_on_is_no_conference_to_talk_about(self, world, thanks, client_of):
        word = again(thanks)
        word.kind, word.sentence = "onward", "well"
        db.commit()
        cor = client_of(world.cor)
        assert "samenwerking" not in cor.get("/voor-jou").text
        assert cor.post(f"/bedankjes/{thanks.id}/samenwerking", data={"how": "good"}).status_code == 422

    def test_thirty_take_as_many_queries_as_one(self, world, thanks, client_of, queries):
        service.say_about_team(thanks, "bad", None, by=world.cor.actor)
        petra = client_of(world.petra)
        petra.get("/samenwerking")
        queries.clear()
        petra.get("/samenwerking")
        few = len(queries)
        values = {column.name: getattr(thanks, column.name) for column in KindWord.__table__.columns}
        for number in range(1, 30):
            word = KindWord(**{**values, "id": thanks.id + number, "key": f"x{number}"})
            db.session.add(word)
            db.session.flush()
            service.say_about_team(word, "good", "Prima", by=world.cor.actor)
        db.commit()
        queries.clear()
        assert "Bladzijde 1 van 2" in petra.get("/samenwerking").text
        assert len(queries) == few
