"""Everything that left the product, taken apart to plain text, and a search in it for what may not leave."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from tests.tools.smtp import Mail


@dataclass
class Left:
    """What left, by a name for where; each with the words that may stand there all the same."""

    texts: dict[str, str] = field(default_factory=dict)

    def add(self, where: str, content: bytes | str) -> None:
        """One piece: text, a page, a spreadsheet."""
        self.texts[f"{where} #{len(self.texts)}"] = plain(content)

    def mail(self, mail: Mail) -> None:
        """A mail as it came in at the server: its headers, and every part of it decoded."""
        parts = [str(mail.message.items()), mail.content.decode("utf-8", "replace")]
        for part in mail.message.walk():
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                parts.append(payload.decode("utf-8", "replace"))
        self.add(f"mail {mail.recipients[0]}", "\n".join(parts))

    def found(
        self, needles: Iterable[str], *, within: str = "", but: Mapping[str, Iterable[str]] = {}
    ) -> list[tuple[str, str]]:
        """(where, needle) of what stands where it may not, in pieces whose name begins with `within`.

        `but`: for pieces whose name begins so, what may stand there.
        """
        wanted = {needle: normal(needle) for needle in needles}
        return [
            (where, needle)
            for where, text in self.texts.items()
            if where.startswith(within)
            for needle, sought in wanted.items()
            if sought in text
            and not any(where.startswith(name) and needle in may for name, may in but.items())
        ]


def plain(content: bytes | str) -> str:
    """The words of a piece: a spreadsheet unpacked, folded lines joined, entities and escapes undone."""
    if isinstance(content, bytes) and content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"\n".join(packed.read(name) for name in packed.namelist())
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else content
    unfolded = re.sub(r"\r?\n[ \t]", "", text)  # RFC 5545 section 3.1
    return normal(unquote(html.unescape(unfolded)).replace("\\,", ",").replace("\\;", ";"))


def normal(text: str) -> str:
    """Small letters, one blank at a time."""
    return " ".join(text.casefold().split())
