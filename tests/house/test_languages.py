"""Whoever reads another language reads every page behind a link in it. A language that nobody speaks, made of
the English catalogue by turning all its letters into signs, shows each sentence that was forgotten."""

from __future__ import annotations

import re
import shutil
from datetime import timedelta
from html import unescape

import pytest
from babel.messages.pofile import read_po, write_po
from sqlalchemy import select

from ekc import clock
from ekc.accounts.models import PersonalLink
from ekc.agenda import best_days
from ekc.choice import rules as choice
from ekc.choice.forms import LinkForm
from ekc.circle.queries import focus_ids
from ekc.db import db
from ekc.family import rules as family
from ekc.family import service as pages
from ekc.family.models import FamilyPage
from ekc.invitations import rules as invitations
from ekc.invitations import service
from ekc.invitations.models import Appointment
from ekc.invitations.views import THANKS
from ekc.people.languages import LANGUAGES
from ekc.people.models import Person
from ekc.people.service import Particulars
from ekc.places.models import Locality
from ekc.polls import rules as polls
from ekc.polls import service as asking
from ekc.polls.answer_forms import NAME, SAID
from ekc.polls.forms import EssentialForm
from ekc.seals import link_token
from ekc.settings import ROOT
from ekc.web import speaking
from tests.agenda.trajects import add, make_conference, make_traject, noon
from tests.choice.test_choice import two_can
from tests.invitations.asking import invited
from tests.polls.stories import make_poll, voters

__all__ = ["noon"]
pytestmark = pytest.mark.usefixtures("noon")
NOBODYS = "zxx"  # ISO 639-3: no linguistic content
DATA = set(  # what stands in no catalogue: names, places, their own words
    "ekc Midden Groningen Cor Noor Anna Bram Fam Oma Tante Buur Neef Hoogezand Slochteren Dorpshuis De Brink"
    " Brinkstraat Mia Nieuwenhuis Foxhol Meeden Sappemeer Siddeburen Kern Hoofdweg afspraak example http"
    " localhost klopt dit".split()
)
FOR_STAFF = {polls.NOT_WITH_US}  # read on the telephone
WORD = re.compile(r"[A-Za-zÀ-ſ]{2,}")
SAY = re.compile(r'_\("([^"]+)"')
GUESTS = (
    *("layouts/base", "layouts/public", "errors/error", "accounts/old_link", "accounts/open_link"),
    *("accounts/link_asked", "family/_words", "family/show", "family/nearby", "nearby/_list", "home/genuine"),
    *("home/what_it_is", "invitations/show", "invitations/told", "polls/ask", "choice/show"),
    *(f"components/{name}" for name in ("tel", "page_footer", "pagination", "summary_list", "error_summary")),
    "components/field",
)


FAM = Particulars("Fam", "Jansen", mail="fam@post.example", phone="+31611111111")


def turned(words: str) -> str:
    """The same without a letter of ours: what stands between { } stays."""
    return re.sub(r"\{\w+\}|\w", lambda found: found[0] if found[0][0] == "{" else "ж", words)


@pytest.fixture
def third(tmp_path, monkeypatch):
    """A third language: one more file beside the English one, nothing else. Its days are Greek."""
    with (speaking.FOLDER / "en.po").open("rb") as file:
        catalogue = read_po(file)
    kept = {
        speaking.DAY: "EEEE d MMMM y",
        speaking.CLOCK: "HH:mm",
        speaking.READS: NOBODYS,
        speaking.NAME: "Жж",
    }
    for one in catalogue:
        one.string = one.id and kept.get(one.id, turned(one.string))
    catalogue.locale = "el"
    shutil.copy(speaking.FOLDER / "en.po", tmp_path)
    with (tmp_path / "el.po").open("wb") as file:
        write_po(file, catalogue)
    monkeypatch.setattr(speaking, "FOLDER", tmp_path)
    speaking.tongues.cache_clear()
    yield
    monkeypatch.undo()
    speaking.tongues.cache_clear()


def everybody_reads(code: str) -> None:
    db.session.query(Person).update({"language": code})
    db.commit()


def forgotten(response) -> set[str]:
    """The words of a page that are in no catalogue, and are nobody's name."""
    page = re.sub(
        r"(?s)<head>.*?<title>|</title>.*?</head>|<a class=\"ekc-tongue\".*?</a>", " ", response.text
    )
    told = re.findall(r'aria-label="([^"]*)"', page)
    words = unescape(" ".join([re.sub(r"<[^>]+>", " ", page), *told]))
    return set(WORD.findall(words)) - DATA


def by(client, kind: str) -> str:
    """The page of the newest link about this, opened."""
    link = db.session.query(PersonalLink).filter_by(about_kind=kind).order_by(PersonalLink.id.desc()).first()
    return client.get(f"/k/{link_token(link.id, link.version)}").location


def test_every_sentence_that_a_page_can_say_is_in_the_catalogue():
    said = {
        sentence for name in GUESTS for sentence in SAY.findall((ROOT / f"templates/{name}.html").read_text())
    }
    said |= {
        *THANKS.values(),
        *SAID.values(),
        *family.NEXT.values(),
        *family.COMES.values(),
        *LANGUAGES.values(),
    }
    for module in (invitations, polls, choice, family):
        fixed = (value for name, value in vars(module).items() if name.isupper() and isinstance(value, str))
        said |= {sentence for sentence in fixed if sentence.endswith(".") and sentence not in FOR_STAFF}
    standing = best_days.Standing(1, clock.now(), (1,), (1,), (1,), (1,), frozenset({1}))
    best_days.sentences(standing, {1: "Oma"}, lambda dutch, **_: said.add(dutch) or "")
    said |= {str(LinkForm.others_fine.args[0]), str(EssentialForm.essential.args[0])}
    missing = {sentence for sentence in said if not speaking.tongues()["en"].words.get(sentence)}
    assert missing == set()
    for dutch, other in speaking.tongues()["en"].words.items():
        assert sorted(re.findall(r"\{\w+\}", dutch)) == sorted(re.findall(r"\{\w+\}", other)), dutch


@pytest.mark.usefixtures("third")
def test_an_invitation_in_a_language_that_is_only_a_file(world, client_of):
    invited(world, "Anna")
    everybody_reads(NOBODYS)
    client = client_of(None)
    page = by(client, "invitation")
    first = client.get(page)
    assert '<html lang="el">' in first.text
    assert "Παρασκευή 12 Φεβρουαρίου 2027, 19:30 – 22:00" in first.text
    assert forgotten(first) == set()
    for answer in ("yes", "no", "call_me"):
        shown = client.post(f"{page}/antwoord", data={"answer": answer}, follow_redirects=True)
        assert forgotten(shown) == set()
    refused = client.post(f"{page}/antwoord", data={"answer": "x"})
    assert (refused.status_code, forgotten(refused)) == (422, set())
    for wanted in ("0", "1"):
        shown = client.post(f"{page}/herinnering", data={"wanted": wanted}, follow_redirects=True)
        assert forgotten(shown) == set()
    old = client.post(f"{page}/antwoord", data={"answer": "no", "version": "7"})
    assert (old.status_code, forgotten(old)) == (409, set())
    service.cancel(db.session.query(Appointment).one(), by=world.cor.actor)
    db.commit()
    assert forgotten(client.get(page)) == set()
    assert forgotten(client.post(f"{page}/antwoord", data={"answer": "no"})) == set()


@pytest.mark.usefixtures("third")
def test_which_day_suits_in_a_language_that_is_only_a_file(world, client_of):
    traject = make_traject(world, focus=(FAM,))
    add(traject, "Oma", world.cor.actor, mail="oma@post.example")
    poll = make_poll(world, traject)
    own = voters(poll)
    everybody_reads(NOBODYS)
    for name in ("Oma", "Fam"):
        client, page = client_of(None), f"/datumvraag/{own[name].id}"
        with client.session_transaction() as session:
            session["links"] = [[own[name].link_id, 1, "poll", own[name].id]]
        assert forgotten(client.get(page)) == set()
        nothing = client.post(f"{page}/antwoord", data={})
        assert (nothing.status_code, forgotten(nothing)) == (422, set())
        day = NAME.format(poll_day(client.get(page).text))
        for given in ({day: "yes"}, {day: "if_needed"}, {day: "no"}):
            assert forgotten(client.post(f"{page}/antwoord", data=given, follow_redirects=True)) == set()
        strange = client.post(f"{page}/antwoord", data={day: "x"})
        assert (strange.status_code, forgotten(strange)) == (422, set())
    marked = client.post(f"{page}/onmisbaar", data={"essential": own["Oma"].id}, follow_redirects=True)
    assert forgotten(marked) == set()
    asking.close(poll, traject.referral, by=world.cor.actor)
    db.commit()
    assert forgotten(client.get(page)) == set()


def poll_day(page: str) -> str:
    return re.findall(r'name="dag-(\d+)"', page)[0]


@pytest.mark.usefixtures("third")
def test_choosing_who_arranges_it_in_a_language_that_is_only_a_file(world, client_of):
    referral, cor, _ = two_can(world)
    db.session.query(type(world.cor.coordinator)).update({"about": None})
    everybody_reads(NOBODYS)
    client = client_of(None)
    page = by(client, "choice")
    assert forgotten(client.get(page)) - {referral.number} == set()
    strange = client.post(f"{page}/antwoord", data={"which": "x"})
    assert (strange.status_code, forgotten(strange) - {referral.number}) == (422, set())
    chosen = client.post(f"{page}/antwoord", data={"which": str(cor.id)}, follow_redirects=True)
    assert forgotten(chosen) - {referral.number} == set()
    again = client.post(f"{page}/antwoord", data={"which": str(cor.id)})
    assert (again.status_code, forgotten(again) - {referral.number}) == (409, set())


@pytest.mark.usefixtures("third")
def test_the_own_page_of_a_family_in_a_language_that_is_only_a_file(world, client_of):
    traject = make_traject(world, focus=(FAM,))
    add(traject, "Oma", world.cor.actor)
    own = pages.send(traject.referral, focus_ids(traject.referral)[0], by=world.cor.actor)
    number = {traject.referral.number}
    everybody_reads(NOBODYS)
    client = client_of(None)
    page = by(client, "family")
    assert forgotten(client.get(page)) - number == set()
    for step in ("pauze", "pauze", "verder", "verder"):
        assert forgotten(client.post(f"{page}/{step}", follow_redirects=True)) - number == set()
    assert forgotten(client.get(f"{page}/in-de-buurt?dorp=Hoogezand")) - number <= villages()
    make_conference(world, traject)
    db.commit()
    everybody_reads(NOBODYS)
    assert forgotten(client.get(page)) - number - {"bij", "oma"} == set()
    link = pages.link_of(db.session.get(FamilyPage, own.id))
    token = link_token(link.id, link.version)
    with clock.at(clock.now() + timedelta(days=400)):
        old = client_of(None).get(f"/k/{token}")
        assert (old.status_code, forgotten(old)) == (410, set())
        again = client.post(f"/k/{token}/nieuw?taal=el")
        assert again.location == "/nieuwe-link?taal=el"
    for address in (
        again.location,
        "/link-openen?taal=el",
        "/klopt-dit?taal=el",
        "/wat-is-een-bijeenkomst?taal=el",
    ):
        assert forgotten(client.get(address)) == set()


def villages() -> set[str]:
    return {word for name in db.session.scalars(select(Locality.name)) for word in WORD.findall(name)}


def test_somebody_who_reads_english_may_read_dutch_and_go_back(world, client_of):
    invited(world, "Anna", "Bram")
    everybody_reads("eng")
    client = client_of(None)
    page = by(client, "invitation")
    english = client.get(page)
    assert '<html lang="en">' in english.text
    assert "Friday 12 February 2027, 19:30 – 22:00 (Dutch time)" in english.text
    assert "Appointment with Cor" in english.text
    assert '<a class="ekc-tongue" href="?taal=nl" hreflang="nl" lang="nl">Nederlands</a>' in english.text
    assert len(english.data) <= 14_000
    dutch = client.get(f"{page}?taal=nl")
    assert '<html lang="nl">' in dutch.text
    assert 'href="?taal=en" hreflang="en" lang="en">English</a>' in dutch.text
    action = re.search(r'action="([^"]+antwoord[^"]*)"', dutch.text)[1]
    answered = client.post(unescape(action), data={"answer": "yes"}, follow_redirects=True)
    assert "Je komt. Fijn, tot dan!" in answered.text  # the language that they chose stays, without a cookie
    assert "You are coming." in client.get(page).text
    for strange in ("xx", "", "en-GB", "../en", "\0"):
        assert client.get(page, query_string={"taal": strange}).status_code == 200


def test_who_reads_dutch_and_who_works_here_get_dutch(world, client_of):
    everybody_reads("nld")
    invited(world, "Anna", "Bram")
    client = client_of(None)
    assert '<html lang="nl">' in client.get(by(client, "invitation")).text
    for page in ("/", "/mijn-berichten"):
        assert '<html lang="nl">' in client_of(world.cor).get(f"{page}?taal=en").text


def test_words_of_a_person_are_never_markup(app):
    with app.test_request_context("/?taal=en"):
        speaking.choose()
        assert speaking.say("{name} komt.", name="<b>") == "&lt;b&gt; is coming."
        assert (
            speaking.say("<i>niet in de catalogus</i> {x}") == "&lt;i&gt;niet in de catalogus&lt;/i&gt; {x}"
        )
        assert speaking.listed([]) == ""
        assert speaking.listed(["Arabisch", "Turks", "<b>"]) == "Arabic, Turkish and &lt;b&gt;"
