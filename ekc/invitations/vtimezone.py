"""The time zone of the Netherlands as calendars read it: two rules without an end (Directive 2000/84/EC).

By RRULE and never by RDATE, since Outlook and ical.js read lists of dates an hour wrong.
"""

from zoneinfo import ZoneInfo

HOME = ZoneInfo("Europe/Amsterdam")

VTIMEZONE = b"""BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
""".replace(b"\n", b"\r\n")
