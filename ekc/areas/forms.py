"""A team, places that go to a team, and where the places of a team go when it ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

from ekc.accounts.models import Team
from ekc.areas.queries import Place
from ekc.web.forms import Choices, DateField, Form, Hidden, Number, Phone, Postcode4, Select, Text
from ekc.web.reading import id_in

NOBODY = "0"
FROM_DAY = "Vandaag, of een dag die nog komt."


class TeamForm(Form):
    """Name and phone of a team. `seen` is the version that was looked at."""

    name = Text("Naam van het team", max_length=80, required="Vul de naam van het team in.")
    phone = Phone("Telefoon", required=False)
    seen = Number("Versie", smallest=0, largest=10**9, default=0)

    @classmethod
    def of(cls, team: Team) -> Self:
        """The form as it is now."""
        known = {"name": team.name, "phone": team.phone or None, "seen": team.version}
        return cls(formdata=None, data=known)


class PlaceForm(Form):
    """One more dorp or wijk."""

    village = Text("Naam van het dorp of de wijk", max_length=80)
    pc4 = Postcode4("Postcode", hint="Alleen de vier cijfers.")


class OtherNameForm(PlaceForm):
    """Another name or postcode of one; `seen` is how it was called on the page."""

    seen = Hidden(max_length=100)


class HandOverForm(Form):
    """Which places go to which team, from when. `seen` is the newest change that was on the page."""

    places = Choices("Welke dorpen en wijken?", required="Kruis minstens één dorp of wijk aan.")
    team = Select("Naar welk team?", required="Kies een team.")
    from_day = DateField("Vanaf", hint=FROM_DAY)
    seen = Hidden(max_length=20)

    def offering(self, there: Sequence[Place], teams: Mapping[int, str]) -> Self:
        """The same form with what there is to choose."""
        self.places.choices = [(str(place.id), place.label) for place in there]
        self.team.choices = [(str(one), name) for one, name in teams.items()] + [(NOBODY, "Geen team")]
        return self

    @property
    def newest(self) -> int:
        """The id of the newest change that was on the page; 0 where there was none, or it is no id."""
        return id_in(self.seen.data)

    @property
    def chosen(self) -> tuple[list[int], int | None]:
        """(place ids, team id or None)."""
        ids: Any = self.places.data
        return [int(one) for one in ids], team_or_none(self.team.data)


class EndForm(Form):
    """From when a team is no more. The places stand beside it, one choice each."""

    from_day = DateField("Vanaf welke dag is het team er niet meer?", hint=FROM_DAY)
    seen = Number("Versie", smallest=0, largest=10**9)

    @classmethod
    def about(cls, there: Sequence[Place], teams: Mapping[int, str], **given: Any) -> EndForm:  # noqa: ANN401 -- as WTForms takes it
        """The form with a choice for each of these places."""
        offered = [*((str(one), name) for one, name in teams.items()), (NOBODY, "Geen team")]
        fields = {
            f"place{place.id}": Select(
                f"Waar gaat {place.label} heen?", offered, required=f"Kies naar welk team {place.label} gaat."
            )
            for place in there
        }
        made: EndForm = type("EndForm", (cls,), fields)(**given)
        return made

    @property
    def heirs(self) -> dict[int, int | None]:
        """By place id the team that it goes to."""
        return {
            int(name.removeprefix("place")): team_or_none(value)
            for name, value in self.data.items()
            if name.startswith("place")
        }


def team_or_none(value: Any) -> int | None:  # noqa: ANN401 -- the data of a field
    """The id of the team chosen; None for no team."""
    return None if value in {None, NOBODY} else int(value)
