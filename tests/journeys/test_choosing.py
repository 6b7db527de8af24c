"""Two can, and the family chooses: by the link in its mail, or on the phone through the bureau. Until then no
byte that left, and no page, tells a coordinator about whom it is."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from ekc.db import db
from ekc.people.service import Particulars
from ekc.referrals.models import Referral
from tests.journeys.conftest import running
from tests.journeys.test_main_job import (
    HOUSEHOLD,
    SECRETS,
    Stage,
    link_in,
    look,
    names_nobody,
    press,
    status_of,
    tells_nothing,
    traject,
)
from tests.matching.stories import make_referral
from tests.tools import browser
from tests.world import Somebody, World, make_coordinator, make_world

FAMILY = "wietske@gezin.example"
PHONE = "+31655500011"
HIDDEN = (*SECRETS, FAMILY, PHONE, "06 55 50 00 11", "0655500011")


def town() -> World:
    """Four who may be asked; one household with mail, and one without."""
    world = make_world()
    for name, mail in (("Amal Azizi", "amal@pool.example"), ("Els Eker", "els@pool.example")):
        make_coordinator(world.municipality, name, mail)
    wietske = Particulars("Wietske", HOUSEHOLD, mail=FAMILY, phone=PHONE)
    berend = Particulars("Berend", f"{HOUSEHOLD}-Boer", phone=PHONE)
    for who in (wietske, berend):
        make_referral(world, waived=False, focus=(who,), goal="Rust in huis.")
    return world


def test_two_can_and_the_family_chooses(tmp_path, mail_server, open_page):
    with running(tmp_path, mail_server.url, fill=town) as product:
        stage = Stage(product, mail_server, open_page, None, browser.PHONE)
        with_mail, without = addresses()
        petra = stage.visitor(product.world.petra)
        asks(petra, with_mail, "Cor Kuiper", "Noor Nijland")
        for who in (product.world.cor, product.world.noor):
            says_i_can(stage, who, with_mail)
        chooses_by_link(stage, product.world.noor)
        knows_whom_to_call(stage, with_mail)
        asks(petra, without, "Amal Azizi", "Els Eker")
        for mail in ("amal@pool.example", "els@pool.example"):
            taps_yes(stage, mail)
        chooses_on_the_phone(stage, petra, without)
        assert [mail.recipients for mail in mail_server.mails if HOUSEHOLD.encode() in mail.content] == []


def addresses() -> list[str]:
    """Of the referral with mail and of the one without."""
    found = db.session.query(Referral.id).order_by(Referral.id).all()
    db.remove()
    return [f"/aanmeldingen/{one.id}" for one in found]


def asks(petra: Page, referral: str, *names: str) -> None:
    """Petra asks two by name; nobody waives anything."""
    petra.goto(f"{referral}/kandidaten")
    for box in petra.locator("[name=chosen]").all():
        box.uncheck()
    for name in names:
        petra.get_by_label(name).check()
    petra.locator("button", has_text="Aanbieden").click()
    expect(petra.get_by_text("Wie is gevraagd").first).to_be_visible()


def taps_yes(stage: Stage, mail: str) -> Page:
    """She opens the link of her mail and can: no name of a household anywhere."""
    page = stage.visitor()
    page.goto(link_in(stage.newest(mail, 1)))
    press(page, "Ik kan")
    expect(page.get_by_role("heading", name="Dank je wel: je kunt!")).to_be_visible()
    tells_no_name(page)
    return page


def says_i_can(stage: Stage, who: Somebody, referral: str) -> None:
    """The same, and signed in she sees no more of it."""
    mail = stage.mail_of(who)
    page = taps_yes(stage, mail)
    look(page, stage.width)
    page.context.close()
    for one in stage.mail.to(mail):
        tells_nothing(one)
    page = stage.visitor(who)
    for address in ("/", "/mijn-grenzen", "/mijn-agenda"):
        page.goto(address)
        tells_no_name(page)
    for address in (referral, traject(referral), f"{referral}/keuze", f"{referral}/kandidaten"):
        assert status_of(page, address) == 404
        tells_no_name(page)
    page.context.close()


def tells_no_name(page: Page) -> None:
    """No name, number or word of the household, also not where nobody looks."""
    assert [word for word in HIDDEN if word in page.content()] == []


def chooses_by_link(stage: Stage, chosen: Somebody) -> None:
    """Wietske reads two first names and chooses one in one tap."""
    mail = stage.newest(FAMILY, 1)
    tells_nothing(mail)
    page = stage.visitor()
    page.goto(link_in(mail))
    look(page, stage.width)
    assert [word for word in ("Kuiper", "Nijland", *SECRETS) if word in page.content()] == []
    press(page, "Kies Noor")
    expect(page.get_by_role("heading", name="Noor regelt de bijeenkomst")).to_be_visible()
    expect(page.get_by_role("button", name="Liever een andere coördinator")).to_be_visible()
    look(page, stage.width)
    page.context.close()
    thanks = stage.newest(stage.mail_of(stage.product.world.cor), 2)
    assert str(thanks.message["Subject"]) == "Dank je dat je wilde helpen"
    yours = stage.newest(stage.mail_of(chosen), 2)
    assert str(yours.message["Subject"]) == "Fijn dat je de bijeenkomst regelt"
    tells_nothing(thanks)
    names_nobody(yours)


def knows_whom_to_call(stage: Stage, referral: str) -> None:
    """From now on Noor sees the name and the number; Cor still sees nothing."""
    page = stage.visitor(stage.product.world.noor)
    page.goto(traject(referral))
    expect(page.get_by_role("heading", name=f"Wietske {HOUSEHOLD}").first).to_be_visible()
    expect(page.locator(f"a[href='tel:{PHONE}']").first).to_be_visible()
    page.context.close()
    page = stage.visitor(stage.product.world.cor)
    assert status_of(page, traject(referral)) == 404
    page.context.close()


def chooses_on_the_phone(stage: Stage, petra: Page, referral: str) -> None:
    """Berend has no mail: he is called, and Petra writes down what he said, by whom and when."""
    petra.goto("/")
    petra.locator("li", has_text="de familie kiest").get_by_role("link").click()
    look(petra, stage.width)
    expect(petra.get_by_text("bel zelf: heeft geen mailadres")).to_be_visible()
    petra.get_by_label("B: Els").check()
    petra.get_by_label("Wie zei het?").select_option(label=f"Berend {HOUSEHOLD}-Boer")
    press(petra, "Schrijf op")
    expect(petra.get_by_text("Els is de coördinator")).to_be_visible()
    expect(
        petra.get_by_text(f"koos een coördinator, door Berend {HOUSEHOLD}-Boer, aan de telefoon")
    ).to_be_visible()
    look(petra, stage.width)
    assert str(stage.newest("els@pool.example", 2).message["Subject"]) == "Fijn dat je de bijeenkomst regelt"
    assert str(stage.newest("amal@pool.example", 2).message["Subject"]) == "Dank je dat je wilde helpen"
    assert referral in petra.url
