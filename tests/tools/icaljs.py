"""ical.js, the calendar engine of Thunderbird and Nextcloud, run in Chromium: a second reader."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

_LOAD = """
async source => {
  const file = URL.createObjectURL(new Blob([source], {type: 'text/javascript'}));
  window.ICAL = (await import(file)).default;
}
"""

_EVENTS = """
text => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const value = (component, name) => component.getFirstPropertyValue(name);
  const person = property => property && {
    address: property.getFirstValue(), name: property.getFirstParameter('cn') ?? null,
    partstat: property.getFirstParameter('partstat') ?? null,
    rsvp: property.getFirstParameter('rsvp') ?? null,
  };
  const instant = time => time && time.toUnixTime();
  return calendar.getAllSubcomponents('vevent').map(event => ({
    method: value(calendar, 'method'),
    uid: value(event, 'uid'), sequence: value(event, 'sequence'), status: value(event, 'status'),
    summary: value(event, 'summary'), location: value(event, 'location'),
    description: value(event, 'description'),
    start: instant(value(event, 'dtstart')), end: instant(value(event, 'dtend')),
    zone: value(event, 'dtstart')?.zone?.tzid ?? null,
    organizer: person(event.getFirstProperty('organizer')),
    attendees: event.getAllProperties('attendee').map(person),
  }));
}
"""

_INSTANTS = """
([text, tzid, walls]) => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const part = calendar.getAllSubcomponents('vtimezone')
    .find(one => one.getFirstPropertyValue('tzid') === tzid);
  if (!part) throw new Error(`no VTIMEZONE ${tzid}`);
  const zone = new ICAL.Timezone({component: part, tzid});
  return walls.map(([year, month, day, hour, minute]) =>
    new ICAL.Time({year, month, day, hour, minute, second: 0, isDate: false}, zone).toUnixTime());
}
"""


def load(browser: Browser) -> Page:
    """Open an empty page in which ical.js is ready."""
    page = browser.new_page()
    source = Path(__file__).parents[1] / "vendor" / "ical.js" / "ical.js"
    page.evaluate(_LOAD, source.read_text(encoding="utf-8"))
    return page


def events(page: Page, calendar: bytes) -> list[dict[str, Any]]:
    """Read every VEVENT: method, uid, sequence, status, texts and people; start and end in epoch seconds.

    `zone` is "floating" when a TZID has no VTIMEZONE in the file. Raises playwright's Error on a broken file.
    """
    found: list[dict[str, Any]] = page.evaluate(_EVENTS, calendar.decode())
    return found


def instants(page: Page, calendar: bytes, tzid: str, walls: Sequence[datetime]) -> list[int]:
    """Turn wall times (naive) into epoch seconds through the file's own VTIMEZONE, all in one call."""
    parts = [[wall.year, wall.month, wall.day, wall.hour, wall.minute] for wall in walls]
    seconds: list[int] = page.evaluate(_INSTANTS, [calendar.decode(), tzid, parts])
    return seconds
