"""The languages we ask for, by ISO 639-3 code, with their Dutch names. Pure."""

from __future__ import annotations

from collections.abc import Iterable

LANGUAGES = {
    "nld": "Nederlands",
    "gos": "Gronings",
    "ara": "Arabisch",
    "bul": "Bulgaars",
    "deu": "Duits",
    "eng": "Engels",
    "fas": "Farsi of Dari",
    "fra": "Frans",
    "kur": "Koerdisch",
    "msa": "Maleis (Moluks)",
    "dse": "Nederlandse Gebarentaal",
    "ukr": "Oekraïens",
    "pap": "Papiamentu",
    "pol": "Pools",
    "ron": "Roemeens",
    "rus": "Russisch",
    "som": "Somalisch",
    "spa": "Spaans",
    "tir": "Tigrinya",
    "tur": "Turks",
}


def name(code: str) -> str:
    """The Dutch name of a language; the code itself where we have no name for it."""
    return LANGUAGES.get(code, code)


def in_words(codes: Iterable[str]) -> str:
    """'Arabisch, Nederlands en Turks'."""
    found = names(codes)
    return " en ".join([*([", ".join(found[:-1])] if found[:-1] else []), *found[-1:]])


def names(codes: Iterable[str]) -> list[str]:
    """Their Dutch names."""
    return [name(code) for code in codes]
