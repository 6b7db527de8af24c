"""Whom a row of a pool file is about: somebody in the pool, or somebody new. Pure.

A mark of ours says it outright. Else the mail address does, when the name is hers too (two people may share
one); else the name, when the telephone number or the postcode agrees.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ekc.errors import DomainError
from ekc.pool.wording import plain
from ekc.sheets.columns import Row

NO_SUCH = "Dit kenmerk is niet van iemand in deze pool. Haal het weg als dit iemand nieuw is."
OTHER_NAME = (
    "Dit mailadres hoort in de pool bij iemand met een andere voornaam. Klopt het niet? "
    "Vul dan een ander adres in, of laat het leeg."
)
SAME_NAME = (
    "Er staat al iemand met deze naam in de pool. Is zij of hij dat? Vul dan hetzelfde mailadres, "
    "telefoonnummer of dezelfde postcode in. Is het iemand anders? Zet ‘ja’ in de kolom Naamgenoot."
)
SEVERAL = (
    "Er staan meer mensen in de pool die hierop lijken. Zet het kenmerk erbij: dat staat in je download."
)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody in the pool as a file sees her: what is kept about her, by key of the column."""

    id: int
    values: Mapping[str, object]

    @property
    def name(self) -> str:
        """Given name and surname."""
        return whole_name(self.values)


class Pool:
    """Everybody in the pool, to be found by mark, mail and name."""

    def __init__(self, everybody: Iterable[Known]) -> None:
        """Look them up once, find them often."""
        self.by_id: dict[int, Known] = {}
        self._by_mail: dict[str, list[Known]] = {}
        self._by_name: dict[str, list[Known]] = {}
        for one in everybody:
            self.by_id[one.id] = one
            self._by_name.setdefault(plain(one.name), []).append(one)
            if one.values.get("mail"):
                self._by_mail.setdefault(str(one.values["mail"]).casefold(), []).append(one)

    def meant(self, row: Row) -> Known | None:
        """Who is meant; None for somebody new. RowError where that cannot be told."""
        told = row.values
        if "mark" in told:
            found = self.by_id.get(int(str(told["mark"])))
            if found is None:
                raise RowError("mark", NO_SUCH)
            return found
        if told.get("namesake"):
            return self._same_in_all(told)
        return self._by_address(told) or self._by_words(told)

    def _by_address(self, told: Mapping[str, object]) -> Known | None:
        there = self._by_mail.get(str(told.get("mail", "")).casefold(), [])
        exact = [one for one in there if plain(one.name) == plain(whole_name(told))]
        near = exact or [one for one in there if _given(one.values) == _given(told)]
        if len(near) > 1:
            raise RowError("mail", SEVERAL)
        if there and not near:
            raise RowError("mail", OTHER_NAME)
        return near[0] if near else None

    def _by_words(self, told: Mapping[str, object]) -> Known | None:
        there = self._by_name.get(plain(whole_name(told)), [])
        if not there:
            return None
        agreeing = [one for one in there if _agrees(one.values, told)]
        if len(agreeing) > 1:
            raise RowError("surname", SEVERAL)
        if not agreeing:
            raise RowError("surname", SAME_NAME)
        return agreeing[0]

    def _same_in_all(self, told: Mapping[str, object]) -> Known | None:
        """A namesake that came in before is not made again: name, and every address told, are the same."""
        there = self._by_name.get(plain(whole_name(told)), [])
        keys = ("mail", "phone", "pc4")
        return next((one for one in there if all(one.values.get(key) == told.get(key) for key in keys)), None)


class RowError(DomainError):
    """What is wrong with the cell of `key` in a row."""

    def __init__(self, key: str, sentence: str) -> None:
        super().__init__(sentence)
        self.key = key


def whole_name(told: Mapping[str, object]) -> str:
    """Given name and surname, as somebody would say it."""
    return f"{told.get('given_name', '')} {told.get('surname', '')}".strip()


def _given(told: Mapping[str, object]) -> str:
    return plain(str(told.get("given_name", "")))


def _agrees(there: Mapping[str, object], told: Mapping[str, object]) -> bool:
    return any(there.get(key) and there.get(key) == told.get(key) for key in ("phone", "pc4"))
