"""The lists to choose from on an aanmelding: code and Dutch label.

'Onbekend' is always an answer; nothing here is a score.
"""

from __future__ import annotations

AGE_GROUPS = {
    "0-11": "0 tot en met 11 jaar",
    "12-15": "12 tot en met 15 jaar",
    "16-17": "16 of 17 jaar",
    "18+": "18 jaar of ouder",
}
LIFE_AREAS = {
    "society": "meedoen in de samenleving en regelzaken",
    "housing": "wonen en huishouden",
    "money": "geld",
    "daytime": "werk, dagbesteding en vrije tijd",
    "education": "school en opleiding",
    "social": "contact met anderen, eenzaamheid",
    "home_violence": "huiselijk geweld",
    "justice": "politie en justitie",
    "nuisance": "overlast",
    "body": "lichamelijke gezondheid",
    "mind": "psychische gezondheid",
    "parenting": "opvoeden",
}
THEMES = {
    "rent_arrears": "huurachterstand",
    "nuisance": "overlast in de buurt",
    "parenting": "opvoeding",
    "protection": "een beschermingsmaatregel",
    "other": "anders",
}
URGENCY = {"normal": "gewoon", "soon": "binnen een paar weken", "urgent": "spoed: binnen een paar dagen"}
AVE = {"unknown": "onbekend", "not_scaled": "niet opgeschaald", "scaled": "opgeschaald"}
FRAME = {"voluntary": "vrijwillig", "pressure": "drang", "coercion": "dwang"}
VISITING = {
    "alone": "ja, ook alleen",
    "two": "ja, met z'n tweeën",
    "elsewhere": "spreek liever ergens anders af",
    "unknown": "dat weten we nog niet",
}
HOUSEHOLD = {
    "alone": "alleen",
    "couple": "samen, zonder kinderen thuis",
    "family": "gezin met kinderen",
    "other": "anders",
}
NETWORK = {
    "none": "niemand die zij noemen",
    "small": "een paar mensen",
    "enough": "genoeg mensen",
    "unknown": "onbekend",
}
SOURCE = {
    "own": "zij vroegen er zelf om",
    "team": "ons eigen team",
    "family": "familie of vrienden",
    "neighbours": "buren",
    "school": "school of opvang",
    "doctor": "huisarts",
    "housing": "woningcorporatie",
    "police": "politie",
    "welfare": "welzijnswerk of vrijwilligers",
    "hotline": "meldpunt zorg en overlast",
    "youth": "jeugdhulp of jeugdbescherming",
    "other": "anders",
}
OWN_VILLAGE = {
    "any": "maakt niet uit",
    "only": "graag uit het eigen dorp",
    "not": "juist niet uit het eigen dorp",
}
WAIVER = {
    "asked_us": "de familie vraagt ons te kiezen",
    "urgent": "er is te weinig tijd om te kiezen",
    "no_preference": "de familie heeft geen voorkeur",
}
KNOWS = {"no": "nee", "yes": "ja", "unknown": "weet ik niet"}
YES_NO = {"yes": "ja", "no": "nee", "unknown": "onbekend"}
CONDITIONS = {"none": "nee", "some": "ja", "unknown": "dat weten we nog niet"}
AUTHORITY = {"one": "één ouder of voogd", "two": "twee ouders of voogden", "unknown": "dat weten we nog niet"}
ASSENT = {
    "asked": "heeft nog niet geantwoord",
    "yes": "stemt in",
    "explain": "wil eerst uitleg",
    "no": "stemt niet in",
}
CHANNEL = {"spoken": "verteld", "written": "op papier"}
