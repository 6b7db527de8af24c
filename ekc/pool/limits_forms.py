"""What a volunteer can tell about her own limits, each thing in a small form of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ekc.people.languages import LANGUAGES
from ekc.pool.bounds import MOST_IN_PERIOD, Period
from ekc.pool.rules import MOST_AT_ONCE, MOST_PER_YEAR
from ekc.referrals.person_forms import no_bsn
from ekc.web.forms import DateField, Form, Hidden, Number, Select, Text
from ekc.web.reading import MONTHS

if TYPE_CHECKING:
    from ekc.pool.models import Coordinator


class TapForm(Form):
    """One tap: the button says what must be so afterwards."""

    tap = Hidden(max_length=60)


class LanguageForm(Form):
    """One language more."""

    language = Select("Nog een taal", LANGUAGES.items())


class PeriodForm(Form):
    """A stretch of months with a number of its own."""

    first = Select("Van", [(str(at), name) for at, name in enumerate(MONTHS, 1)], coerce=int)
    last = Select("Tot en met", [(str(at), name) for at, name in enumerate(MONTHS, 1)], coerce=int)
    most = Number("Hooguit hoeveel?", largest=MOST_IN_PERIOD, hint="0 betekent: dan liever niets.")

    @property
    def period(self) -> Period:
        """As told."""
        return Period(self.first.data, self.last.data, int(self.most.data or 0))


class AtHomeForm(Form):
    """Her own words, with commas between."""

    at_home = Text(
        "Waar ben je mee vertrouwd?",
        max_length=300,
        required=False,
        validators=[no_bsn],
        hint="In je eigen woorden, met komma's ertussen. Bijvoorbeeld: boerenleven, kerk, gebarentaal.",
    )

    @classmethod
    def of(cls, coordinator: Coordinator) -> AtHomeForm:
        """Filled with what she told before."""
        return cls(formdata=None, data={"at_home": ", ".join(coordinator.at_home or ())})


class LimitsForm(Form):
    """Her own numbers, filled in."""

    max_per_year = Number("Hoeveel bijeenkomsten per jaar?", smallest=1, largest=MOST_PER_YEAR)
    max_at_once = Number("Hoeveel tegelijk?", smallest=1, largest=MOST_AT_ONCE)
    paused_until = DateField(
        "Pauze tot en met",
        required=False,
        hint="Laat leeg als je er bent. Tot en met die dag vragen we niets.",
    )
