"""A calendar object read by the letter of RFC 5545 3.1, without any library: the judge is not the maker."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)')


@dataclass(frozen=True)
class Line:
    """One property: name in capitals, parameters as they stand without quotes, the value with its escapes."""

    name: str
    parameters: dict[str, str]
    value: str


@dataclass
class Part:
    """One component with its properties and the components in it."""

    name: str
    lines: list[Line] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def all(self, name: str) -> list[Line]:
        """Every property of that name."""
        return [line for line in self.lines if line.name == name]

    def value(self, name: str) -> str:
        """The value of the one property of that name."""
        (line,) = self.all(name)
        return line.value

    def children(self, name: str) -> list[Part]:
        """Every component of that name in this one."""
        return [part for part in self.parts if part.name == name]


def read(raw: bytes) -> Part:
    """The one calendar object in `raw`; ValueError when the bytes are not one."""
    root = Part("")
    path = [root]
    for text in raw.decode().replace("\r\n ", "").split("\r\n")[:-1]:
        line = _line(text)
        if line.name == "BEGIN":
            path.append(Part(line.value))
            path[-2].parts.append(path[-1])
        elif line.name == "END":
            if path.pop().name != line.value:
                raise ValueError(f"END:{line.value} without its BEGIN")
        else:
            path[-1].lines.append(line)
    if path != [root] or [part.name for part in root.parts] != ["VCALENDAR"] or root.lines:
        raise ValueError("not one calendar object")
    return root.parts[0]


def text(value: str) -> str:
    """A TEXT value without its escapes (RFC 5545 3.3.11); ValueError for an escape that does not exist."""

    def plain(found: re.Match[str]) -> str:
        if found[1] not in tuple("\\;,nN"):
            raise ValueError(f"no such escape: {found[0]!r}")
        return "\n" if found[1] in "nN" else found[1]

    return re.sub(r"\\(.?)", plain, value)


def _line(content: str) -> Line:
    name = re.match(r"[A-Za-z0-9-]+", content)
    if not name:
        raise ValueError(f"no name: {content[:80]!r}")
    at, parameters = name.end(), {}
    while found := _PARAMETER.match(content, at):
        parameters[found[1].upper()] = found[2].replace('"', "")
        at = found.end()
    if content[at : at + 1] != ":":
        raise ValueError(f"no value: {content[:80]!r}")
    return Line(name[0].upper(), parameters, content[at + 1 :])
