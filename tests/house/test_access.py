"""The whole matrix: who, which thing, which verb. What is not yours is not there: the same page as for a
thing that never was, to the byte and at the same number of questions to the database, however it is asked
for.
"""

from __future__ import annotations

import re

import pytest

from ekc.db import db
from ekc.invitations.models import Invitation
from ekc.matching.models import Offer
from ekc.polls.models import DatePoll
from tests.agenda.trajects import noon
from tests.house.access_things import make_things

__all__ = ["noon"]  # a fixture: it is noon in all tests below

NEVER_WAS = 1 << 61
COLUMNS = ("sanne", "tess", "petra", "cor", "tom", "noor", "gea", "bea")

# Which thing stands under an address, and who of the cast may look at it or do something with it.
TEAM, BUREAU, HERS = {"sanne", "tess"}, {"petra"}, {"cor"}
MAY = {
    "/aanmeldingen/<int:id>": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/formulier": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/concept": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/indiening": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/instemming": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/ouders": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/verantwoordelijken": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/stap": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/kandidaten": ("referral", BUREAU),
    "/aanmeldingen/<int:id>/aanbod": ("referral", BUREAU),
    "/aanmeldingen/<int:id>/naamgenoot": ("namesake", BUREAU),
    "/aanmeldingen/<int:id>/liever-niet": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/liever-niet/weg": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/liever-niet/bekeken": ("referral", BUREAU),
    "/aanmeldingen/<int:id>/eisen": ("referral", BUREAU),
    "/aanmeldingen/<int:id>/eisen/los": ("referral", BUREAU),
    "/aanmeldingen/<int:id>/eisen/dagdelen": ("referral", BUREAU),
    "/aanmeldingen/<int:id>/voorwaarden": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/voorwaarden/geen": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/voorwaarden/weg": ("referral", TEAM | BUREAU),
    "/trajecten/<int:id>/voorwaarden": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/voorwaarden/delen": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/voorwaarden/verteld": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/voorwaarden/toets-delen": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/voorwaarden/toets": ("referral", BUREAU | HERS),
    "/aanmeldingen/<int:id>/volgenden": ("referral", BUREAU),
    "/aanmeldingen/<int:id>/keuze": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/keuzelinks": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/kaartjes": ("referral", TEAM | BUREAU),
    "/keuzebrieven/<int:id>": ("ballot", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/verder": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/toestemming": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/toestemming-terug": ("referral", TEAM | BUREAU),
    "/bedankjes/<int:id>/samenwerking": ("kind_word", BUREAU | {"noor"}),
    "/ideeen/<int:id>": ("suggestion", BUREAU),
    "/samenwerking/<int:id>/gelezen": ("team_word", BUREAU),
    "/mededelingen/<int:id>/weg": ("announcement", BUREAU),
    "/pool/<int:id>/idee": ("coordinator", BUREAU),
    "/bedankjes/<int:id>/gedaan": ("kind_word", BUREAU),
    "/aanmeldingen/<int:id>/ander": ("referral", TEAM | BUREAU),
    "/keuze/<int:id>": ("ballot", set()),  # its own link only
    "/mijn-bijeenkomst/<int:id>": ("family_page", set()),  # its own link only
    "/mijn-bijeenkomst/<int:id>/in-de-buurt": ("family_page", set()),
    "/in-de-buurt/<int:id>": ("amenity", BUREAU),
    "/in-de-buurt/<int:id>/weg": ("amenity", BUREAU),
    "/mijn-bijeenkomst/<int:id>/pauze": ("family_page", set()),
    "/mijn-bijeenkomst/<int:id>/verder": ("family_page", set()),
    "/mijn-bijeenkomst/<int:id>/ander": ("family_page", set()),
    "/eigen-pagina/<int:id>/papier": ("family_page", BUREAU | HERS),
    "/trajecten/<int:id>/eigen-pagina": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/eigen-pagina/link": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/eigen-pagina/papier": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/kennismaking": ("referral", BUREAU | HERS),
    "/keuze/<int:id>/antwoord": ("ballot", set()),
    "/keuze/<int:id>/ander": ("ballot", set()),
    "/aanbod/<int:id>": ("offer", BUREAU | {"noor"}),
    "/aanbod/<int:id>/antwoord": ("offer", BUREAU | {"noor"}),
    "/aanbod/<int:id>/grenzen": ("offer", BUREAU | {"noor"}),
    "/aanbod/<int:id>/reserve": ("offer", BUREAU | {"noor"}),
    "/aanbod/<int:id>/maatje": ("offer", BUREAU),
    "/aanmeldingen/<int:id>/beroepskracht": ("referral", BUREAU),
    "/trajecten/<int:id>/vervanging": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/vertrek": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/eerste-contact": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/teruggave": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/mensen": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/bijeenkomst": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/plan": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/plan-zonder-bijeenkomst": ("referral", BUREAU | HERS),
    "/mensen/<int:id>": ("member", BUREAU | HERS),
    "/mensen/<int:id>/gesprek": ("member", BUREAU | HERS),
    "/mensen/<int:id>/kennismaking": ("member", BUREAU | HERS),
    "/kennismaking/<int:id>": ("member", set()),  # its own link only
    "/mensen/<int:id>/vertrek": ("member", BUREAU | HERS),
    "/bellen/<int:id>": ("member", BUREAU | HERS),
    "/bellen/<int:id>/brief": ("member", BUREAU | HERS),
    "/bellen/afgezegd/<int:id>": ("alone", BUREAU),
    "/bellen/bericht/<int:id>": ("to_tell", BUREAU),
    "/bellen/dag/<int:id>": ("conference", BUREAU | HERS),
    "/bellen/familie/<int:id>": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/bezoeken": ("referral", BUREAU | HERS),
    "/bezoeken/<int:id>": ("visit", BUREAU | HERS),
    "/bezoeken/<int:id>/afzegging": ("visit", BUREAU | HERS),
    "/bezoeken/<int:id>/afloop": ("visit", BUREAU | HERS),
    "/mensen/<int:id>/stand": ("member", BUREAU | HERS),
    "/mensen/<int:id>/wie-mist-er-nog": ("member", BUREAU | HERS),
    "/bijeenkomsten/<int:id>": ("conference", BUREAU | HERS),
    "/bijeenkomsten/<int:id>/uit-elkaar": ("conference", BUREAU | HERS),
    "/aanmeldingen/<int:id>/adres": ("referral", TEAM | BUREAU | HERS),
    "/aanmeldingen/<int:id>/uit-elkaar": ("referral", TEAM | BUREAU | HERS),
    "/aanmeldingen/<int:id>/uit-elkaar/wie": ("referral", TEAM | BUREAU | HERS),
    "/aanmeldingen/<int:id>/uit-elkaar/weg": ("referral", TEAM | BUREAU | HERS),
    "/aanmeldingen/<int:id>/uit-elkaar/niemand": ("referral", TEAM | BUREAU),
    "/aanmeldingen/<int:id>/uit-elkaar/toch": ("referral", BUREAU),
    "/bijeenkomsten/<int:id>/dagvel": ("conference", HERS),
    "/bijeenkomsten/<int:id>/verplaatsing": ("conference", BUREAU | HERS),
    "/bijeenkomsten/<int:id>/afzegging": ("conference", BUREAU | HERS),
    "/bijeenkomsten/<int:id>/uitnodigingen": ("conference", BUREAU | HERS),
    "/bijeenkomsten/<int:id>/uitkomst": ("conference", BUREAU | HERS),
    "/trajecten/<int:id>/datumprikker": ("referral", BUREAU | HERS),
    "/trajecten/<int:id>/datumprikker/plek": ("referral", BUREAU | HERS),
    "/datumprikkers/<int:id>": ("poll", BUREAU | HERS),
    "/datumprikkers/<int:id>/dagen": ("poll", BUREAU | HERS),
    "/datumprikkers/<int:id>/mensen": ("poll", BUREAU | HERS),
    "/datumprikkers/<int:id>/onmisbaar": ("poll", BUREAU | HERS),
    "/datumprikkers/<int:id>/sluiting": ("poll", BUREAU | HERS),
    "/datumprikkers/<int:id>/papier": ("poll", BUREAU | HERS),
    "/datumdagen/<int:id>/keuze": ("poll_day", BUREAU | HERS),
    "/datumdagen/<int:id>/intrekking": ("poll_day", BUREAU | HERS),
    "/datumvragen/<int:id>/antwoorden": ("poll_voter", BUREAU | HERS),
    "/datumvraag/<int:id>": ("poll_voter", set()),  # its own link only
    "/datumvraag/<int:id>/antwoord": ("poll_voter", set()),
    "/datumvraag/<int:id>/herinnering": ("poll_voter", set()),
    "/datumvraag/<int:id>/onmisbaar": ("poll_voter", set()),
    "/uitnodiging/<int:id>": ("invitation", set()),  # its own link only
    "/uitnodiging/<int:id>/antwoord": ("invitation", set()),
    "/uitnodiging/<int:id>/herinnering": ("invitation", set()),
    "/uitnodiging/<int:id>/mondeling": ("invitation", BUREAU | HERS),
    "/scholingen/<int:id>": ("gathering", BUREAU),
    "/scholingen/<int:id>/wijziging": ("gathering", BUREAU),
    "/scholingen/<int:id>/afzegging": ("gathering", BUREAU),
    "/scholingen/<int:id>/uitnodigingen": ("gathering", BUREAU),
    "/scholingen/<int:id>/aanwezigheid": ("gathering", BUREAU),
    "/scholingen/<int:id>/datum-in-de-pool": ("gathering", BUREAU),
    "/scholingen/<int:id>/bewijzen": ("training", BUREAU),
    "/bewijzen/<int:id>": ("attendance", BUREAU | {"noor"}),
    "/jaar/<int:id>": ("coordinator", BUREAU | {"noor"}),
    "/jaar/<int:id>/overzicht.pdf": ("coordinator", BUREAU | {"noor"}),
    "/jaar/<int:id>/bewijs.pdf": ("coordinator", BUREAU | {"noor"}),
    "/scholing/<int:id>/antwoord": ("gathering", {"noor"}),  # who is asked to it
    "/pool/<int:id>": ("coordinator", BUREAU),
    "/pool/<int:id>/gegevens": ("coordinator", BUREAU),
    "/pool/<int:id>/grenzen": ("coordinator", BUREAU),
    "/pool/<int:id>/pad": ("coordinator", BUREAU),
    "/pool/<int:id>/notities": ("coordinator", BUREAU),
    "/pool/<int:id>/herkomst": ("coordinator", BUREAU),
    "/pool/<int:id>/gedragscode": ("coordinator", BUREAU),
    "/pool/<int:id>/agenda": ("coordinator", BUREAU),
    "/pool/<int:id>/agenda/koppeling": ("coordinator", BUREAU),
    "/pool/<int:id>/agenda/koppeling/weg": ("coordinator", BUREAU),
    "/pool/<int:id>/nieuw-agenda-adres": ("coordinator", BUREAU),
    "/vergoedingen/<int:id>": ("coordinator", BUREAU | {"noor"}),
    "/vergoedingen/<int:id>/kilometers": ("coordinator", BUREAU | {"noor"}),
    "/vergoedingen/<int:id>/bonnetje": ("coordinator", BUREAU | {"noor"}),
    "/vergoedingen/<int:id>/uren": ("coordinator", BUREAU | {"noor"}),
    "/vergoedingen/<int:id>/keuze": ("coordinator", BUREAU | {"noor"}),
    "/vergoedingen/<int:id>/elders": ("coordinator", BUREAU | {"noor"}),
    "/vergoeding/<int:id>": ("expense", BUREAU | {"noor"}),
    "/vergoeding/<int:id>/weg": ("expense", BUREAU | {"noor"}),
    "/vergoeding/<int:id>/vraag": ("expense", BUREAU),
    "/waarneming/<int:id>/einde": ("cover", BUREAU | TEAM),  # who is away, who covers, the bureau
    "/waarneming/<int:id>/begin": ("cover", BUREAU | TEAM),
    "/bijeenkomsten/<int:id>/dag": ("conference", BUREAU | HERS),
    "/bijeenkomsten/<int:id>/dag/alles": ("conference", BUREAU | HERS),
    "/bijeenkomsten/<int:id>/bereikbaar": ("conference", BUREAU | HERS),
    "/bijeenkomsten/<int:id>/achterwacht": ("conference", BUREAU | HERS),
    "/bijeenkomsten/<int:id>/toch-doorgaan": ("conference", BUREAU | HERS),
    "/bereikbaarheid/<int:id>": ("shift", BUREAU),
    "/bereikbaarheid/<int:id>/weg": ("shift", BUREAU),
    "/zorgen/<int:id>": ("carer", BUREAU | {"noor"}),
    "/zorgen/<int:id>/melding": ("carer", BUREAU | {"noor"}),
    "/zorgen/<int:id>/voorval": ("carer", BUREAU | {"noor"}),
    "/zorgen/<int:id>/bezoek": ("carer", BUREAU | {"noor"}),
    "/zorgen/<int:id>/klaar": ("carer", BUREAU | {"noor"}),
    "/zorgen/<int:id>/langer": ("carer", BUREAU | {"noor"}),
    "/zorgen/<int:id>/link": ("carer", BUREAU | {"noor"}),
    "/aanbod/<int:id>/zorgen": ("offer", BUREAU | {"noor"}),
    "/meldingen/<int:id>": ("signal", BUREAU),
    "/meldingen/<int:id>/stap": ("signal", BUREAU),
    "/kleine-kring/<int:id>": ("small_circle", TEAM | BUREAU),
    "/kleine-kring/<int:id>/mensen": ("small_circle", TEAM | BUREAU),
    "/kleine-kring/<int:id>/bereikt": ("small_circle", TEAM | BUREAU),
    "/kleine-kring/<int:id>/overleg": ("small_circle", TEAM | BUREAU),
    "/kleine-kring/<int:id>/plek": ("small_circle", TEAM | BUREAU),
    "/kleine-kring/<int:id>/verder": ("small_circle", TEAM | BUREAU),
    "/kleine-kring/<int:id>/einde": ("small_circle", TEAM | BUREAU),
    "/bereikbaar/<int:id>": ("reach", set()),  # its own link only
    "/bereikbaar/<int:id>/antwoord": ("reach", set()),
    "/pool/vergoedingen/doorgegeven/<int:id>": ("delivery", BUREAU),
    "/pool/vergoedingen/doorgegeven/<int:id>/xlsx": ("delivery", BUREAU),
    "/pool/vergoedingen/doorgegeven/<int:id>/csv": ("delivery", BUREAU),
    "/aanmeldingen/<int:id>/hoofdpersoon": ("brought", TEAM | BUREAU),
    "/in-en-uit/<int:id>": ("upload", BUREAU),
    "/in-en-uit/<int:id>/overname": ("upload", BUREAU),
    "/in-en-uit/<int:id>/weg": ("upload", BUREAU),
    "/in-en-uit/<int:id>/bestand": ("upload", BUREAU),
    "/accounts/<int:id>": ("account", BUREAU | {"bea"}),
    "/accounts/<int:id>/rollen": ("account", BUREAU | {"bea"}),
    "/accounts/<int:id>/rol-weg": ("account", BUREAU | {"bea"}),
    "/accounts/<int:id>/link": ("account", BUREAU | {"bea"}),
    "/accounts/<int:id>/adres": ("account", BUREAU | {"bea"}),
    "/accounts/<int:id>/einde": ("account", BUREAU | {"bea"}),
    "/accounts/<int:id>/opnieuw": ("account", BUREAU | {"bea"}),
    "/wachtwoord/<int:id>": ("account", set()),  # its own link only
    "/pool/<int:id>/toegang": ("coordinator", BUREAU),
    "/bijeenkomsten/<int:id>/rond": ("conference", BUREAU | HERS),
    "/bijeenkomsten/<int:id>/rond/regel": ("conference", BUREAU | HERS),
    "/bijeenkomsten/<int:id>/rond/toch-verder": ("conference", BUREAU | HERS),
    "/locaties/<int:id>": ("venue", BUREAU | {"cor", "noor"}),
    "/locaties/<int:id>/wijziging": ("venue", BUREAU),
    "/locaties/<int:id>/sluiting": ("venue", BUREAU),
    "/locaties/<int:id>/opening": ("venue", BUREAU),
    "/locaties/<int:id>/ruimtes": ("venue", BUREAU),
    "/ruimtes/<int:id>": ("room", BUREAU),
    "/teams/<int:id>": ("team", BUREAU),
    "/teams/<int:id>/einde": ("team", BUREAU),
    "/teams/<int:id>/doorgaan": ("team", BUREAU),
    "/dorpen/<int:id>": ("locality", BUREAU),
    "/dorpen/<int:id>/weg": ("locality", BUREAU),
    "/dorpen/<int:id>/intrekking": ("beginning", BUREAU),
    "/post-die-wacht/<int:id>": ("mail", HERS),
    "/brieven/<int:id>": ("letters", BUREAU),
    "/brieven/<int:id>/brieven.pdf": ("letters", BUREAU),
    "/brieven/<int:id>/gepost": ("letters", BUREAU),
    "/post/<int:id>": ("message", set()),  # the demo's post: not there outside the demo
    "/post/<int:id>/afspraak.ics": ("message", set()),
}


@pytest.fixture
def things(world):
    """Ids: of Sanne's team, Cor's traject, and a question to Noor."""
    return make_things(world)


NEEDED = re.compile(r'name="([^"]+)"[^>]* required')
MOST_ASKED = 4  # of a volunteer in one form: the founding document wants her to fill in little


def numbered(app):
    """(address, verb) of everything that takes an id."""
    return [
        (rule.rule, verb)
        for rule in app.url_map.iter_rules()
        if "id" in rule.arguments
        for verb in sorted(rule.methods - {"OPTIONS"})
    ]


def test_the_matrix_names_every_address(app):
    assert {address for address, _ in numbered(app)} == set(MAY)


@pytest.mark.parametrize("name", COLUMNS)
def test_what_is_not_yours_was_never_there(app, world, things, client_of, queries, name):
    client = client_of(getattr(world, name))
    for address, verb in numbered(app):
        thing, allowed = MAY[address]
        if name in allowed:
            continue
        seen = []
        for number in (things[thing], NEVER_WAS):
            queries.clear()
            response = client.open(address.replace("<int:id>", str(number)), method=verb)
            seen.append((response.status_code, response.get_data(), len(queries)))
        assert seen[0] == seen[1], f"{name}: {verb} {address} tells that the thing is there"
        assert seen[0][0] in {404, 303}, f"{name}: {verb} {address}"
        assert seen[0][0] == 404 or b"Fam" not in seen[0][1]


@pytest.mark.parametrize("name", COLUMNS)
def test_what_is_yours_opens(app, world, things, client_of, name):
    client = client_of(getattr(world, name))
    for address, verb in numbered(app):
        thing, allowed = MAY[address]
        if name in allowed and verb == "GET":
            response = client.get(address.replace("<int:id>", str(things[thing])))
            assert response.status_code in {200, 303}, f"{name}: {address} gave {response.status_code}"
            if name == "cor":
                asked = [len(set(NEEDED.findall(form))) for form in response.text.split("<form")[1:]]
                assert max(asked, default=0) <= MOST_ASKED, f"{address} asks too much"


TRICKS = (
    {"headers": {"X-HTTP-Method-Override": "GET"}},
    {
        "headers": {"X-Forwarded-User": "bureau@demo.example", "X-Original-URL": "/pool"},
        "data": {
            "municipality_id": "1",
            "account_id": "1",
            "role": "bureau",
            "team_id": "1",
            "_method": "DELETE",
        },
        "query_string": {"role": "bureau", "as": "bureau@demo.example", "_method": "GET"},
    },
)


@pytest.mark.parametrize("trick", TRICKS, ids=("override", "claims"))
def test_no_trick_opens_a_door(app, world, things, client_of, trick):
    """None of the claims that somebody may send along is believed: one believed would give another page."""
    for name in ("tom", "noor", "gea"):
        client = client_of(getattr(world, name))
        for address, verb in numbered(app):
            if verb == "POST" and name not in MAY[address][1]:
                given = dict(trick)
                response = client.post(address.replace("<int:id>", str(things[MAY[address][0]])), **given)
                assert response.status_code in {404, 303}, f"{name}: {address}"


def test_a_link_opens_its_own_thing_and_no_other(app, world, things, client_of):
    client = client_of(None)
    invitation = db.session.get_one(Invitation, things["invitation"])
    with client.session_transaction() as session:
        session["links"] = [[invitation.link_id, 1, "invitation", invitation.id]]
    assert client.get(f"/uitnodiging/{invitation.id}").status_code == 200
    for address, verb in numbered(app):
        if not address.startswith("/uitnodiging/<int:id>") or address.endswith("mondeling"):
            response = client.open(address.replace("<int:id>", str(things[MAY[address][0]])), method=verb)
            assert response.status_code in {303, 404}, f"{verb} {address}"
            assert response.status_code == 404 or response.location.startswith(("/inloggen", "/link-openen"))


def test_after_giving_it_back_nothing_is_there(app, world, things, client_of):
    client = client_of(world.cor)
    assert client.get(f"/trajecten/{things['referral']}").status_code == 200

    seeking = db.session.get_one(DatePoll, things["poll"]).referral_id
    for traject in (things["referral"], seeking):
        client.post(f"/trajecten/{traject}/teruggave", data={"reason": "know_them"})

    for address, verb in numbered(app):
        thing, allowed = MAY[address]
        if "cor" in allowed and thing != "venue":  # a place to meet is there for whoever plans
            response = client.open(address.replace("<int:id>", str(things[thing])), method=verb)
            assert response.status_code == 404, f"{verb} {address}"
    assert db.session.query(Offer).count() == 1
