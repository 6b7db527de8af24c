"""What a coordinator gets about being in the pool and about her trajecten, and the bureau about the pool."""

from __future__ import annotations

from ekc.notifications.kinds import Audience, Kind

ON_IT = ("number", "phone")


def _hers(code: str, name: str, trigger: str, *, dated: bool = True, bulk: bool = False) -> Kind:
    words = ("name", "day", "phone") if dated else ("name", "phone")
    return Kind(code, name, Audience.POOL, trigger, words, waits=True, digest=code != "vog_over", bulk=bulk)


def _bureau(code: str, name: str, trigger: str, *, dated: bool = True) -> Kind:
    words = ("who", "day", "path", "phone") if dated else ("who", "path", "phone")
    example = {"who": "Noor", "path": "/pool/1"}
    digest = code != "vog_over_here"
    return Kind(code, name, Audience.HERE, trigger, words, waits=True, digest=digest, example=example)


def _traject(code: str, name: str, trigger: str, *, path: str = "", here: bool = False) -> Kind:
    return Kind(
        code,
        name,
        Audience.HERE if here else Audience.POOL,
        trigger,
        ("number", "path", "phone") if path else ON_IT,
        waits=True,
        digest=here,
        example={"path": path},
    )


ALL = (
    _hers("vog_quarter", "Je VOG loopt over drie maanden af", "Drie maanden voordat een VOG afloopt."),
    _hers("vog_month", "Je VOG loopt binnen een maand af", "Een maand voordat een VOG afloopt."),
    _hers("vog_over", "Je VOG is verlopen", "Een VOG is verlopen."),
    _hers("code_new", "Er is een nieuwe gedragscode", "Het bureau maakt een gedragscode bekend.", bulk=True),
    _hers(
        "code_open",
        "De gedragscode ligt voor je klaar",
        "De gedragscode geldt, en de coördinator heeft nog niet laten weten of dat goed is.",
        dated=False,
    ),
    _hers(
        "calendar_stopped",
        "Je eigen agenda doet niet meer mee",
        "Afspraken komen niet meer in de eigen agenda van een coördinator. Eén keer, tot het weer werkt.",
        dated=False,
    ),
    _hers("idea_answered", "Er is een antwoord op je idee", "Het bureau antwoordt op een idee.", dated=False),
    _bureau(
        "vog_quarter_here", "Een VOG loopt over drie maanden af", "Drie maanden voordat een VOG afloopt."
    ),
    _bureau("vog_month_here", "Een VOG loopt binnen een maand af", "Een maand voordat een VOG afloopt."),
    _bureau("vog_over_here", "Een VOG is verlopen", "Een VOG is verlopen."),
    _bureau(
        "code_open_here",
        "Iemand is nog niet akkoord met de gedragscode",
        "De gedragscode geldt, en een coördinator heeft nog niet laten weten of dat goed is.",
        dated=False,
    ),
    _traject(
        "traject_assent",
        "Plan nu niets",
        "Niet iedereen stemt meer in. Ook het bureau hoort het.",
        path="/trajecten/1",
    ),
    _traject("traject_withdrawn", "Een traject gaat niet verder", "De instemming is ingetrokken."),
    _traject("traject_stopped", "Een traject is gestopt", "Het team of het bureau stopt een traject."),
    _traject(
        "traject_other",
        "Een traject gaat verder met iemand anders",
        "De familie vraagt om een ander, of iemand neemt het over.",
    ),
    _traject(
        "traject_paused",
        "Een traject staat even stil",
        "Een traject rust. Ook het bureau hoort het, als de familie dat wil.",
        path="/trajecten/1",
    ),
    _traject(
        "traject_resumed",
        "Een traject gaat weer verder",
        "Een traject dat stilstond, gaat verder. Ook het bureau hoort het, als de familie dat wil.",
        path="/trajecten/1",
    ),
    _traject(
        "traject_conditions",
        "Er is iets veranderd voor een traject",
        "De voorwaarden bij een traject veranderen.",
        path="/trajecten/1",
    ),
    _traject(
        "traject_unreached",
        "Nog geen contact met de familie",
        "De familie is een paar keer niet bereikt. Voor wie de aanmelding deed, één keer.",
        path="/aanmeldingen/1",
        here=True,
    ),
    _traject(
        "traject_tested",
        "Er is nieuws over de voorwaarden",
        "Alle voorwaarden zijn bekeken, en de familie vindt het goed dat je dat hoort.",
        path="/aanmeldingen/1/voorwaarden",
        here=True,
    ),
)
