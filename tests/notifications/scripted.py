"""A mail server that says exactly what a test wants: replies that no polite server gives."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

POLITE = {
    "HELLO": "220 ready",
    "EHLO": "250 ok",
    "MAIL": "250 ok",
    "RCPT": "250 ok",
    "DATA": "354 go",
    ".": "250 ok",
}
HANG_UP = ""


class Scripted:
    """`says` maps a command (or HELLO, or "." after a mail) to its reply; HANG_UP breaks the line."""

    def __init__(self, **says: str) -> None:
        self.says = {**POLITE, **says}
        self.heard: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"smtp://127.0.0.1:{self._listener.getsockname()[1]}"
        self._line = self._listener
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let go of the port."""
        for end in (self._listener, self._line):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            self._line = line
            with line, line.makefile("rwb") as file:
                self._talk(file)

    def _talk(self, file: object) -> None:
        in_mail = False
        try:
            if not self._say(file, "HELLO"):
                return
            for raw in file:  # type: ignore[attr-defined] -- a socket's file
                words = raw.decode("ascii", "replace").strip()
                if in_mail and words != ".":
                    continue
                verb = words.split(" ")[0].upper()
                in_mail = verb == "DATA" and self.says["DATA"].startswith("354")
                self.heard.append(verb)
                if not self._say(file, verb):
                    return
        except OSError:
            return

    def _say(self, file: object, verb: str) -> bool:
        reply = self.says.get(verb, "250 ok")
        if reply == HANG_UP:
            return False
        file.write(f"{reply}\r\n".encode())  # type: ignore[attr-defined] -- as above
        file.flush()  # type: ignore[attr-defined] -- as above
        return True


@contextmanager
def scripted(**says: str) -> Iterator[Scripted]:
    """Such a server until the block ends."""
    server = Scripted(**says)
    try:
        yield server
    finally:
        server.stop()
