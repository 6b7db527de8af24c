"""Nobody but the bureau has a computer: everybody phones, and Petra does it all for them, from the question
to the plan. The logbook says for whom."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Page, expect
from sqlalchemy import select

from ekc import clock
from ekc.audit.models import LogEntry
from ekc.db import db
from tests.journeys.conftest import running
from tests.journeys.test_main_job import Stage, fill_in_day, look, press, set_the_scene
from tests.tools import browser


def test_the_bureau_does_it_all_for_who_phones(tmp_path, mail_server, open_page):
    with running(tmp_path, mail_server.url) as product:
        set_the_scene(product)
        stage = Stage(product, mail_server, open_page, None, browser.PHONE)
        petra = stage.visitor(product.world.petra)
        referral = asks_for_sanne(petra)
        says_yes_for_cor(petra, referral)
        plans_for_cor(petra, referral.replace("aanmeldingen", "trajecten"))
        product.later(10)
        tells_for_cor(stage.visitor(product.world.petra), referral.replace("aanmeldingen", "trajecten"))
        assert done_for(product) >= {
            ("submit_referral", product.world.sanne.person.id),
            ("say_yes", product.world.cor.person.id),
            ("plan_conference", product.world.cor.person.id),
            ("report_outcome", product.world.cor.person.id),
        }


def asks_for_sanne(page: Page) -> str:
    """Sanne phones: an aanmelding in her name; gives its address."""
    page.goto("/aanmeldingen")
    everybody = page.locator("[name=team] option").all_inner_texts()
    page.locator("[name=team]").select_option(label=next(one for one in everybody if "Sanne Smit" in one))
    press(page, "Nieuwe aanmelding")
    page.locator("[name=focus1-given_name]").fill("Wietske")
    page.locator("[name=focus1-surname]").fill("Vredeveld")
    page.locator("[name=focus1-age][value='18+']").check()
    page.locator("[name=focus1-answer][value=yes]").check()
    page.get_by_label("Wat willen zij bereiken?").fill("Rust in huis.")
    page.locator("[name=locality]").select_option(index=3)
    page.locator("[name=responsible_is][value=me]").check()
    page.locator("[name=backstop_is]").select_option(label="Petra Post")
    page.locator("[name=conditions][value=none]").check()
    press(page, "Aanmelden")
    expect(page.get_by_text("Coördinator zoeken").first).to_be_visible()
    return page.url[page.url.index("/aanmeldingen") :]


def says_yes_for_cor(page: Page, referral: str) -> None:
    """The family leaves the choice to us; Cor says yes on the phone."""
    page.goto(f"{referral}/kandidaten")
    page.get_by_label("Cor Kuiper").check()
    page.locator("[name=waiver]").first.check()
    page.locator("button", has_text="Aanbieden").click()
    page.get_by_role("link", name="Cor Kuiper").click()
    expect(page.get_by_text("namens Cor Kuiper")).to_be_visible()
    press(page, "Ik kan")


def plans_for_cor(page: Page, traject: str) -> None:
    """Cor tells whom he spoke and which day it is; nobody has mail; Oma says on the phone that she comes."""
    page.goto(traject)
    press(page, "Ik heb hen vandaag gesproken")
    page.goto(f"{traject}/mensen")
    page.get_by_label("Voornaam").fill("Oma")
    page.locator("[name=relation][value=family]").check()
    press(page, "Zet erbij")
    page.locator("article", has_text="Oma").get_by_role("button", name="Gesproken", exact=True).click()
    page.goto(f"{traject}/bijeenkomst")
    fill_in_day(page, clock.today() + timedelta(days=7), "14:00", "17:00", "De Klaver")
    page.get_by_label("Iedereen kan veilig komen en vrij praten").check()
    press(page, "Leg vast en nodig uit")
    page.get_by_role("link", name="Wie komt er?").click()
    look(page, browser.PHONE)
    oma = page.locator("article", has_text="Oma")
    oma.locator("summary").click()
    oma.get_by_role("button", name="Komt", exact=True).click()
    expect(page.locator("article", has_text="Oma").get_by_text("komt", exact=True)).to_be_visible()


def tells_for_cor(page: Page, traject: str) -> None:
    """Afterwards Cor phones once more: it was held, and there is a plan."""
    page.goto(traject)
    page.get_by_role("link", name="Hoe ging het?").click()
    page.locator("[name=held][value=yes]").check()
    page.locator("[name=own_time][value=yes]").check()
    page.locator("[name=plan][value='yes:ekc_plan']").check()
    press(page, "Geef door")
    expect(page.get_by_text("plan gemaakt").first).to_be_visible()


def done_for(product) -> set[tuple[str, int | None]]:
    """(action, for whom) of everything that Petra did."""
    rows = db.session.execute(
        select(LogEntry.action, LogEntry.behalf_person_id).where(
            LogEntry.actor_id == product.world.petra.account.id
        )
    )
    return {(row.action, row.behalf_person_id) for row in rows}
