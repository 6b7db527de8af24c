"""What the family and the people around them get."""

from __future__ import annotations

from ekc.notifications.kinds import Audience, Kind

APPOINTMENT = ("coordinator", "day", "when", "place", "phone")
PEOPLE = Audience.PEOPLE

ALL = (
    Kind(
        "invitation",
        "Uitnodiging voor een afspraak",
        PEOPLE,
        "Iemand wordt gevraagd voor een afspraak: een bijeenkomst, een bezoek of een scholing.",
        (*APPOINTMENT, "remote"),
        waits=True,
        bulk=True,
    ),
    Kind(
        "invitation_moved",
        "De afspraak is verplaatst",
        PEOPLE,
        "De dag, de tijd of de plek van een afspraak verandert. Wie komt, antwoordt opnieuw.",
        (*APPOINTMENT, "before", "remote"),
        waits=True,
        bulk=True,
    ),
    Kind(
        "invitation_changed",
        "Een ander regelt de afspraak",
        PEOPLE,
        "Een andere coördinator neemt het over. De dag, de tijd en de plek blijven.",
        APPOINTMENT,
        waits=True,
    ),
    Kind(
        "invitation_reworded",
        "De tekst van de afspraak is bijgewerkt",
        PEOPLE,
        "De naam van de coördinator of de plek, of het centrale nummer is anders. De rest blijft. Alleen "
        "voor wie de afspraak in een agenda heeft.",
        APPOINTMENT,
        waits=True,
        bulk=True,
    ),
    Kind(
        "invitation_cancelled",
        "De afspraak gaat niet door",
        PEOPLE,
        "Een afspraak wordt afgezegd.",
        APPOINTMENT,
        waits=True,
        bulk=True,
    ),
    Kind(
        "invitation_removed",
        "Je hoeft niet te komen",
        PEOPLE,
        "Iemand hoeft niet meer bij een afspraak te zijn. Voor de anderen gaat die door.",
        APPOINTMENT,
        waits=True,
    ),
    Kind(
        "invitation_reminder",
        "Herinnering aan een bijeenkomst",
        PEOPLE,
        "Zo veel dagen van tevoren als bij de instellingen staat. Niet aan wie zei niet te komen.",
        (*APPOINTMENT, "away", "coming", "remote"),
        waits=True,
        optional=True,
    ),
    Kind(
        "poll",
        "Welke dag past je?",
        PEOPLE,
        "De coördinator zoekt een dag, of stelt nieuwe dagen voor.",
        ("coordinator", "until", "again", "phone"),
        waits=True,
        bulk=True,
    ),
    Kind(
        "poll_nudge",
        "Welke dag past je? Herinnering",
        PEOPLE,
        "Twee dagen voor het einde, als nog niet alle dagen ingevuld zijn. Eén keer.",
        ("coordinator", "until", "phone"),
        waits=True,
        optional=True,
    ),
    Kind(
        "choice",
        "De familie kiest wie het regelt",
        PEOPLE,
        "Er zijn coördinatoren die kunnen, en de familie mag kiezen.",
        ("phone",),
        waits=True,
    ),
    Kind(
        "family_page",
        "De eigen pagina van de familie",
        PEOPLE,
        "Iemand van de familie krijgt de link naar de eigen pagina, of een nieuwe.",
        ("phone",),
        waits=True,
    ),
    Kind(
        "card",
        "Het kaartje van de coördinator",
        PEOPLE,
        "De coördinator stelt zich voor aan iemand die al gesproken is.",
        ("coordinator", "phone"),
        waits=True,
    ),
    Kind(
        "handover_family",
        "Voortaan helpt een ander",
        PEOPLE,
        "Een andere coördinator neemt het over, en er is nog geen afspraak waarin dat staat.",
        ("coordinator", "until", "phone"),
        waits=True,
    ),
    Kind(
        "new_link",
        "Een nieuwe link",
        PEOPLE,
        "Iemand vraagt zelf om een nieuwe link, op de bladzijde van een link die te oud is.",
        ("phone",),
        waits=True,
    ),
)
