"""Every byte that leaves in a whole story, searched for what may not: the secret address, another guest, the
case; mail through a real mail server, logs in every detail. What the web server itself writes, the journey of
the main job searches.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable
from pathlib import Path

import pytest
import typst

from ekc import clock, settings
from ekc.agenda.models import Venue
from ekc.db import db
from ekc.invitations import service as invitations
from ekc.invitations.models import Appointment, Invitation
from ekc.notifications.web_push import Push
from ekc.places.models import Municipality
from tests.agenda.trajects import NOON
from tests.journeys.leaving import (
    ABOUT_PEOPLE,
    CASE,
    GUESTS,
    PEOPLE,
    STREET,
    WIETSKE,
    Story,
    begin,
    choose,
    contacts,
    end,
    look,
    prepare,
)
from tests.notifications.provider import provider
from tests.world import make_settings

SECRET = {STREET, "Geheimstraat"}
CHANNELS = set("mail sms push page letter feed list address asked organiser team family gemeente log".split())
READS_IT = "team /aanmeldingen/<id>/adres"  # the team that asked posts the letters


@pytest.fixture
def logs():
    """Every line that anything logs, before the database is even opened."""
    lines = logging.StreamHandler(stream := io.StringIO())
    lines.addFilter(lambda line: not line.name.startswith(("mail", "asyncio")))  # the mail server of the test
    names = (None, "ekc", "sqlalchemy.engine", "sqlalchemy.pool", "sqlalchemy.orm", "werkzeug", "flask")
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    root = logging.getLogger()
    others, root.handlers = root.handlers, [lines]  # once is enough
    yield stream
    root.handlers = others
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


def wrong(told: Story) -> list[tuple[str, str]]:
    """What stands where it may not."""
    left = told.left
    own = {f"{kind} {name}": {name, *contacts(name)} for name in PEOPLE for kind in ("page", "letter")}
    known = {**GUESTS, "Wietske": WIETSKE}
    mails = {f"mail {known[name][0]}": {name, *contacts(name)} for name in PEOPLE if known[name][0]}
    found = left.found(SECRET, but={READS_IT: SECRET})
    for where in ("mail", "sms", "push", "page", "letter", "feed", "list", "gemeente", "address", "log"):
        found += left.found({*CASE, *ABOUT_PEOPLE}, within=where, but=own | mails)
    found += left.found(ABOUT_PEOPLE, within="asked")
    found += left.found({*CASE, *(each for name in GUESTS for each in contacts(name))}, within="family")
    return found


def kinds(pieces: Iterable[str]) -> set[str]:
    """By which channels these left."""
    return {where.split()[0] for where in pieces}


@pytest.fixture(name="settings")
def with_texts(tmp_path):
    """Who has no mail gets a text, in a folder of this test."""
    return make_settings(tmp_path, sms_url=f"folder:{tmp_path}/sms")


@pytest.fixture
def on_paper(monkeypatch):
    """Letters as what is written in them, instead of drawn."""
    monkeypatch.setattr(typst, "compile", lambda _, sys_inputs, **__: sys_inputs["told"].encode())


def plant(told: Story, logs: io.StringIO) -> None:
    """The address, and another guest, into every channel, as if something went wrong on the way."""
    logging.getLogger("ekc.planted").debug("opened %s", STREET)
    told.left.add("log", logs.getvalue())
    appointment = db.session.query(Appointment).filter_by(owner_kind="session").first()
    where = f"{STREET}, bij Hindrik"
    invitations.move(appointment, appointment.starts_at, appointment.ends_at, where, by=told.world.cor.actor)
    db.session.query(Venue).one().name = STREET
    db.session.query(Municipality).one().name = STREET
    told.post()
    folder = Path(settings.current().sms_url.removeprefix("folder:"))
    (folder / "planted.txt").write_text(f"Van: Afspraak\n\nAfspraak, {where}")
    told.text()
    here = f"http://127.0.0.1:{told.pushed.port}/x#" + ".".join(told.browser.keys)
    Push("us@ekc.example").send("", here, where.encode())
    told.push()
    invited = db.session.query(Invitation).filter_by(person_id=told.id_of("Geertruida")).one()
    guest = told.by_link("invitation", invited.link_id, invited.id)
    told.last["page"] = ("page Geertruida", guest, f"/uitnodiging/{invited.id}")
    told.last["list"] = ("list", told.client_of(told.world.petra), "/in-en-uit/bestanden/locaties.xlsx")
    for where, somebody in (("asked", "cor"), ("organiser", "petra"), ("team", "sanne"), ("gemeente", "tom")):
        told.last[where] = (where, told.client_of(getattr(told.world, somebody)), "/")
    for again in list(told.last.values()):
        told.visit(*again)
    told.left.add("address", "/zoek?straat=Geheimstraat%2017&wie=Hindrik")


def test_nothing_leaves_that_may_not(logs, world, app, client_of, mail_server, on_paper):
    with clock.at(NOON), provider(read=bytes) as pushed:
        told = Story(world, client_of, mail_server, pushed)
        begin(told)
        choose(told)
        prepare(told)
        look(told)
        end(told)
        told.left.add("log", logs.getvalue())
        assert kinds(told.left.texts) == CHANNELS
        assert len(mail_server.mails) > 15
        assert told.hints > 1
        assert wrong(told) == []
        assert [where for where, _ in told.left.found({STREET}, within=READS_IT)]
        plant(told, logs)
        assert kinds([where for where, needle in wrong(told) if needle == STREET]) == CHANNELS
