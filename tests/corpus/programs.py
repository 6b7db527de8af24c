"""The calendars and mail programs of our guests: how each writes an event, an attendee, and its mail.

Written by ourselves after RFC 5545, 5546, 6047 and what these programs are known to do.
"""

from __future__ import annotations

from dataclasses import dataclass

UTC_EVENT = """BEGIN:VCALENDAR
PRODID:{prodid}
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:{method}
BEGIN:VEVENT
DTSTART:20270212T183000Z
DTEND:20270212T210000Z
DTSTAMP:{stamp}
ORGANIZER;CN=Afspraken:mailto:{ours}
UID:{uid}
{attendee}
{comment}CREATED:20270104T090000Z
LAST-MODIFIED:{stamp}
SEQUENCE:{sequence}
STATUS:CONFIRMED
SUMMARY:Afspraak met Cor
TRANSP:OPAQUE
END:VEVENT
END:VCALENDAR
"""
WINDOWS_EVENT = """BEGIN:VCALENDAR
METHOD:{method}
PRODID:{prodid}
VERSION:2.0
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
{attendee}
{comment}UID:{uid}
SUMMARY;LANGUAGE=nl-NL:{word}: Afspraak met Cor
DTSTART;TZID=W. Europe Standard Time:20270212T193000
DTEND;TZID=W. Europe Standard Time:20270212T220000
CLASS:PRIVATE
PRIORITY:5
DTSTAMP:{stamp}
TRANSP:OPAQUE
STATUS:CONFIRMED
SEQUENCE:{sequence}
LOCATION;LANGUAGE=nl-NL:Dorpshuis De Kern\\, Hoofdweg 1
X-MICROSOFT-CDO-APPT-SEQUENCE:{sequence}
X-MICROSOFT-CDO-BUSYSTATUS:BUSY
X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY
END:VEVENT
END:VCALENDAR
"""
BARE_EVENT = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:{prodid}
METHOD:{method}
BEGIN:VEVENT
UID:{uid}
SEQUENCE:{sequence}
DTSTAMP:{stamp}
{attendee}
{comment}END:VEVENT
END:VCALENDAR
"""


@dataclass(frozen=True)
class Program:
    """A program: its event, how it writes the attendee, how it packs the parts, and headers of its own."""

    prodid: str
    event: str
    attendee: str
    packing: str  # mixed: alternatives and a file; alternative; file: only as a file; bare: nothing else
    encoding: str  # 7bit, base64 or quoted-printable
    headers: str = ""
    kind: str = "text/calendar; charset=UTF-8; method={method}"
    text: str = ""
    html: str = ""
    folded: bool = False
    ending: str = "\r\n"


PROGRAMS = {
    "gmail": Program(
        "-//Google Inc//Google Calendar 70.9054//EN",
        UTC_EVENT,
        "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={said};CN=Anna de Boer"
        ";X-NUM-GUESTS=0:mailto:{who}",
        "mixed",
        "7bit",
        "Sender: Google Calendar <calendar-notification@google.example>\nAuto-Submitted: auto-generated\n",
        text="Anna de Boer has accepted this invitation.",
        html="<p>Anna de Boer has accepted this invitation.</p>",
        folded=True,
    ),
    "outlook": Program(
        "Microsoft Exchange Server 2010",
        WINDOWS_EVENT,
        'ATTENDEE;PARTSTAT={said};CN="Boer, Anna de":MAILTO:{who}',
        "alternative",
        "base64",
        "Thread-Topic: Afspraak met Cor\nX-MS-Has-Attach:\nX-MS-TNEF-Correlator:\n",
        kind='text/calendar; charset="utf-8"; method={method}',
        html="<html><body></body></html>",
        folded=True,
    ),
    "outlook-old": Program(
        "-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN",
        WINDOWS_EVENT,
        "ATTENDEE;PARTSTAT={said}:MAILTO:{who}",
        "bare",
        "quoted-printable",
        "Content-class: urn:content-classes:calendarmessage\nX-Mailer: Microsoft Outlook 16.0\n",
        kind='text/calendar; method={method}; charset="utf-8"',
        ending="\n",
    ),
    "outlook-com": Program(
        "Microsoft Exchange Server 2010",
        WINDOWS_EVENT,
        "ATTENDEE;PARTSTAT={said};CN=anna@post.example:mailto:{who}",
        "mixed",
        "base64",
        "X-MS-Exchange-MessageSentRepresentingType: 1\n",
        html="<div></div>",
    ),
    "apple": Program(
        "-//Apple Inc.//macOS 15.2//EN",
        UTC_EVENT,
        'ATTENDEE;CN="Anna de Boer";CUTYPE=INDIVIDUAL;EMAIL="{who}";PARTSTAT={said}'
        ";ROLE=REQ-PARTICIPANT:mailto:{who}",
        "alternative",
        "quoted-printable",
        "X-Mailer: Apple Mail (2.3826)\n",
        folded=True,
    ),
    "iphone": Program(
        "-//Apple Inc.//iPhone OS 18.1//EN",
        BARE_EVENT,
        "ATTENDEE;CN=Anna;PARTSTAT={said}:mailto:{who}",
        "mixed",
        "base64",
        "X-Mailer: iPhone Mail (22B83)\n",
        text=" ",
    ),
    "thunderbird": Program(
        "-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN",
        UTC_EVENT,
        "ATTENDEE;RSVP=TRUE;PARTSTAT={said};ROLE=REQ-PARTICIPANT:mailto:{who}",
        "mixed",
        "base64",
        "User-Agent: Mozilla Thunderbird\n",
        text="Anna de Boer <anna@post.example> has accepted your event invitation.",
    ),
    "samsung": Program(
        "-//Samsung Electronics//Samsung Calendar//EN",
        BARE_EVENT,
        "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT={said}:MAILTO:{who}",
        "alternative",
        "base64",
        "X-Mailer: SamsungEmail\n",
        kind="text/calendar; method={method}; charset=utf-8; component=VEVENT",
        text="Verzonden vanaf mijn Galaxy",
        ending="\n",
    ),
    "fastmail": Program(
        "-//CyrusIMAP.org/Cyrus 3.11.0-alpha0//EN",
        BARE_EVENT,
        "ATTENDEE;CN=Anna;PARTSTAT={said};ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:{who}",
        "mixed",
        "quoted-printable",
        "User-Agent: Cyrus-JMAP/3.11\n",
        text="Anna accepted",
    ),
    "zimbra": Program(
        "Zimbra-Calendar-Provider",
        UTC_EVENT,
        "ATTENDEE;CN=Anna;PARTSTAT={said};ROLE=REQ-PARTICIPANT:mailto:{who}",
        "alternative",
        "7bit",
        "X-Mailer: Zimbra 8.8.15\nThread-Index: x\n",
        kind="text/calendar; charset=utf-8; method={method}; name=meeting-reply.ics",
        text="Ja, ik kom.",
        html="<html><body>Ja, ik kom.</body></html>",
    ),
    "roundcube": Program(
        "-//Roundcube libcalendaring 3.5.12//Sabre VObject 4.5.5//EN",
        BARE_EVENT,
        "ATTENDEE;PARTSTAT={said};ROLE=REQ-PARTICIPANT;CN=Anna:mailto:{who}",
        "file",
        "base64",
        "User-Agent: Roundcube Webmail/1.6.9\n",
        kind="text/calendar; charset=UTF-8; method={method}; name=event-reply.ics",
        text="Anna heeft geantwoord op de afspraak.",
    ),
    "nextcloud": Program(
        "-//IDN nextcloud.com//Calendar app 5.0//EN",
        BARE_EVENT,
        "ATTENDEE;CN=Anna;CUTYPE=INDIVIDUAL;PARTSTAT={said};ROLE=REQ-PARTICIPANT;RSVP=TRUE;LANGUAGE=nl:mailto:{who}",
        "mixed",
        "base64",
        text="Anna heeft je uitnodiging geaccepteerd",
        html="<h1>Uitnodiging geaccepteerd</h1>",
        folded=True,
    ),
    "proton": Program(
        "-//Proton AG//WebCalendar 5.0//EN",
        BARE_EVENT,
        "ATTENDEE;PARTSTAT={said}:mailto:{who}",
        "file",
        "7bit",
        kind="text/calendar; charset=utf-8; method=reply",
        text="anna@post.example heeft geantwoord.",
    ),
    "notes": Program(
        "-//Lotus Development Corporation//NONSGML Notes 9.0//EN_C",
        BARE_EVENT,
        'ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT={said};CN="Anna de Boer/Gemeente"\n ;RSVP=FALSE:mailto:{who}',
        "alternative",
        "quoted-printable",
        "X-Mailer: HCL Notes Release 12.0.2\n",
        kind="text/calendar; method={method}; charset=ISO-8859-1",
        text="Geaccepteerd",
    ),
    "yahoo": Program(
        "Yahoo//Yahoo Calendar//EN",
        UTC_EVENT,
        "ATTENDEE;PARTSTAT={said};CN=Anna;ROLE=REQ_PARTICIPANT;RSVP=TRUE:mailto:{who}",
        "alternative",
        "7bit",
        "X-Mailer: YahooCalendar\n",
    ),
    "sogo": Program(
        "-//Inverse inc./SOGo 5.11.0//EN",
        BARE_EVENT,
        "ATTENDEE;PARTSTAT={said};CN=Anna;ROLE=REQ-PARTICIPANT:mailto:{who}",
        "mixed",
        "7bit",
        "User-Agent: SOGoMail 5.11.0\n",
        html="<p>Anna heeft de uitnodiging geaccepteerd.</p>",
    ),
}
