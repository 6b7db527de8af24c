"""A line to a server far away: every byte arrives later, both ways."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def far_away(port: int, there_and_back: float) -> Iterator[int]:
    """A port of this machine that leads to `port`, so many seconds away for question and answer together."""
    loop = asyncio.new_event_loop()
    ready: list[asyncio.Server] = []

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            loop.call_later(there_and_back / 2, writer.write, data)
        loop.call_later(there_and_back / 2, writer.close)

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        other_reader, other_writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(carry(reader, other_writer), carry(other_reader, writer))

    ready.append(loop.run_until_complete(asyncio.start_server(connect, "127.0.0.1", 0)))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield int(ready[0].sockets[0].getsockname()[1])
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        ready[0].close()
        loop.close()
