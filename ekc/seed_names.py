"""Invented people of the demo: first names and surnames that are common in the Netherlands, drawn apart."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

GROWN_UPS = (
    "Anja Anouk Betty Carla Danique Dewi Elly Esmee Fenna Froukje Geertje Gerda Hanneke Hilda Ilse "
    "Ineke Janna Jantje Jolanda Karin Klaaske Lianne Lotte Mariska Marleen Mieke Nienke Petra Renske "
    "Rika Roelfien Saskia Tineke Trijntje Wilma Albert Arend Bart Berend Daan Derk Dirk Eltjo Erik "
    "Frans Geert Harm Hendrik Henk Jaap Jan Jelle Joris Kees Klaas Koen Lammert Lars Marco Mark Otto "
    "Pieter Reinder Roelof Rudi Sjoerd Thijs Tjaart Wessel Wim Wout"
).split()
CHILDREN = (
    "Bram Daan Emma Fleur Finn Isa Jesse Julia Levi Liam Lieke Lisa Luuk Mees Milan Nora Roos Sem Sara Tess"
).split()
SURNAMES = (
    "Bakker Blaauw Boer Bolt Bos Brouwer Bruins Dekker Dijk Dijkstra Drent Eerkens Faber Haan Hofman "
    "Hoekstra Huizinga Jager Kamps Klinkhamer Koning Kramer Kruize Kuipers Meijer Middel Mulder "
    "Nanninga Oosting Pot Prins Ritsema Roelfsema Schipper Schuur Smit Spijk Stuut Tillema Veen "
    "Veenstra Venema Visser Vos Wiersma Wolthuis Woltjer Zuidema"
).split()
ABROAD = {
    "ara": (
        "Amal Farid Hala Khaled Layla Nabil Omar Rana Samir Yara".split(),
        "Awad Barakat Darwish Fares Haddad Hamdan Jaber Khalil Mansour Nasser Saleh Zaki".split(),
    ),
    "tir": (
        "Abel Biniam Feven Helen Luwam Samuel Selam Yonas".split(),
        "Abraha Asmerom Fisseha Gebre Haile Kidane Mebrahtu Tekle Tesfay Woldu".split(),
    ),
    "tur": (
        "Ayse Emine Fatih Hakan Leyla Mehmet Selin Yusuf".split(),
        "Aksoy Aydin Bulut Demir Kaya Korkmaz Ozturk Polat Sahin Yildiz".split(),
    ),
    "pol": (
        "Agata Ewa Jakub Kasia Magda Marek Piotr Tomasz".split(),
        "Banas Czajka Kaminski Kowalska Krol Lis Nowak Sikora Wojcik Zielinski".split(),
    ),
    "ukr": (
        "Andriy Iryna Kateryna Maksym Natalia Oksana Taras".split(),
        "Bondar Hrytsenko Koval Kovalenko Lysenko Melnyk Savchuk Shevchuk Tkachenko".split(),
    ),
}
PHONE = "+31600"  # 06 00 … was never given out to anybody
MAIL = "post.example"


@dataclass
class Names:
    """Draws people who are not there yet; telephone numbers and addresses follow the number of the draw."""

    chance: random.Random
    taken: set[tuple[str, str]] = field(default_factory=set)

    def surname(self, language: str = "nld") -> str:
        """A name for a household."""
        return self.chance.choice(ABROAD[language][1] if language in ABROAD else SURNAMES)

    def grown_up(self, surname: str, language: str = "nld") -> tuple[str, str]:
        """(given name, surname) of somebody new."""
        return self._new(ABROAD[language][0] if language in ABROAD else GROWN_UPS, surname, language)

    def child(self, surname: str) -> tuple[str, str]:
        """(given name, surname) of a child."""
        return self._new(CHILDREN, surname)

    def phone(self) -> str:
        """A mobile number that nobody has."""
        return f"{PHONE}{len(self.taken):06}"

    def mail(self, given: str, surname: str) -> str:
        """A mail address that does not exist (RFC 2606)."""
        return f"{given}.{surname}{len(self.taken)}@{MAIL}".lower()

    def _new(self, given_names: list[str], surname: str, language: str = "nld") -> tuple[str, str]:
        for _ in range(50):
            name = (self.chance.choice(given_names), surname)
            if name not in self.taken:
                break
            surname = self.surname(language)
        self.taken.add(name)
        return name
