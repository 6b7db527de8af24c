"""What RFC 5546 asks and forbids in an invitation (3.2.2) and in a cancellation (3.2.5), as two tables."""

from __future__ import annotations

from collections import Counter

from tests.invitations.content_lines import Part, read

MANY = 10_000
NEVER, ONCE, OPTIONAL, FREE, AT_LEAST_ONE = (0, 0), (1, 1), (0, 1), (0, MANY), (1, MANY)

_ALIKE = {
    "DTSTAMP": ONCE,
    "ORGANIZER": ONCE,
    "UID": ONCE,
    "ATTACH": FREE,
    "CATEGORIES": FREE,
    "CLASS": OPTIONAL,
    "COMMENT": FREE,
    "CONTACT": FREE,
    "CREATED": OPTIONAL,
    "DESCRIPTION": OPTIONAL,
    "DTEND": OPTIONAL,
    "DURATION": OPTIONAL,
    "EXDATE": FREE,
    "GEO": OPTIONAL,
    "LAST-MODIFIED": OPTIONAL,
    "LOCATION": OPTIONAL,
    "PRIORITY": OPTIONAL,
    "RDATE": FREE,
    "RECURRENCE-ID": OPTIONAL,
    "RELATED-TO": FREE,
    "REQUEST-STATUS": NEVER,
    "RESOURCES": FREE,
    "RRULE": OPTIONAL,
    "STATUS": OPTIONAL,
    "TRANSP": OPTIONAL,
    "URL": OPTIONAL,
}
PROPERTIES = {
    "REQUEST": _ALIKE
    | {"ATTENDEE": AT_LEAST_ONE, "DTSTART": ONCE, "SEQUENCE": OPTIONAL, "SUMMARY": ONCE, "VALARM": FREE},
    "CANCEL": _ALIKE
    | {"ATTENDEE": FREE, "DTSTART": OPTIONAL, "SEQUENCE": ONCE, "SUMMARY": OPTIONAL, "VALARM": NEVER},
}
STATUSES = {"REQUEST": {"TENTATIVE", "CONFIRMED"}, "CANCEL": {"CANCELLED"}}
HEAD = {"METHOD": ONCE, "PRODID": ONCE, "VERSION": ONCE, "CALSCALE": OPTIONAL}
PARTS = {"VEVENT": AT_LEAST_ONE, "VTIMEZONE": FREE, "VTODO": NEVER, "VJOURNAL": NEVER, "VFREEBUSY": NEVER}


def broken_rules(raw: bytes) -> list[str]:
    """What the tables do not allow in this calendar object; empty when all is well."""
    calendar = read(raw)
    methods = [line.value for line in calendar.all("METHOD")]
    if not methods or methods[0] not in PROPERTIES:
        return [f"METHOD is {methods}"]
    found = _counted("VCALENDAR", HEAD, [line.name for line in calendar.lines])
    found += _counted("VCALENDAR", PARTS, [part.name for part in calendar.parts])
    for event in calendar.children("VEVENT"):
        names = [line.name for line in event.lines] + [part.name for part in event.parts]
        found += _counted("VEVENT", PROPERTIES[methods[0]], names)
        found += _valued(methods[0], event)
    return found + _without_zone(calendar)


def _counted(where: str, table: dict[str, tuple[int, int]], names: list[str]) -> list[str]:
    counts = Counter(names)
    wrong = [
        f"{where} has {counts[name]} {name}"
        for name, (least, most) in table.items()
        if not least <= counts[name] <= most
    ]
    strange = [name for name in counts if name not in table and not name.startswith("X-")]
    return wrong + [f"{where} knows no {name}" for name in strange]


def _valued(method: str, event: Part) -> list[str]:
    statuses = {line.value for line in event.all("STATUS")}
    found = [f"STATUS is {value}" for value in sorted(statuses - STATUSES[method])]
    if event.all("DTEND") and event.all("DURATION"):
        found.append("both DTEND and DURATION")
    return found


def _without_zone(calendar: Part) -> list[str]:
    """Each TZID needs its VTIMEZONE (RFC 5545 3.2.19)."""
    known = {part.value("TZID") for part in calendar.children("VTIMEZONE")}
    named = {
        line.parameters["TZID"]
        for event in calendar.children("VEVENT")
        for line in event.lines
        if "TZID" in line.parameters
    }
    return [f"no VTIMEZONE for {tzid}" for tzid in sorted(named - known)]
