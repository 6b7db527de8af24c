"""The command list, as somebody at a keyboard uses it."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from ekc import cli, clock
from ekc.accounts import passwords, visitors
from ekc.accounts import queries as accounts
from ekc.accounts import service as accounts_service
from ekc.accounts.actor import system
from ekc.db import db
from ekc.errors import NotFoundError
from ekc.invitations import feeds
from ekc.people.rules import Particulars
from ekc.places import queries as places
from ekc.pool import service as pool
from ekc.pool.rules import Enrolment
from ekc.seals import link_token
from ekc.settings import DEMO_SECRET
from ekc.web_app import start
from tests.world import SECRET, make_settings

ROOT = Path(__file__).resolve().parents[1]


@dataclass
class Done:
    """What a finished command left: its exit code and what it printed."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def ekc(tmp_path, monkeypatch, capsys):
    """`ekc("init", …)` on a database of this test, in this process: starting one takes seconds."""

    def run(*arguments: str, **environment: str) -> Done:
        with monkeypatch.context() as patch:
            for name, value in {**environment_of(tmp_path), **environment}.items():
                patch.setenv(name, value)
            patch.setattr("sys.stdin", io.StringIO())
            capsys.readouterr()
            try:
                code = cli.main(arguments)
            except SystemExit as ended:
                code = ended.code
            db.remove()
            return Done(code, *capsys.readouterr())

    return run


def environment_of(folder: Path) -> dict[str, str]:
    """The settings of a command, with its database in `folder`."""
    return {
        "EKC_DATABASE_URL": f"sqlite:///{folder}/ekc.sqlite",
        "EKC_SECRET_KEY": SECRET,
        "EKC_DEMO": "0",
    }


def test_the_installed_command_says_in_one_line_what_is_wrong(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "ekc.cli", "init", "--municipality", "1952"],
        cwd=ROOT,
        env={**os.environ, **environment_of(tmp_path), "EKC_PORT": "geen poort"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.count("\n"), done.stdout) == (2, 1, "")


@pytest.fixture
def town(ekc, tmp_path):
    """A municipality added by command; the test reads its database."""
    done = ekc("init", "--municipality", "1952", "--name", "Midden-Groningen", "--phone", "+31598123456")
    assert done.returncode == 0, done.stderr
    start(make_settings(tmp_path))
    db.reading()  # the commands write; this test only looks
    yield places.municipality_by_code("1952")
    db.reading(False)
    db.engine.dispose()


def test_init_makes_a_municipality_with_its_villages(town):
    assert town is not None
    assert len(places.localities(town.id)) == 29


def test_a_second_municipality_of_the_same_code_is_refused_in_one_line(ekc, town):
    done = ekc("init", "--municipality", "1952", "--name", "Nog een", "--phone", "+31598123456")

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


def test_an_account_signs_in_with_the_password_that_was_printed(ekc, town):
    done = ekc(
        *"account sanne@team.example --role team_member --municipality 1952 --team Noord --name".split(),
        "Sanne Smit",
    )

    assert done.returncode == 0, done.stderr
    db.reading()
    account = accounts.account_by_mail("sanne@team.example")
    rows = visitors.visitor(f"{account.id}.1").rows
    assert [(row.role, row.team_id is None, row.given_name) for row in rows] == [
        ("team_member", False, "Sanne")
    ]
    assert "Wachtwoord: " in done.stdout


def test_an_account_for_somebody_in_the_pool_joins_that_person(ekc, town):
    db.reading(False)
    her = pool.enrol(
        Particulars("Cor", "Kuiper", mail="cor@pool.example"), Enrolment("9611"), by=system(town.id)
    )
    db.commit()
    db.reading()

    ekc(*"account cor@pool.example --role coordinator --municipality 1952 --name".split(), "Cor Kuiper")

    db.reading()
    assert accounts.account_by_mail("cor@pool.example").person_id == her.person_id


def test_a_second_role_joins_the_account_that_is_there(ekc, town):
    for role in ("coordinator", "bureau"):
        done = ekc(
            "account", "cor@pool.example", "--role", role, "--municipality", "1952", "--name", "Cor Kuiper"
        )
        assert done.returncode == 0, done.stderr

    db.reading()
    account = accounts.account_by_mail("cor@pool.example")
    assert [row.role for row in visitors.visitor(f"{account.id}.1").rows] == ["coordinator", "bureau"]


@pytest.fixture
def cor(ekc, town):
    """An account with a calendar address and a personal link; (account, feed's token, link)."""
    ekc(*"account cor@pool.example --role coordinator --municipality 1952 --name".split(), "Cor Kuiper")
    db.reading(False)
    account = accounts.account_by_mail("cor@pool.example")
    made = [
        accounts_service.make_link(town.id, account.person_id, about)
        for about in (("feed", account.person_id), ("offer", 42))
    ]
    db.commit()
    db.reading()
    return account, *made


def test_a_new_password_ends_every_session_and_is_printed(ekc, cor):
    account, *_ = cor
    done = ekc("account", "cor@pool.example", "--password")
    assert done.returncode == 0, done.stderr

    db.reading()
    changed = accounts.account_by_mail("cor@pool.example")
    password = done.stdout.rpartition("Wachtwoord: ")[2].strip()
    assert visitors.visitor(f"{account.id}.1") is None
    assert visitors.visitor(f"{account.id}.2") is not None
    assert passwords.fits(password, changed.password_hash)


def test_a_stopped_account_opens_nothing_any_more(ekc, cor):
    account, feed, link = cor
    assert feeds.link_of(link_token(feed.id, 1)).id == feed.id
    done = ekc("account", "cor@pool.example", "--stop")
    assert (done.returncode, done.stderr) == (0, "")

    db.reading()
    assert not accounts.account_by_mail("cor@pool.example").active
    assert [visitors.visitor(f"{account.id}.{version}") for version in (1, 2)] == [None, None]
    assert not accounts.link(link.id).holds(1, clock.now())
    with pytest.raises(NotFoundError):
        feeds.link_of(link_token(feed.id, 1))


def test_a_stopped_account_gets_no_role_until_it_has_a_new_password(ekc, cor):
    again = [*"account cor@pool.example --role bureau --municipality 1952 --name".split(), "Cor Kuiper"]
    ekc("account", "cor@pool.example", "--stop")
    refused = ekc(*again)
    assert (refused.returncode, "gestopt" in refused.stderr) == (2, True)

    ekc("account", "cor@pool.example", "--password")
    assert ekc(*again).returncode == 0


@pytest.mark.parametrize(
    "given",
    [
        ["nobody@x.example", "--stop"],
        ["nobody@x.example", "--password"],
        ["cor@pool.example", "--role", "bureau"],
        ["cor@pool.example"],
    ],
)
def test_what_cannot_be_done_to_an_account_is_said_in_one_line(ekc, cor, given):
    done = ekc("account", *given)

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


def test_an_account_in_an_unknown_municipality_is_refused(ekc, town):
    done = ekc(*"account x@y.example --role bureau --municipality 9999 --name".split(), "Iemand Anders")

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


@pytest.mark.parametrize(
    "unusable",
    [
        {"EKC_DATABASE_URL": "oracle://x"},
        {"EKC_MAIL_URL": "pigeon:x"},
        {"PORT": "many"},
        {"EKC_WHATEVER": "1"},
        {"EKC_PRODUCTION": "1"},
        {"EKC_PRODUCTION": "1", "EKC_SECRET_KEY": DEMO_SECRET, "EKC_PUBLIC_URL": "https://x.example"},
    ],
)
def test_an_unusable_setting_is_refused_with_one_clear_line(ekc, unusable):
    done = ekc("run", **unusable)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("ekc: ")
    assert done.stderr.count("\n") == 1


def test_a_database_that_cannot_be_reached_is_said_in_one_line(ekc, tmp_path):
    done = ekc("init", EKC_DATABASE_URL=f"sqlite:///{tmp_path}/not/there/ekc.sqlite")

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


def test_production_refuses_the_demo_municipality(ekc, town):
    db.reading(False)
    db.session.merge(town).demo = True
    db.commit()
    db.reading()

    for command in ("serve", "worker", "init"):
        done = ekc(command, EKC_PRODUCTION="1", EKC_PUBLIC_URL="https://ekc.example")
        assert done.returncode == 2
        assert "demogemeente" in done.stderr


def test_a_second_web_server_on_a_port_is_refused(ekc):
    with socket.socket() as first:
        first.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        first.bind(("127.0.0.1", 0))
        first.listen()
        port = str(first.getsockname()[1])
        done = ekc("serve", EKC_PORT=port)
    assert (done.returncode, done.stderr) == (
        2,
        f"ekc: Poort {port} is bezet. Kies een andere: PORT=8001.\n",
    )
