"""A throw-away IMAP server (Dovecot) of the tests' own, on a free port, that can be stopped and started."""

import grp
import imaplib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
USER, PASSWORD = "afspraak@ekc.example", "géén wachtwoord/@?"
URL_USER, URL_PASSWORD = "afspraak%40ekc.example", "g%C3%A9%C3%A9n%20wachtwoord%2F%40%3F"
SETTINGS = """
protocols = imap
listen = {host}
base_dir = {here}/run
state_dir = {here}/state
log_path = {here}/log
ssl = {ssl}
disable_plaintext_auth = no
mail_location = maildir:{here}/mail
default_login_user = {login}
default_internal_user = {internal}
default_internal_group = {group}
first_valid_uid = 1
imap_capability = {capability}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    ssl = {secure}
    port = {tls_port}
  }}
}}
service anvil {{
  chroot =
}}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {here}/users
}}
userdb {{
  driver = static
  args = uid={owner} gid={owners} home={here}/home
}}
"""


@dataclass(slots=True)
class ImapServer:
    """A mailbox with one owner. `mail` is where it keeps it; `deliver` puts a mail in."""

    here: Path
    port: int
    tls_port: int = 0
    running: subprocess.Popen[bytes] | None = None

    def url(self, folder: str = "INBOX", password: str = URL_PASSWORD) -> str:
        """Its address in a form for settings."""
        scheme, port = ("imaps", self.tls_port) if self.tls_port else ("imap", self.port)
        return f"{scheme}://{URL_USER}:{password}@{HOST}:{port}/{folder}"

    def session(self) -> imaplib.IMAP4:
        """Somebody else who looks into the same mailbox."""
        server = imaplib.IMAP4(HOST, self.port, timeout=60)
        server.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
        return server

    def deliver(self, *mails: bytes, flags: str = "") -> None:
        """Put mails into the INBOX."""
        server = self.session()
        for mail in mails:
            assert server.append("INBOX", flags, "", mail)[0] == "OK"
        server.logout()

    def count(self, folder: str = "INBOX") -> int:
        """How many mails are in a folder."""
        server = self.session()
        kind, data = server.select(f'"{folder}"', readonly=True)
        server.logout()
        assert kind == "OK", data
        return int(data[0] or 0)

    def start(self) -> None:
        """Start it, or start it again on the same port."""
        command = [_program(), "-F", "-c", str(self.here / "conf")]
        self.running = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.running.poll() is None:
            try:
                socket.create_connection((HOST, self.port), timeout=5).close()
            except OSError:
                time.sleep(0.02)
            else:
                return
        log = self.here / "log"
        raise RuntimeError(log.read_text(encoding="utf-8") if log.exists() else "dovecot did not start")

    def stop(self) -> None:
        """Nobody listens any more, and whoever was connected is cut off."""
        if self.running is not None:
            os.killpg(self.running.pid, signal.SIGTERM)
            self.running.wait(60)
            with suppress(ProcessLookupError):  # whoever still served somebody
                os.killpg(self.running.pid, signal.SIGKILL)
            self.running = None


@contextmanager
def imap_server(capability: str = "", pair: Path | None = None) -> Iterator[ImapServer]:
    """Run a server until the block ends. `capability`: what it says it can, where that is to be less.

    `pair`: a certificate and its key in one file, for a server over TLS.
    """
    here = Path(tempfile.mkdtemp(prefix="ekcimap"))
    with socket.socket() as probe, socket.socket() as other:
        probe.bind((HOST, 0))
        other.bind((HOST, 0))
        server = ImapServer(here, probe.getsockname()[1], other.getsockname()[1] if pair else 0)
    try:
        _write(server, capability, pair)
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(here)


def _program() -> str:
    found = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")
    if not found:
        raise RuntimeError("Dovecot is not installed; as root: apt-get install dovecot-imapd")
    return found


def _write(server: ImapServer, capability: str, pair: Path | None) -> None:
    """Started by root it takes its own users and keeps the mail as nobody; else everything is ours."""
    here = server.here
    me, mine = pwd.getpwuid(os.getuid()).pw_name, grp.getgrgid(os.getgid()).gr_name
    root = os.geteuid() == 0
    owner, owners = ("nobody", "nogroup") if root else (me, mine)
    names = (
        {"login": "dovenull", "internal": "dovecot", "group": "dovecot"}
        if root
        else {"login": me, "internal": me, "group": mine}
    )
    text = SETTINGS.format(
        host=HOST,
        here=here,
        port=server.port,
        tls_port=server.tls_port,
        ssl=f"yes\nssl_cert = <{pair}\nssl_key = <{pair}" if pair else "no",
        secure="yes" if pair else "no",
        owner=owner,
        owners=owners,
        capability=capability,
        **names,
    )
    (here / "conf").write_text(text, encoding="utf-8")
    (here / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n", encoding="utf-8")
    here.chmod(0o755)
    for name in ("mail", "home"):
        (here / name).mkdir()
        if root:
            shutil.chown(here / name, owner, owners)
