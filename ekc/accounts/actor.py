"""Whoever acts: an account in its roles, a personal link, or the system. Made once per request, handed
down."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ekc.accounts.models import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, where, and for whom. `seen` collects the persons that a page shows, for the logbook."""

    kind: str  # account, link or system
    municipality_id: int
    origin: str = "web"  # web, link, mail, worker, command
    account_id: int | None = None
    person_id: int | None = None
    name: str = ""
    roles: frozenset[Role] = frozenset()
    team_ids: tuple[int, ...] = ()
    link_id: int | None = None
    link_about: tuple[str, int] | None = None
    behalf_person_id: int | None = None
    cover_id: int | None = None  # the cover by which this actor has the roles of somebody who is away
    cover_person_id: int | None = None  # who is away
    cover_name: str = ""
    seen: list[tuple[str, str, int, str]] = field(default_factory=list, compare=False)

    @property
    def signature(self) -> int | None:
        """The id that stands in the logbook: of the account, or of the link."""
        return self.account_id if self.kind == "account" else self.link_id

    def is_a(self, *roles: Role) -> bool:
        """Whether this actor has one of `roles` in this municipality."""
        return not self.roles.isdisjoint(roles)

    def acting_for(self, person_id: int | None) -> Actor:
        """The same actor on behalf of `person_id`; nobody acts on behalf of themselves."""
        if person_id is None or person_id == self.person_id:
            return self
        return replace(self, behalf_person_id=person_id)

    def saw(self, kind: str, object_id: int) -> None:
        """Note that this page shows a person in `kind` `object_id`; written after the page was made."""
        line = ("see", kind, object_id, "ok")
        if line not in self.seen:
            self.seen.append(line)


def holder(municipality_id: int, person_id: int, link_id: int | None, about: tuple[str, int]) -> Actor:
    """Whoever opened this personal link, which is `about` (kind, id)."""
    return Actor(
        kind="link",
        origin="link",
        municipality_id=municipality_id,
        person_id=person_id,
        link_id=link_id,
        link_about=about,
    )


def system(municipality_id: int, origin: str = "worker") -> Actor:
    """The product itself: the worker's jobs, and commands."""
    return Actor(kind="system", municipality_id=municipality_id, origin=origin)
