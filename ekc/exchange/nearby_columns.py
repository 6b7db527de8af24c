"""The columns of what there is in the neighbourhood. Pure."""

from __future__ import annotations

from ekc.exchange import cells
from ekc.exchange.listed import MARK, mark_reader
from ekc.nearby.rules import LONGEST_NAME, LONGEST_PURPOSE
from ekc.sheets.columns import Column
from ekc.web import reading

LETTER = "B"
COLUMNS = (
    Column(MARK, "Kenmerk", mark_reader(LETTER), "Van ons. Laat het staan; bij wat nieuw is leeg."),
    Column("name", "Naam", cells.name(LONGEST_NAME), "Nodig.", "Vul de naam in."),
    Column(
        "purpose",
        "Waarvoor",
        cells.text(LONGEST_PURPOSE),
        "Waarvoor je er terechtkunt. Nodig bij wat nieuw is.",
        also=("Omschrijving", "Wat"),
    ),
    Column("phone", "Telefoon", cells.phone, "Zoals 0598-123456.", also=("Telefoonnummer", "Tel")),
    Column("web", "Website", reading.web_address, "Zoals www.voorbeeld.nl.", also=("Webadres", "Site")),
    Column(
        "place",
        "Dorp of wijk",
        cells.text(80),
        "Een dorp, wijk of postcode van deze gemeente. Leeg: voor iedereen.",
        also=("Dorp", "Plaats"),
    ),
)
