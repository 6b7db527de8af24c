"""The menu: one table of who sees what, in the order of how often it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ekc.accounts.models import Role

if TYPE_CHECKING:
    from ekc.accounts.actor import Actor

TEAM = (Role.TEAM_MEMBER, Role.TEAM_LEAD)
MENU = (
    ("Vandaag", "/", tuple(Role)),
    ("Bellen", "/bellen", (Role.COORDINATOR, Role.BUREAU)),
    ("Aanmeldingen", "/aanmeldingen", (*TEAM, Role.BUREAU)),
    ("Agenda", "/mijn-agenda", (Role.COORDINATOR,)),
    ("Pool", "/pool", (Role.BUREAU,)),
    ("Scholing", "/scholingen", (Role.BUREAU,)),
    ("Bereikbaarheid", "/bereikbaarheid", (Role.BUREAU,)),
    ("Scholing", "/scholing", (Role.COORDINATOR,)),
    ("Voor jou", "/voor-jou", (Role.COORDINATOR,)),
    ("Mijn grenzen", "/mijn-grenzen", (Role.COORDINATOR,)),
    ("Vergoedingen", "/mijn-vergoedingen", (Role.COORDINATOR,)),
    ("Cijfers", "/cijfers", (Role.MUNICIPALITY, Role.BUREAU, Role.TEAM_LEAD)),
    ("Instellingen", "/instellingen", (Role.BUREAU,)),
    ("Beheer", "/beheer", (Role.KEEPER,)),
)
UNFOLDED, ALWAYS = 4, 3  # so many fit on one line of a phone; of more, the first stay


def of(actor: Actor, path: str) -> list[tuple[str, str, bool]]:
    """(label, address, whether this is where we are) of the pages in the menu of `actor`."""
    return [(label, url, _here(url, path)) for label, url, roles in MENU if actor.is_a(*roles)]


def folded(entries: list[tuple[str, str, bool]]) -> dict[str, list[tuple[str, str, bool]]]:
    """The entries as a layout shows them: `nav` always, `nav_more` folded away where they are many."""
    shown = len(entries) if len(entries) <= UNFOLDED else ALWAYS
    return {"nav": entries[:shown], "nav_more": entries[shown:]}


def care(actor: Actor | None) -> str | None:
    """Where a coordinator says that she worries: in reach on every page of hers, signed in or by a link."""
    if actor is None:
        return None
    kind, about = actor.link_about or ("", 0)
    if kind == "offer":
        return f"/aanbod/{about}/zorgen"
    is_hers = kind == "care" or (actor.kind == "account" and actor.is_a(Role.COORDINATOR))
    return f"/zorgen/{actor.person_id}" if is_hers else None


def _here(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(f"{url}/"))
