"""The pool of the demo: twenty-four coordinators, written out, because each of them shows something."""

from __future__ import annotations

from typing import NamedTuple

LONG_AGO = 10_000


class Volunteer(NamedTuple):
    """A coordinator of the demo. Days count back from the day of the demo; a minus lies ahead of it."""

    given_name: str
    surname: str
    pc4: str
    languages: str = "nld"
    per_year: int = 3
    at_once: int = 1
    joined: int = LONG_AGO  # days ago
    trained: bool = True
    vog_left: int | None = 500  # days that the VOG is still good; None: not seen yet
    secrecy: bool = True
    paused: int | None = None  # days that a pause still lasts
    employer: str | None = None
    about: str | None = None
    email: str | None = None
    stage: str = "active"
    agrees: bool = True  # with the code of conduct


COR = "coordinator@demo.example"
NOOR = "anderecoordinator@demo.example"

POOL = (
    Volunteer(
        "Cor",
        "Kuiper",
        "9611",
        "nld gos",
        6,
        4,
        about="Ik was buschauffeur. Ik luister graag en ken veel mensen.",
        email=COR,
    ),
    Volunteer(
        "Noor",
        "Nijland",
        "9628",
        "nld eng",
        4,
        2,
        about="Overdag werk ik. 's Avonds en op zaterdag kan ik.",
        email=NOOR,
    ),
    Volunteer("Aaltje", "Veldkamp", "9621", "nld gos", 6, 2, about="Ik doe dit al vanaf het begin."),
    Volunteer("Bert", "Oosterhuis", "9602", "nld gos", 5, 2, vog_left=260),
    Volunteer("Carla", "Mellema", "9649", "nld deu", 5, 2),
    Volunteer("Dineke", "Hulshof", "9636", "nld gos", 4, 1),
    Volunteer("Fatma", "Arslan", "9603", "nld tur", 5, 2, about="Ik spreek Nederlands en Turks."),
    Volunteer("Gijs", "Terpstra", "9617", "nld eng", 4, 1, employer="Woonplein Noord"),
    Volunteer("Hayat", "Bakri", "9601", "nld ara", 5, 2, about="Ik spreek Arabisch zoals in Syrië."),
    Volunteer("Irena", "Duda", "9602", "nld pol", 4, 1),
    Volunteer("Jacob", "Pattinama", "9607", "nld msa", 4, 1),
    Volunteer("Kiki", "Westra", "9615", "nld eng", 4, 1, vog_left=45),
    Volunteer("Lieuwe", "Bijlsma", "9651", "nld gos", 4, 1),
    Volunteer("Mirjam", "Schutte", "9635", "nld eng dse", 3, 1, about="Ik gebruik Nederlandse Gebarentaal."),
    Volunteer("Nanne", "Doornbos", "9609", "nld gos", 4, 1, employer="Thuiszorg De Vaart"),
    Volunteer("Olena", "Marchuk", "9603", "nld ukr rus", 3, 1, joined=430),
    Volunteer("Paul", "Zwiers", "9605", "nld", 4, 1, paused=75),
    Volunteer("Ria", "Lubbers", "9632", "nld gos", 4, 1, vog_left=-20),
    Volunteer("Senait", "Berhe", "9601", "nld tir eng", 3, 1, joined=330),
    Volunteer("Tjeerd", "Alberda", "9939", "nld gos", 2, 1, joined=260),
    Volunteer("Ubbo", "Reinders", "9626", "nld gos", 3, 1, joined=150),
    Volunteer("Vera", "Claassen", "9606", "nld fra", 2, 1, joined=50),
    Volunteer(
        "Wies",
        "Harkema",
        "9618",
        "nld",
        2,
        1,
        joined=35,
        trained=False,
        vog_left=None,
        secrecy=False,
        stage="training",
    ),
    Volunteer(
        "Yasmin",
        "Idrissi",
        "9611",
        "nld ara fra",
        3,
        1,
        joined=28,
        trained=False,
        vog_left=None,
        stage="intake",
        agrees=False,
    ),
)

# Places to meet: name, street, postcode of the village, seats, no steps.
VENUES = (
    ("Dorpshuis De Lindehof", "Lindelaan 4, Slochteren", "9621", 40, True),
    ("Buurthuis De Kade", "Kadeplein 12, Hoogezand", "9601", 30, True),
    ("De Huiskamer", "Tuinstraat 7, Hoogezand", "9602", 12, True),
    ("Ontmoetingsplek Het Anker", "Ankerweg 3, Sappemeer", "9611", 24, True),
    ("Dorpshuis De Molenwiek", "Wiekstraat 1, Muntendam", "9649", 35, True),
    ("'t Voorhuis", "Dorpsweg 18, Zuidbroek", "9636", 16, False),
    ("Dorpshuis De Klaver", "Klaverpad 2, Siddeburen", "9628", 40, True),
    ("Bibliotheek, de leeskamer", "Boekenplein 1, Hoogezand", "9603", 14, True),
    ("Speeltuingebouw De Wip", "Speelweg 5, Foxhol", "9607", 20, True),
    ("Dorpshuis Ons Erf", "Erfweg 9, Harkstede", "9617", 30, True),
    ("Het Schoolhuis", "Schoolpad 6, Meeden", "9651", 18, False),
    ("De Theetuin", "Tuinpad 11, Noordbroek", "9635", 20, True),
)

# What there is in the neighbourhood: name, what for, telephone, website, village. All invented.
NEARBY = (
    ("Eetcafé De Pan", "Samen eten op dinsdag en vrijdag, voor weinig geld", "+31598000201", None, "9601"),
    (
        "Formulierenhulp",
        "Hulp bij post, formulieren en geld; je hoeft geen afspraak te maken",
        "+31598000202",
        "https://formulierenhulp.example",
        None,
    ),
    ("Fietsmaatjes", "Iemand die met je gaat fietsen of wandelen", "+31598000203", None, None),
    (
        "Opvoedcafé",
        "Andere ouders ontmoeten, met koffie; kinderen mogen mee",
        None,
        "https://opvoedcafe.example",
        "9611",
    ),
    ("Repaircafé Ons Erf", "Spullen laten maken, of zelf leren maken", "+31598000204", None, "9617"),
    ("Burenhulp Siddeburen", "Een lift, een boodschap, een uurtje oppas", "+31598000205", None, "9628"),
    (
        "Sportmaat",
        "Sporten voor kinderen als er weinig geld is",
        "+31598000206",
        "https://sportmaat.example",
        None,
    ),
)
