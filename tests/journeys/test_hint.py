"""A hint in a real browser: one tap switches it on, it says nothing, and a tap on it opens Vandaag."""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect

from ekc.db import db
from ekc.notifications import telephones
from ekc.notifications.models import Telephone
from tests.journeys.conftest import Product, until
from tests.notifications.test_push import ENDPOINT, Browser
from tests.world import PASSWORD

# What the browser's own push service would give: there is none on this machine.
SUBSCRIBES = """PushManager.prototype.subscribe = async (wanted) => {
  window.asked = [wanted.userVisibleOnly, wanted.applicationServerKey.length];
  return { toJSON: () => (%s) };
};"""
SHOWN = "registration.getNotifications().then((all) => all.map((one) => [one.title, one.body]))"
# A tap as the browser tells it to the worker; only a real thumb may open a window, so we look where to.
TAP = """registration.getNotifications().then(([one]) => {
  clients.openWindow = async (url) => { self.opened = url; };
  self.dispatchEvent(new NotificationEvent("notificationclick", { notification: one }));
  return self.opened;
})"""


def test_a_hint_is_switched_on_shows_nothing_of_anybody_and_opens_today(product: Product, open_page):
    page: Page = open_page()
    page.context.grant_permissions(["notifications"], origin=product.url)
    public, secret = Browser().keys
    given = {"endpoint": ENDPOINT, "keys": {"p256dh": public, "auth": secret}}
    page.add_init_script(SUBSCRIBES % json.dumps(given))
    page.goto(f"{product.url}/inloggen?verder=/mijn-berichten")
    page.get_by_label("Mailadres").fill("coordinator@demo.example")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    page.locator("[data-hint] button").click()
    expect(page.get_by_text("Meldingen staan aan op 1 telefoon.")).to_be_visible()
    db.remove()
    assert [one.address.partition("#")[0] for one in db.session.query(Telephone)] == [ENDPOINT]
    devtools = page.context.new_cdp_session(page)
    known: dict[str, str] = {}
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: known.update({one["scopeURL"]: one["registrationId"] for one in told["registrations"]}),
    )
    devtools.send("ServiceWorker.enable")
    until(lambda: page.evaluate("1") and known, "the service worker")
    devtools.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": product.url,
            "registrationId": known[f"{product.url}/mijn-berichten"],
            "data": telephones.WORDS,
        },
    )
    (worker,) = page.context.service_workers
    assert until(lambda: worker.evaluate(SHOWN), "the hint") == [["ekc", telephones.WORDS]]
    assert worker.evaluate(TAP) == "/"
    assert worker.evaluate(SHOWN) == []
