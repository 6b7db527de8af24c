"""Two days ahead the coordinator falls ill. The day stays: another leads it, everybody keeps the same
appointment, and the bureau needed two pages and three taps."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Page, expect

from ekc import clock
from ekc.agenda import service as agenda
from ekc.agenda.rules import Plan
from ekc.db import db
from ekc.people.service import Particulars
from ekc.web.formatting import local_to_utc
from tests.agenda.trajects import add, make_traject
from tests.journeys.conftest import running, until
from tests.journeys.test_main_job import (
    GUESTS,
    HOUSEHOLD,
    Stage,
    judged,
    look,
    names_nobody,
    press,
    status_of,
)
from tests.tools import browser, libical
from tests.world import World, make_world

FAMILY = "wietske@gezin.example"
NOTE = "Oma hoort slecht: bel haar thuis."


def town() -> World:
    """Cor leads a traject whose day is in two days; Oma and Buurman are invited by mail, Opa has none."""
    world = make_world()
    focus = (Particulars("Wietske", HOUSEHOLD, mail=FAMILY, phone="+31612345678"),)
    traject = make_traject(world, focus=focus, goal="Rust in huis.")
    for name, mail in {"Oma": GUESTS["Oma"], "Buurman": GUESTS["Buurman"], "Opa": None}.items():
        add(traject, name, world.cor.actor, mail=mail)
    starts = local_to_utc(clock.today() + timedelta(days=2), clock.now().time().replace(19, 0, 0, 0))
    day = Plan(
        starts, starts + timedelta(hours=3), place="De Klaver", place_in_invitation=True, safety_checked=True
    )
    agenda.plan(traject.referral, day, by=world.cor.actor)
    db.commit()
    world.traject = f"/trajecten/{traject.referral_id}"
    return world


def test_she_falls_ill_two_days_ahead_and_is_replaced(tmp_path, mail_server, open_page, ical_js):
    with running(tmp_path, mail_server.url, fill=town) as product:
        stage = Stage(product, mail_server, open_page, ical_js, browser.PHONE)
        address = product.world.traject
        invited = {name: GUESTS[name] for name in ("Oma", "Buurman")}
        first = {name: judged(stage, stage.newest(to, 1), "REQUEST", 0) for name, to in invited.items()}
        cor = stage.visitor(product.world.cor)
        feed = subscribes(cor)
        assert [event.uid for event in events(cor, feed)] == [first["Oma"].uid]
        says_she_cannot(cor, address, stage)
        assert replaces(stage) <= 4
        assert status_of(cor, address) == 404
        for page in ("/", "/mijn-agenda"):
            cor.goto(page)
            assert HOUSEHOLD not in cor.content()
        assert events(cor, feed) == []
        for name, to in invited.items():
            told = stage.newest(to, 2)
            event = judged(stage, told, "REQUEST", 1)
            assert (event.uid, event.starts, event.location) == (
                first[name].uid,
                first[name].starts,
                "De Klaver",
            )
            assert "Noor regelt voortaan de afspraak" in told.part("text/plain").decode()
        noor_knows(stage, address, first["Oma"].uid)
        the_family_and_cor_are_told(stage)


def subscribes(cor: Page) -> str:
    """Cor has his days in his own calendar; gives its address."""
    cor.goto("/mijn-agenda")
    press(cor, "Maak mijn adres")
    return cor.locator("input[readonly]").first.input_value()


def events(page: Page, feed: str) -> list[libical.Event]:
    """What his calendar program finds there, by a parser that is not ours."""
    raw = page.request.get(feed).body()
    assert libical.errors(raw) == []
    return [one for one in libical.events(raw) if one.status != "CANCELLED"]


def says_she_cannot(cor: Page, address: str, stage: Stage) -> None:
    """Cor says that he is ill, with what the next one must know."""
    cor.goto(address)
    cor.get_by_role("link", name="Zoek een vervanger").click()
    look(cor, stage.width)
    cor.locator("[name=reason][value=illness]").check()
    cor.get_by_label("Wat moet de volgende weten?").fill(NOTE)
    press(cor, "Zoek een vervanger")
    expect(cor.get_by_text("De dag blijft staan").first).to_be_visible()


def replaces(stage: Stage) -> int:
    """Petra replaces him from her first page; gives how many taps it took."""
    petra = stage.visitor(stage.product.world.petra)
    taps = ["the aanmelding that asks for it", "who", "replace now"]
    petra.locator("li", has_text="zoek een vervanger").get_by_role("link").click()
    look(petra, stage.width)
    assert NOTE not in petra.content()
    petra.get_by_label("Noor Nijland").check()
    press(petra, "Zei ja aan de telefoon: vervang nu")
    expect(petra.get_by_text("Noor Nijland is nu de coördinator")).to_be_visible()
    look(petra, stage.width)
    petra.context.close()
    return len(taps)


def noor_knows(stage: Stage, address: str, uid: str) -> None:
    """Noor reads where the names are, has the day in her calendar, and alone reads what Cor left."""
    mail = stage.mail_of(stage.product.world.noor)
    stage.newest(mail, 2)
    by_subject = {str(one.message["Subject"]).split(" op ")[0]: one for one in stage.mail.to(mail)}
    names_nobody(by_subject["Fijn dat je de bijeenkomst overneemt"])
    assert judged(stage, by_subject["Jouw afspraak"], "REQUEST", 1, asks=False).uid == uid
    noor = stage.visitor(stage.product.world.noor)
    noor.goto(address)
    expect(noor.get_by_text(NOTE)).to_be_visible()
    expect(noor.locator("a[href='tel:+31612345678']").first).to_be_visible()
    noor.context.close()


def the_family_and_cor_are_told(stage: Stage) -> None:
    """In plain words; Cor gets no cancellation of what his calendar never got by mail."""
    family = stage.newest(FAMILY, 2)
    judged(stage, family, "REQUEST", 1)
    assert "Noor regelt voortaan de afspraak" in family.part("text/plain").decode()
    cor = stage.mail_of(stage.product.world.cor)
    until(
        lambda: any("is niet meer van jou" in str(one.message["Subject"]) for one in stage.mail.to(cor)),
        "Cor",
    )
    off = next(one for one in stage.mail.to(cor) if "is niet meer van jou" in str(one.message["Subject"]))
    assert [
        part.get_content_type() for part in off.message.walk() if "calendar" in part.get_content_type()
    ] == []
