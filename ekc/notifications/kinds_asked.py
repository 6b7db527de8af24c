"""What the bureau gets about who was asked to organise. Whoever finds it too much switches it off: all but
what cannot wait until tomorrow."""

from __future__ import annotations

from ekc.notifications.kinds import Audience, Kind

ABOUT = ("number", "referral", "phone")
MANY = {"who": "Noor en Cor"}


def _kind(code: str, name: str, trigger: str, *, who: bool = True, now: bool = False) -> Kind:
    return Kind(
        code,
        name,
        Audience.HERE,
        trigger,
        ("who", *ABOUT) if who else ABOUT,
        optional=not now,
        digest=not now,
        switch="" if now else "offer_news",
        example=MANY if code == "asked_wave" else {"who": "Noor"},
    )


ALL = (
    _kind("asked_can", "Iemand kan", "Een coördinator zegt ja."),
    _kind("asked_can_alone", "Iemand kan, met een maatje", "Wie ja zegt, heeft nog een maatje nodig."),
    _kind("asked_can_choose", "Iemand kan, en de familie mag kiezen", "Er zijn nu genoeg om uit te kiezen."),
    _kind(
        "asked_choose",
        "De familie mag kiezen",
        "Er kan iemand, en niemand antwoordt nog.",
        who=False,
    ),
    _kind("asked_ours", "De keuze is aan ons", "De familie laat de keuze aan het bureau.", who=False),
    _kind("asked_found", "Er is een coördinator", "Een coördinator is gekoppeld."),
    _kind("asked_backup", "De reserve neemt het over", "De reserve of een vervanger neemt het over."),
    _kind("asked_no", "Iemand kan niet", "Een coördinator zegt nee."),
    _kind("asked_pause", "Iemand kan niet, en staat op pauze", "Een coördinator zegt nee, en wil even rust."),
    _kind("asked_silent", "Iemand antwoordde niet", "Er kwam niet op tijd een antwoord."),
    _kind("asked_wave", "De volgenden zijn gevraagd", "Er is haast, en niemand kon: het ging vanzelf."),
    _kind(
        "asked_dry", "Niemand kan", "Er is haast, en er is niemand meer om te vragen.", who=False, now=True
    ),
    _kind("asked_next", "Vraag de volgenden", "De familie wil liever een ander dan wie kon.", who=False),
    _kind("asked_set_aside", "Iemand past toch niet", "Wie al gevraagd was, mag hier niet bij.", who=False),
    _kind(
        "asked_other", "Er is een ander nodig", "De dag staat vast, en er moet een vervanger komen.", now=True
    ),
    _kind(
        "asked_back",
        "Iemand gaat niet verder",
        "Een coördinator stopt ermee, of de familie wil een ander; er staat geen dag vast.",
    ),
)
