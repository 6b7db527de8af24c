"""The address of an own calendar, and the name and app password that open it."""

from __future__ import annotations

from ekc.calendars.addresses import LONGEST
from ekc.publishing.rules import LONGEST_NAME
from ekc.web.forms import Form, Password, Text


class PublishForm(Form):
    """Copied from the settings of that calendar. The password never stands on a page again."""

    address = Text(
        "Het CalDAV-adres van je agenda",
        max_length=LONGEST,
        required="Plak hier het adres van je agenda.",
        hint="Het begint met https://. Je vindt het bij de instellingen van je agenda.",
    )
    user = Text(
        "Gebruikersnaam",
        max_length=LONGEST_NAME,
        required="Vul je gebruikersnaam in.",
        hint="Vaak is dat je mailadres.",
    )
    password = Password(
        "App-wachtwoord",
        required="Vul het app-wachtwoord in.",
        hint="Een apart wachtwoord voor ekc. Je maakt het bij de beveiliging van je account.",
        autocomplete="off",
    )
