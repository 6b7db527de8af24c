"""What can be told about a person."""

from __future__ import annotations

from dataclasses import dataclass

ADULT = "adult"


@dataclass(frozen=True, slots=True)
class Particulars:
    """What somebody told us about a person; everything but the given name may be missing."""

    given_name: str
    surname: str = ""
    kind: str = ADULT
    phone: str | None = None
    mail: str | None = None
    post: str | None = None
    through_person_id: int | None = None
    birth_year: int | None = None
    age_group: str | None = None
    language: str = "nld"
    interpreter: bool = False
    needs: str | None = None
    safe_moment: str | None = None
    shared_phone: bool = False
    read_along: bool = False
    prefers: str | None = None
    organisation: str | None = None
