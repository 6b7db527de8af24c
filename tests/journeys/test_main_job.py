"""The whole story: a team asks, two coordinators are asked, one says yes, the day is fixed, moved, called
off and fixed again, three people answer by their links and one in her calendar, it is held, and the
gemeente's number goes up by one.

In a real browser, with mail through a real mail server; every calendar file judged by parsers that are not
ours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from email import policy
from email.message import EmailMessage
from mailbox import Maildir
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ekc import clock
from ekc.agenda import venues
from ekc.agenda.venue_rules import Told as Described
from ekc.db import db
from ekc.reporting import service as reporting
from tests.invitations.rules_5546 import broken_rules
from tests.invitations.rules_ours import broken_promises, telling_words
from tests.journeys.conftest import running, until
from tests.tools import axe, browser, icaljs, libical
from tests.tools.smtp import Mail, MailServer
from tests.world import PASSWORD, Somebody

HOUSEHOLD = "Vredeveld"
SECRETS = (HOUSEHOLD, "Rust in huis", "Wietske")
GUESTS = {
    "Oma": "oma@post.example",
    "Buurman": "buurman@post.example",
    "Nicht": "nicht@post.example",
    "Tante": "tante@post.example",
}
LINK = re.compile(r"http://localhost:\d+/k/\S+")


@dataclass
class Stage:
    """A running product with its mail server, seen at one width."""

    product: object
    mail: MailServer
    open_page: object
    ical_js: Page
    width: int
    strangers: dict[str, Page] = field(default_factory=dict)

    def stranger(self, name: str) -> Page:
        """The browser of somebody of the cast who stays signed in and keeps trying."""
        if name not in self.strangers:
            self.strangers[name] = self.visitor(getattr(self.product.world, name))
        return self.strangers[name]

    def visitor(self, somebody: Somebody | None = None) -> Page:
        """A browser of its own; signed in as somebody, or as nobody."""
        page = self.open_page(width=self.width, base_url=self.product.url)
        if somebody is not None:
            page.goto("/inloggen")
            page.get_by_label("E-mailadres").fill(self.mail_of(somebody))
            page.get_by_label("Wachtwoord").fill(PASSWORD)
            page.get_by_role("button", name="Inloggen").click()
            page.wait_for_url("**/**")
        return page

    @staticmethod
    def mail_of(somebody: Somebody) -> str:
        """The address somebody signs in with."""
        return somebody.account.email

    def newest(self, address: str, how_many: int) -> Mail:
        """The newest mail to an address, once `how_many` have come."""
        until(lambda: len(self.mail.to(address)) >= how_many, f"mail {how_many} to {address}")
        return self.mail.to(address)[how_many - 1]


def look(page: Page, width: int) -> None:
    """What every page must be: no violation found by axe, nothing to scroll sideways."""
    assert axe.violations(page) == []
    assert not browser.scrolls_sideways(page)
    assert page.evaluate("innerWidth") == width


def press(page: Page, name: str) -> None:
    """Press a button and be on the next page."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def status_of(page: Page, address: str) -> int:
    """What opening an address gives."""
    response = page.goto(address)
    assert response is not None
    return response.status


def link_in(mail: Mail) -> str:
    """The personal link in a mail."""
    found = LINK.search(mail.part("text/plain").decode())
    assert found is not None
    return found[0]


def judged(stage: Stage, mail: Mail, method: str, sequence: int, *, asks: bool = True) -> libical.Event:
    """The calendar part of a mail, after every judge has seen it; `asks`: it asks for an answer."""
    raw = mail.part("text/calendar")
    assert broken_rules(raw) == []
    assert [one for one in broken_promises(raw) if asks or "RSVP" not in one] == []
    assert (b"RSVP=TRUE" in raw.replace(b"\r\n ", b"")) is (asks and method == "REQUEST")
    assert libical.errors(raw) == []
    (event,) = libical.events(raw)
    (seen,) = icaljs.events(stage.ical_js, raw)
    assert (event.method, event.sequence) == (method, sequence)
    assert (seen["method"], seen["sequence"], seen["uid"]) == (method, sequence, event.uid)
    assert (seen["start"], seen["end"]) == (event.starts.timestamp(), event.ends.timestamp())
    tells_nothing(mail)
    return event


def tells_nothing(mail: Mail) -> None:
    """No word of the case, no other guest, in any byte that left; nor that there is a case at all."""
    names_nobody(mail)
    assert telling_words(mail.part("text/plain").decode()) == []
    assert telling_words(str(mail.message["Subject"])) == []


def names_nobody(mail: Mail) -> None:
    """No word of the case, no other guest: also where a coordinator is led to the page of hers."""
    texts = [mail.part("text/plain").decode(), str(mail.message["Subject"]), mail.content.decode()]
    for part in mail.message.walk():
        payload = part.get_payload(decode=True)
        texts.append(payload.decode() if isinstance(payload, bytes) else "")
    whole = "\n".join(texts)
    others = [address for address in GUESTS.values() if address not in mail.recipients]
    assert [word for word in (*SECRETS, *others) if word in whole] == []


def fill_in_day(page: Page, day: date, begins: str, ends: str, where: str) -> None:
    """The fields of a day."""
    page.get_by_label("Op welke dag?").fill(day.isoformat())
    page.get_by_label("Van", exact=True).fill(begins)
    page.get_by_label("Tot", exact=True).fill(ends)
    page.get_by_label(re.compile(where)).check()


@pytest.mark.parametrize("width", [browser.PHONE, browser.DESKTOP])
def test_from_the_question_to_the_number(tmp_path, mail_server, open_page, ical_js, width):
    with running(tmp_path, mail_server.url) as product:
        stage = Stage(product, mail_server, open_page, ical_js, width)
        set_the_scene(product)
        referral = the_team_asks(stage)
        the_bureau_asks_two(stage, referral)
        one_says_yes(stage, referral)
        cor = she_prepares(stage, referral)
        she_plans_moves_cancels_and_plans_again(stage, cor, referral)
        three_people_answer(stage, cor, referral)
        assert held_so_far(stage) == "0 van de 60"
        product.later(14)
        nothing_was_written_down(product)
        it_was_held(stage, referral)
        assert held_so_far(stage) == "1 van de 60"


def nothing_was_written_down(product) -> None:
    """What the web server and the worker wrote while all this was clicked: no link, no name, no address."""
    said = product.said.read_text()
    assert [word for word in ("/k/", "/uitnodiging/", *SECRETS, *GUESTS.values()) if word in said] == []


def set_the_scene(product) -> None:
    """A room, and a target for this year and the next."""
    by = product.world.by
    venues.add(Described("De Klaver", "Klaverpad 2, Siddeburen", 30), by=by)
    day = clock.today()
    for year in {day.year, (day + timedelta(days=14)).year}:
        reporting.set_target(year, 60, by=by)
    db.commit()
    db.remove()


def nobody_else_sees(stage: Stage, address: str, *but: str) -> None:
    """The other team, the other coordinator and the gemeente get the page that is not there.

    Who may see what does not depend on the width of a window: it is tried on the phone.
    """
    if stage.width != browser.PHONE:
        return
    for name in ("tom", "noor", "gea"):
        if name in but:
            continue
        page = stage.stranger(name)
        assert status_of(page, address) == 404, f"{name} at {address}"
        assert HOUSEHOLD not in page.content()


def the_team_asks(stage: Stage) -> str:
    """Sanne fills in the form; gives the address of the referral."""
    page = stage.visitor(stage.product.world.sanne)
    press(page, "Nieuwe aanmelding")
    look(page, stage.width)
    page.locator("[name=focus1-given_name]").fill("Wietske")
    page.locator("[name=focus1-surname]").fill(HOUSEHOLD)
    page.locator("[name=focus1-age][value='18+']").check()
    page.locator("[name=focus1-answer][value=yes]").check()
    page.locator("[name=focus1-phone]").fill("06 12 34 56 78")
    page.get_by_label("Wat willen zij bereiken?").fill("Rust in huis.")
    page.locator("[name=locality]").select_option(index=3)
    page.locator("[name=responsible_is][value=me]").check()
    page.locator("[name=backstop_is]").select_option(label="Petra Post")
    page.locator("[name=conditions][value=none]").check()
    page.wait_for_timeout(1500)
    form = page.url
    page.context.clear_cookies()  # the session is lost; what was typed is not
    page.context.close()
    page = stage.visitor(stage.product.world.sanne)
    page.goto(form)
    expect(page.get_by_label("Wat willen zij bereiken?")).to_have_value("Rust in huis.")
    press(page, "Aanmelden")
    expect(page.get_by_text("Coördinator zoeken").first).to_be_visible()
    look(page, stage.width)
    address = page.url.removeprefix(stage.product.url)
    page.context.close()
    nobody_else_sees(stage, address)
    return address


def the_bureau_asks_two(stage: Stage, referral: str) -> None:
    """Petra sees who can, with reasons, and asks both."""
    page = stage.visitor(stage.product.world.petra)
    page.goto(f"{referral}/kandidaten")
    look(page, stage.width)
    page.get_by_label("Cor Kuiper").check()
    page.get_by_label("Noor Nijland").check()
    page.locator("[name=waiver]").first.check()
    page.locator("button", has_text="Aanbieden").click()
    expect(page.get_by_text("Wie is gevraagd").first).to_be_visible()
    page.context.close()
    for somebody in (stage.product.world.cor, stage.product.world.noor):
        tells_nothing(stage.newest(stage.mail_of(somebody), 1))
    nobody_else_sees(stage, f"{referral}/kandidaten")


def one_says_yes(stage: Stage, referral: str) -> None:
    """Cor opens the link of the mail and says yes; Noor reads a kind sentence. No name on either page."""
    world = stage.product.world
    cor = stage.visitor()
    cor.goto(link_in(stage.newest(stage.mail_of(world.cor), 1)))
    look(cor, stage.width)
    assert HOUSEHOLD not in cor.content()
    press(cor, "Ik kan")
    expect(cor.get_by_role("heading", name="Fijn dat je kunt!")).to_be_visible()
    assert HOUSEHOLD not in cor.content()
    noor = stage.visitor()
    noor.goto(link_in(stage.newest(stage.mail_of(world.noor), 1)))
    expect(noor.get_by_role("heading", name="Hier hoef je niets meer te doen")).to_be_visible()
    look(noor, stage.width)
    for page in (cor, noor):
        page.context.close()
    nobody_else_sees(stage, traject(referral))


def traject(referral: str) -> str:
    """The coordinator's page of a referral."""
    return referral.replace("aanmeldingen", "trajecten")


def she_prepares(stage: Stage, referral: str) -> Page:
    """Signed in, Cor sees the name and the number to call, speaks the family, and writes down five people."""
    cor = stage.visitor(stage.product.world.cor)
    cor.goto(traject(referral))
    look(cor, stage.width)
    expect(cor.get_by_role("heading", name=re.compile(HOUSEHOLD)).first).to_be_visible()
    expect(cor.locator("a[href='tel:+31612345678']").first).to_be_visible()
    press(cor, "Ik heb hen vandaag gesproken")
    for name, mail in {**GUESTS, "Opa": ""}.items():
        cor.goto(f"{traject(referral)}/mensen")
        cor.get_by_label("Voornaam").fill(name)
        cor.locator("[name=relation][value=family]").check()
        cor.locator("[name=mail]").fill(mail)
        press(cor, "Zet erbij")
        with cor.expect_navigation():
            cor.locator("article", has_text=name).get_by_role("button", name="Gesproken", exact=True).click()
    look(cor, stage.width)
    assert [stage.mail.to(address) for address in GUESTS.values()] == [[]] * len(GUESTS)
    return cor


def she_plans_moves_cancels_and_plans_again(stage: Stage, cor: Page, referral: str) -> None:
    """Each change reaches each guest as their own calendar message."""
    week = clock.today() + timedelta(days=7)
    plan_day(stage, cor, referral, week)
    first = {name: judged(stage, stage.newest(to, 1), "REQUEST", 0) for name, to in GUESTS.items()}
    assert len({event.uid for event in first.values()}) == 1
    nobody_else_sees(stage, cor.url.removeprefix(stage.product.url))
    cor.get_by_role("link", name="Andere dag, tijd of plek").click()
    fill_in_day(cor, week + timedelta(days=1), "19:30", "22:00", "De Klaver")
    press(cor, "Verplaats en laat het weten")
    for name, to in GUESTS.items():
        moved = judged(stage, stage.newest(to, 2), "REQUEST", 1)
        assert moved.uid == first[name].uid
        assert moved.starts.date() == week + timedelta(days=1)
    cor.locator("summary", has_text="De dag gaat niet door").click()
    cor.locator("[name=reason][value=focus_asked]").check()
    press(cor, "Zeg de dag af")
    for name, to in GUESTS.items():
        off = judged(stage, stage.newest(to, 3), "CANCEL", 2)
        assert (off.uid, off.status) == (first[name].uid, "CANCELLED")
    plan_day(stage, cor, referral, week + timedelta(days=2))
    for name, to in GUESTS.items():
        again = judged(stage, stage.newest(to, 4), "REQUEST", 0)
        assert again.uid != first[name].uid


def plan_day(stage: Stage, cor: Page, referral: str, day: date) -> None:
    """Fix a day from two to five in the afternoon."""
    cor.goto(f"{traject(referral)}/bijeenkomst")
    look(cor, stage.width)
    fill_in_day(cor, day, "14:00", "17:00", "De Klaver")
    cor.get_by_label("Iedereen kan veilig komen en vrij praten").check()
    press(cor, "Leg vast en nodig uit")
    cor.get_by_role("link", name="Wie komt er?").click()
    expect(cor.get_by_role("heading", name="De bijeenkomst")).to_be_visible()
    look(cor, stage.width)


def three_people_answer(stage: Stage, cor: Page, referral: str) -> None:
    """One tap each on the link of the newest mail, Tante in her calendar; Cor sees it, and enters what Opa
    said on the phone."""
    arrives = answers_in_her_calendar(stage, GUESTS["Tante"])
    for name, answer in (("Oma", "Ja, ik kom"), ("Buurman", "Nee, ik kan niet"), ("Nicht", "Bel mij")):
        guest = stage.visitor()
        guest.goto(link_in(stage.newest(GUESTS[name], 4)))
        look(guest, stage.width)
        assert [word for word in SECRETS if word in guest.content()] == []
        press(guest, answer)
        expect(guest.get_by_text("Je antwoord")).to_be_visible()
        guest.context.close()
    until(lambda: not any(arrives.iterdir()), "the mail read by the worker")
    cor.goto(traject(referral))
    cor.get_by_role("link", name="Wie komt er?").click()
    opa = cor.locator("article", has_text="Opa")
    opa.locator("summary").click()
    opa.get_by_role("button", name="Komt", exact=True).click()
    for name, words in (
        ("Oma", "komt"),
        ("Buurman", "komt niet"),
        ("Nicht", "wil gebeld worden"),
        ("Opa", "komt"),
        ("Tante", "komt"),
    ):
        expect(cor.locator("article", has_text=name).get_by_text(words, exact=True)).to_be_visible()


def answers_in_her_calendar(stage: Stage, address: str) -> Path:
    """Her calendar program sends its answer to our mailbox, where the worker finds it; gives the folder."""
    asked = stage.newest(address, 4).part("text/calendar").decode()
    answer = asked.replace("METHOD:REQUEST", "METHOD:REPLY").replace("NEEDS-ACTION", "ACCEPTED")
    mail = EmailMessage(policy.SMTP)
    mail["From"], mail["To"] = address, stage.product.settings.mail_from
    mail["Subject"], mail["Message-ID"] = "Geaccepteerd", "<answer@post.example>"
    mail.set_content("Ik kom.")
    mail.add_alternative(answer, subtype="calendar", params={"method": "REPLY"})
    folder = Path(stage.product.settings.inbox_url.removeprefix("maildir:"))
    Maildir(folder).add(mail.as_bytes())
    return folder / "new"


def it_was_held(stage: Stage, referral: str) -> None:
    """Afterwards: three taps."""
    cor = stage.visitor(stage.product.world.cor)
    cor.goto(traject(referral))
    cor.get_by_role("link", name="Hoe ging het?").click()
    look(cor, stage.width)
    cor.locator("[name=held][value=yes]").check()
    cor.locator("[name=own_time][value=yes]").check()
    cor.locator("[name=plan][value='yes:ekc_plan']").check()
    press(cor, "Geef door")
    expect(cor.get_by_text("plan gemaakt").first).to_be_visible()
    cor.context.close()


def held_so_far(stage: Stage) -> str:
    """What the gemeente reads; no name stands there."""
    gea = stage.visitor(stage.product.world.gea)
    gea.goto("/cijfers")
    look(gea, stage.width)
    assert HOUSEHOLD not in gea.content()
    words = gea.locator("main strong").first.inner_text()
    gea.context.close()
    return words
