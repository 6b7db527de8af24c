"""What colleagues get: the sociaal team and the bureau."""

from __future__ import annotations

from ekc.notifications.kinds import Audience, Kind

HERE = Audience.HERE

ALL = (
    Kind(
        "referral_news",
        "Nieuws over je aanmelding",
        HERE,
        "Er gebeurt iets met een aanmelding, voor wie haar deed.",
        ("name", "number", "referral", "phone"),
        waits=True,
        optional=True,
        digest=True,
    ),
    Kind(
        "offer_news",
        "Nieuws over wie gevraagd is",
        HERE,
        "Een coördinator antwoordt, of er kwam geen antwoord.",
        ("sentence", "who", "number", "referral", "phone"),
        optional=True,
        digest=True,
        example={"sentence": "Noor kan.", "who": "Noor"},
    ),
    Kind(
        "reach_missing",
        "Nog niemand bereikbaar",
        HERE,
        "Voor een dag kan niet de hele tijd iemand gebeld worden. Ook de coördinator hoort het.",
        ("day", "hers", "path", "phone"),
        waits=True,
        example={"hers": "", "path": "/bijeenkomsten/1/bereikbaar"},
    ),
    Kind(
        "cover_news",
        "Waarnemen voor een collega",
        HERE,
        "Een collega neemt waar, of stopt daarmee.",
        ("name", "sentence", "path", "phone"),
        waits=True,
        digest=True,
        example={"sentence": "Je neemt niet meer waar voor Petra Post.", "path": "/waarneming"},
    ),
    Kind(
        "password_link",
        "Kies je wachtwoord",
        HERE,
        "Iemand mag inloggen, of vraagt om een nieuw wachtwoord.",
        ("name", "until", "phone"),
        example={"until": "woensdag 4 maart 2026, 19.30 uur"},
    ),
    Kind(
        "address_changed",
        "Je logt in met een ander adres",
        HERE,
        "Iemand logt voortaan in met een ander mailadres. Dit gaat naar het oude.",
        ("name", "phone"),
    ),
    Kind(
        "digest",
        "Het overzicht van de ochtend",
        HERE,
        "Elke ochtend, voor wie dat koos en voor wie er iets is.",
        ("many", "items", "phone"),
        waits=True,
        example={
            "items": "Er is nieuws over je aanmelding K4T7WM\nLees het: {{{link}}}/aanmeldingen",
        },
    ),
)
