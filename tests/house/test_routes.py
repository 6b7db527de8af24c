"""Every address of the product, with who may; nothing opens by accident, nothing disappears unnoticed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ekc.accounts.guards import WHO_MAY

LIST = Path(__file__).with_name("routes.json")


def routes(app):
    """{'GET /aanmeldingen': who may} of the whole product."""
    found = {}
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        who = WHO_MAY.get(view) or getattr(view, "who_may", None)  # the shared layer knows no guards
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            found[f"{method} {rule.rule}"] = described(who)
    return dict(sorted(found.items()))


def described(who):
    """Who may, as a person reads it."""
    if who is None:
        return None
    if isinstance(who, str):
        return f"anybody: {who}"
    roles, link = who
    return ", ".join([*roles, *([f"link about an {link}"] if link else [])])


def test_every_route_says_who_may(app):
    open_doors = [route for route, who in routes(app).items() if who is None]
    assert open_doors == [], "put @allow(…) or @public('why that is safe') under the route"


def test_the_list_of_routes_is_the_one_we_know(app):
    assert routes(app) == json.loads(LIST.read_text()), f"a route changed: look at it, then renew {LIST.name}"


def test_each_view_takes_one_verb(app):
    """GET shows, POST acts: no view does both."""
    both = [rule.rule for rule in app.url_map.iter_rules() if {"GET", "POST"} <= rule.methods]
    assert both == []


def test_addresses_tell_nothing(app):
    """Only numbers, a token, a year or the name of a file stand in an address."""
    kinds = {name for rule in app.url_map.iter_rules() for name in rule.arguments}
    assert kinds <= {"id", "token", "year", "version", "name"}


def test_no_post_comes_to_the_database_without_the_token_of_its_session_or_a_signature(
    app, world, client_of, queries, monkeypatch
):
    """What a machine of a provider tells is no form, and has no session: at another address is no page."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    client, answers = client_of(world.petra), {}
    queries.clear()
    for rule in app.url_map.iter_rules():
        if "POST" in rule.methods:
            address = re.sub(r"<.*?>", "1", rule.rule)
            answers[rule.rule] = client.post(address, data={"name": "x"}).status_code
    assert len(answers) > 100
    assert {rule for rule, status in answers.items() if status != 400} == {"/sms-aflevering/<token>"}
    assert answers["/sms-aflevering/<token>"] == 404
    assert queries == []


STRANGERS = ("tom", "noor", "gea", "bea")


@pytest.mark.parametrize("somebody", [*STRANGERS, "sanne", "tess", "petra", "cor", None])
def test_no_address_breaks_or_opens_for_an_id_that_is_not_there(app, world, client_of, somebody):
    """404 or the sign-in page for an unknown id, whoever asks and by whatever verb; never a 500."""
    client = client_of(getattr(world, somebody) if somebody else None)
    for rule in app.url_map.iter_rules():
        if "id" not in rule.arguments:
            continue
        for number in ((1 << 63) - 1, 1 << 70):
            address = rule.rule.replace("<int:id>", str(number))
            for method in rule.methods - {"OPTIONS", "HEAD"}:
                status = client.open(address, method=method).status_code
                assert status in {303, 404, 405}, f"{method} {address} gave {status}"
                if status == 303:
                    assert somebody is None
