"""What coordinators get, and who can be reached for them."""

from __future__ import annotations

from ekc.notifications.kinds import Audience, Kind

POOL, WATCH = Audience.POOL, Audience.WATCH
GATHERING = ("coordinator", "day", "when", "place", "phone")


def _signal(code: str, name: str, trigger: str, also: str) -> Kind:
    return Kind(
        code,
        name,
        WATCH,
        trigger,
        ("who", "name", "number", also, "linked", "path", "phone"),
        example={"who": "Cor Coster", "name": "Cor", "number": "06 12 34 56 78"},
    )


ALL = (
    Kind(
        "offer",
        "Vraag om een bijeenkomst te regelen",
        POOL,
        "Het bureau vraagt iemand, of de volgenden worden vanzelf gevraagd.",
        ("name", "until", "phone"),
        waits=True,
        bulk=True,
    ),
    Kind(
        "offer_nudge",
        "Vraag om een bijeenkomst te regelen: herinnering",
        POOL,
        "Halverwege de tijd om te antwoorden. Eén keer.",
        ("name", "until", "phone"),
        waits=True,
        optional=True,
    ),
    Kind(
        "offer_filled",
        "Al ingevuld",
        POOL,
        "Iemand anders doet het.",
        ("name", "phone"),
        waits=True,
        digest=True,
    ),
    Kind(
        "offer_withdrawn",
        "Niet meer nodig",
        POOL,
        "De vraag om een bijeenkomst te regelen is ingetrokken.",
        ("name", "phone"),
        waits=True,
    ),
    Kind(
        "offer_thanks",
        "Dank je dat je wilde helpen",
        POOL,
        "Iemand kon, en het is nu met een ander geregeld.",
        ("name", "phone"),
        waits=True,
        digest=True,
    ),
    Kind(
        "offer_yours",
        "Jij regelt deze bijeenkomst",
        POOL,
        "Een coördinator is gekoppeld.",
        ("name", "until", "traject", "phone"),
    ),
    Kind(
        "handover",
        "Je neemt een bijeenkomst over",
        POOL,
        "Een vervanger of reserve neemt het over.",
        ("name", "until", "traject", "phone"),
    ),
    Kind(
        "organiser_on",
        "Een afspraak van jou",
        POOL,
        "Een coördinator maakt een afspraak of verplaatst die: voor de eigen agenda.",
        GATHERING,
    ),
    Kind(
        "organiser_off",
        "Een afspraak is niet meer van jou",
        POOL,
        "Een andere coördinator neemt een afspraak over.",
        GATHERING,
        waits=True,
    ),
    Kind(
        "gathering_place",
        "Er is een plek voor je",
        POOL,
        "Bij een volle scholing of intervisie komt een plek vrij voor wie op de wachtlijst staat.",
        GATHERING,
        waits=True,
    ),
    Kind(
        "gathering_waiting",
        "Je staat op de wachtlijst",
        POOL,
        "Iemand wil komen naar een scholing of intervisie die vol is.",
        (*GATHERING, "place_in_line"),
        waits=True,
        digest=True,
    ),
    Kind(
        "gathering_reminder",
        "Scholing of intervisie: herinnering",
        POOL,
        "Twee dagen ervoor, aan wie komt en aan wie nog niet antwoordde. Eén keer.",
        (*GATHERING, "coming"),
        waits=True,
        optional=True,
    ),
    Kind(
        "expense_returned",
        "Een vraag over een vergoeding",
        POOL,
        "Het bureau heeft een vraag over iets dat een vrijwilliger opschreef.",
        ("name", "claim", "phone"),
        waits=True,
        digest=True,
    ),
    Kind(
        "thanks",
        "Dank je wel na een bijeenkomst",
        POOL,
        "Na een gehouden bijeenkomst.",
        ("name", "day", "phone"),
        waits=True,
        digest=True,
        optional=True,
    ),
    Kind(
        "onward",
        "Hoe het verder ging",
        POOL,
        "De familie vindt het goed dat de coördinator het hoort.",
        ("name", "told", "phone"),
        waits=True,
        digest=True,
        optional=True,
        example={"told": "Het gaat goed. De mensen om hen heen doen nog steeds mee."},
    ),
    Kind(
        "care_link",
        "De link naar de eigen veiligheidspagina",
        POOL,
        "Een coördinator vraagt om de pagina die zonder wachtwoord opengaat.",
        ("name", "phone"),
    ),
    Kind(
        "check_nudge",
        "Ben je al klaar?",
        POOL,
        "Wie zich aanmeldde voor een bezoek, meldde zich niet op tijd af.",
        ("name", "until", "alarm", "phone"),
        example={"until": "14.00", "alarm": "14.30"},
    ),
    Kind(
        "reach_news",
        "Je achterwacht kan, of kan niet",
        POOL,
        "De achterwacht van een coördinator antwoordt.",
        ("name", "who", "yes", "when", "day", "phone"),
    ),
    Kind(
        "reach_question",
        "Ben je bereikbaar?",
        WATCH,
        "Een dag staat vast, en de achterwacht moet dan bereikbaar zijn. Twee dagen ervoor nog één keer.",
        ("name", "again", "when", "day", "phone"),
        waits=True,
    ),
    Kind(
        "reach_off",
        "Je hoeft niet bereikbaar te zijn",
        WATCH,
        "Een dag gaat niet door, of iemand anders is bereikbaar.",
        ("name", "when", "day", "phone"),
        waits=True,
    ),
    _signal(
        "signal_worry", "Een coördinator wil gebeld worden", "Een coördinator maakt zich zorgen.", "urgent"
    ),
    _signal(
        "signal_incident", "Er is iets gebeurd", "Er is iets gebeurd bij een bezoek of bijeenkomst.", "at"
    ),
    _signal("signal_alarm", "Alarm: bel een coördinator", "Een afmelding na een bezoek bleef uit.", "at"),
    Kind(
        "safety_over",
        "Het alarm is voorbij",
        WATCH,
        "Een coördinator voor wie alarm was, meldde zich af.",
        ("name", "phone"),
    ),
    Kind(
        "tonight_alarm",
        "Alarm: iets moet vandaag af",
        WATCH,
        "Een kleine kring is na een aantal uren nog niet rond.",
        ("hours", "number", "started", "path", "phone"),
        example={"path": "/kleine-kring/1"},
    ),
)
