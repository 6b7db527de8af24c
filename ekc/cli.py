"""The command list: run, serve, worker, init, demo, account, check."""

from __future__ import annotations

import argparse
import getpass
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, NoReturn

from sqlalchemy.exc import OperationalError

from ekc import seed, web_app
from ekc.accounts import actor as actors
from ekc.accounts import queries as accounts_queries
from ekc.accounts import service as accounts
from ekc.accounts.models import ROLE_NAMES, Role
from ekc.db import db
from ekc.errors import DomainError
from ekc.people import queries as people_queries
from ekc.people import service as people
from ekc.places import queries as places_queries
from ekc.places import service as places
from ekc.settings import INSTANCE, ROOT, Settings, from_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

STAYS = "--respawn-failed-workers --workers-kill-timeout 30"  # and stops within so many seconds
CHECKS = (
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    ("mypy",),
    ("pytest", "-q", "-m", "not browser and not postgres and not proof"),
)


def main(given: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit code. What cannot be used is said in one line, exit code 2."""
    arguments = _parser().parse_args(given)
    command: Callable[[argparse.Namespace], int] = arguments.command
    try:
        return command(arguments)
    except DomainError as error:
        print(f"ekc: {error}", file=sys.stderr)
        return 2
    except OperationalError as error:
        print(f"ekc: de database is niet te gebruiken ({error.orig})".splitlines()[0], file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("ekc", description="Eigenkrachtconferenties, van vraag tot opvolging.")
    commands = parser.add_subparsers(required=True, metavar="OPDRACHT")
    for name, command, text in (
        ("run", run, "alles klaarzetten en starten: webserver en werker"),
        ("serve", serve, "alleen de webserver"),
        ("worker", worker, "alleen de werker (berichten, antwoorden uit agenda's, logboek)"),
        ("demo", demo, "de demogemeente in een lege database zetten"),
        ("check", check, "opmaak, lint, types en de snelle tests"),
    ):
        commands.add_parser(name, help=text).set_defaults(command=command)
    first = commands.add_parser(
        "init", help="de database maken of bijwerken, en desgewenst een gemeente toevoegen"
    )
    first.add_argument("--municipality", metavar="CODE", help="gemeentecode, vier cijfers")
    first.add_argument("--name", help="naam van de gemeente")
    first.add_argument("--phone", help="het centrale telefoonnummer in elk bericht")
    first.set_defaults(command=init)
    _add_account_to(commands)
    return parser


def _add_account_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    one = commands.add_parser("account", help="een account toevoegen, stoppen, of een nieuw wachtwoord geven")
    one.add_argument("email")
    one.add_argument("--name", help="voornaam en achternaam")
    one.add_argument("--role", choices=[role.value for role in Role])
    one.add_argument("--municipality", metavar="CODE")
    one.add_argument("--team", help="naam van het sociaal team")
    instead = one.add_mutually_exclusive_group()
    instead.add_argument("--password", action="store_true", help="een nieuw wachtwoord; overal uitgelogd")
    instead.add_argument("--stop", action="store_true", help="inloggen, agenda-adres en links meteen dicht")
    one.set_defaults(command=account)


def run(_: argparse.Namespace) -> int:
    """Set everything up, then keep the web server and one worker going until Ctrl-C."""
    settings = _prepared()
    if settings.demo and places_queries.municipality_by_code(seed.CODE) is None:
        print("De demogemeente wordt gevuld (eenmalig, even geduld) ...", flush=True)
        _seed()
    db.remove()
    _refuse_taken_port(settings)
    children = [subprocess.Popen([sys.executable, "-m", "ekc.cli", name]) for name in ("serve", "worker")]  # noqa: S603 -- our own program
    print(_welcome(settings), flush=True)
    return _watch(children)


def serve(_: argparse.Namespace) -> NoReturn:
    """Become the web server: processes, not threads, one request each at a time."""
    settings = from_environment()
    _refuse_demo_database(settings)
    _refuse_taken_port(settings)  # two could share one, and the older would go on answering
    arguments = ("--interface", "wsgi", "--host", settings.host, "--port", str(settings.port))
    size = ("--workers", str(settings.processes), "--blocking-threads", "1", "--backlog", "1024")
    quiet = (*f"--no-access-log --log-level warning {STAYS} --working-dir".split(), str(ROOT))
    os.execv(sys.executable, [sys.executable, "-m", "granian", *arguments, *size, *quiet, "wsgi:app"])  # noqa: S606 -- our own server, no shell


def worker(_: argparse.Namespace) -> int:
    """Do the periodic work until told to stop."""
    from ekc import jobs  # noqa: PLC0415 -- only the worker needs the scheduler

    settings = web_app.start()
    _refuse_demo_database(settings)
    jobs.work(settings)
    return 0


def init(arguments: argparse.Namespace) -> int:
    """Make or update the tables; with --municipality also a municipality."""
    _prepared()
    if arguments.municipality:
        if not arguments.name or not arguments.phone:
            raise DomainError("Geef ook --name en --phone.")
        municipality = places.add_municipality(
            arguments.municipality, arguments.name, arguments.phone, by=actors.system(0, "command")
        )
        places.add_localities(municipality.id, by=actors.system(municipality.id, "command"))
        db.commit()
        print(f"{municipality.name} is toegevoegd.")
    return 0


def demo(_: argparse.Namespace) -> int:
    """Fill an empty database with the demo municipality."""
    settings = _prepared()
    if not settings.demo:
        raise DomainError("EKC_DEMO staat uit.")
    if places_queries.municipality_by_code(seed.CODE) is not None:
        raise DomainError("De demogemeente staat er al.")
    _seed()
    return 0


def account(arguments: argparse.Namespace) -> int:
    """Add an account, or change the one that is there."""
    if arguments.password or arguments.stop:
        return _change_account(arguments)
    if not (arguments.name and arguments.role and arguments.municipality):
        raise DomainError("Geef ook --name, --role en --municipality. Of kies --password of --stop.")
    return _add_account(arguments)


def _change_account(arguments: argparse.Namespace) -> int:
    """A new password, or the end of everything that this account opens."""
    _prepared()
    found = accounts_queries.account_by_mail(arguments.email)
    if found is None:
        raise DomainError("Met dit mailadres is er geen account.")
    by = actors.system(accounts_queries.home_of(found), "command")
    if arguments.stop:
        accounts.stop_account(found, by=by)
        db.commit()
        print(f"{arguments.email} kan er niet meer in. Agenda-adres en persoonlijke links zijn dicht.")
        return 0
    password = _new_password()
    accounts.reset_password(found, password, by=by)
    db.commit()
    print(f"{arguments.email} heeft een nieuw wachtwoord en is overal uitgelogd.")
    return _tell(password)


def _add_account(arguments: argparse.Namespace) -> int:
    """Add an account. The password is asked for, or made and printed where nobody is at the keyboard."""
    _prepared()
    municipality = places_queries.municipality_by_code(arguments.municipality)
    if municipality is None:
        raise DomainError(
            "Deze gemeente is er nog niet. Voeg haar toe met: ekc init --municipality CODE --name … --phone …"
        )
    by = actors.system(municipality.id, "command")
    team_id = _team(municipality.id, arguments.team, by) if arguments.team else None
    known = accounts_queries.account_by_mail(arguments.email)
    if known is not None and not known.active:
        raise DomainError("Dit account is gestopt. Open het eerst weer met: ekc account EMAIL --password")
    password = None if known else _new_password()
    if known is None:
        person_id = _person_id(municipality.id, arguments.name, arguments.email)
        known = accounts.add_account(person_id, arguments.email, password or "", by=by)
    accounts.give_role(known.id, Role(arguments.role), team_id=team_id, by=by)
    db.commit()
    print(f"{arguments.email} kan inloggen als {ROLE_NAMES[Role(arguments.role)]}.")
    return _tell(password)


def check(_: argparse.Namespace) -> int:
    """Format, lint, types and the fast tests; the first that is not in order decides the exit code."""
    for line in CHECKS:
        print("·", *line, flush=True)
        code = subprocess.run([sys.executable, "-m", *line], cwd=ROOT, check=False).returncode  # noqa: S603 -- our own tools
        if code:
            return code
    return 0


def _prepared() -> Settings:
    from ekc import migrations  # noqa: PLC0415 -- the web never needs Alembic

    settings = web_app.start()
    INSTANCE.mkdir(exist_ok=True)
    migrations.upgrade(db.engine)
    _refuse_demo_database(settings)
    return settings


def _new_password() -> str:
    return getpass.getpass("Wachtwoord: ") if sys.stdin.isatty() else secrets.token_urlsafe(12)


def _tell(password: str | None) -> int:
    """What was made is printed; what was typed is known."""
    if password and not sys.stdin.isatty():
        print(f"Wachtwoord: {password}")
    return 0


def _person_id(municipality_id: int, name: str, email: str) -> int:
    """Somebody in the pool is known already: the account joins the person, it does not make a second one."""
    known = people_queries.reached_by(municipality_id, email)
    if known is not None:
        return known.id
    given, _, family = name.partition(" ")
    told = people.Particulars(given_name=given, surname=family, mail=email, kind="professional")
    return people.add(municipality_id, told).id


def _refuse_demo_database(settings: Settings) -> None:
    if settings.production:
        web_app.start(settings)
        if places_queries.demo_municipality() is not None:
            raise DomainError("In deze database zit de demogemeente. Neem voor productie een lege database.")


def _seed() -> None:
    from ekc import clock  # noqa: PLC0415 -- beside its only use

    seed.build(clock.today())
    db.commit()


def _team(municipality_id: int, name: str, by: actors.Actor) -> int:
    for team_id, team_name in accounts_queries.teams(municipality_id).items():
        if team_name == name:
            return team_id
    return accounts.add_team(municipality_id, name, "", by=by).id


def _refuse_taken_port(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise DomainError(f"Poort {settings.port} is bezet. Kies een andere: PORT=8001.") from error


def _welcome(settings: Settings) -> str:
    lines = ["", f"  ekc draait op {settings.public_url}   (stoppen: Ctrl-C)", ""]
    if settings.demo:
        lines += [f"  {one.email:<34} {one.name}, {one.role}" for one in seed.demo_accounts()]
        lines += ["", f"  wachtwoord voor iedereen: {seed.DEMO_PASSWORD}", ""]
    return "\n".join(lines)


def _watch(children: list[subprocess.Popen[bytes]]) -> int:
    """Wait until somebody says stop or one child ends; then end the others kindly and wait for them."""
    asked = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked.set())
    while not asked.wait(0.3) and all(child.poll() is None for child in children):
        pass
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        child.wait()
    return 0 if asked.is_set() else 1


if __name__ == "__main__":
    sys.exit(main())
