"""What colleagues get: the sociaal team and the bureau."""

from __future__ import annotations

from ekc.notifications.kinds import Audience, Kind

HERE = Audience.HERE


def _cover(code: str, name: str, trigger: str, *, dated: bool = False) -> Kind:
    return Kind(
        code,
        name,
        HERE,
        trigger,
        ("name", "who", "day", "until", "path", "phone") if dated else ("name", "who", "path", "phone"),
        waits=True,
        digest=True,
        example={"who": "Petra Post", "path": "/waarneming"},
    )


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
        "reach_missing",
        "Nog niemand bereikbaar",
        HERE,
        "Voor een dag kan niet de hele tijd iemand gebeld worden. Ook de coördinator hoort het.",
        ("day", "hers", "path", "phone"),
        waits=True,
        example={"hers": "", "path": "/bijeenkomsten/1/bereikbaar"},
    ),
    _cover("cover_yours", "Je neemt waar voor een collega", "Een collega is er even niet.", dated=True),
    _cover("cover_for_you", "Een collega neemt waar voor jou", "Je bent er even niet.", dated=True),
    _cover("cover_yours_over", "Je neemt niet meer waar", "Iemand beëindigt het. Voor wie waarnam."),
    _cover(
        "cover_for_you_over", "Een collega neemt niet meer waar", "Iemand beëindigt het. Voor wie weg was."
    ),
    Kind(
        "password_link",
        "Kies je wachtwoord",
        HERE,
        "Iemand mag inloggen, of vraagt om een nieuw wachtwoord.",
        ("name", "until", "phone"),
        example={"until": "woensdag 4 maart 2026, 19.30 uur (Nederlandse tijd)"},
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
        "’s Morgens, voor wie dat koos, en voor wie er de dag ervoor al genoeg berichten waren.",
        ("many", "items", "phone"),
        waits=True,
        example={
            "items": "Er is nieuws over je aanmelding K4T7WM\nLees het: {{{link}}}/aanmeldingen",
        },
    ),
)
