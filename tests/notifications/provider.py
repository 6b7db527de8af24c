"""A provider of text messages on this machine, that misbehaves on command."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HANG_UP = 0


@dataclass
class Provider:
    """What was asked, and what is answered: `statuses` one after the other, then 201 for ever."""

    port: int = 0
    statuses: list[int] = field(default_factory=list)
    read: Callable[[bytes], Any] = json.loads
    answer: bytes = b'{"id": "9dbc5ffb"}'
    asked: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)

    def url(self, name: str = "spryng") -> str:
        """For `EKC_SMS_URL`."""
        return f"{name}+http://127.0.0.1:{self.port}/v1/messages"

    @property
    def texts(self) -> list[tuple[str, str]]:
        """(number, words) of each, as Spryng gets them."""
        return [(body["recipients"][0], body["body"]) for _, _, body in self.asked]


@contextmanager
def provider(read: Callable[[bytes], Any] = json.loads) -> Iterator[Provider]:
    """Such a server until the block ends."""
    there = Provider(read=read)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            there.asked.append((self.path, dict(self.headers.items()), there.read(body)))
            status = there.statuses.pop(0) if there.statuses else 201
            if status == HANG_UP:
                self.close_connection = True
                return
            self.send_response(status)
            self.send_header("Content-Length", str(len(there.answer)))
            self.end_headers()
            self.wfile.write(there.answer)

        def log_message(self, *_: object) -> None:
            """Nothing on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    there.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield there
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
