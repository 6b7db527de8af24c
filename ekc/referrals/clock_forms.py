"""How long each step may take: two numbers for each."""

from __future__ import annotations

from typing import Self

from ekc.places.models import Municipality
from ekc.referrals import clocks
from ekc.referrals.clocks import Limit, Limits
from ekc.web.forms import Form, Number


class ClocksForm(Form):
    """What the bureau chooses; `seen` is the version that it looked at."""

    seen = Number("Versie", smallest=0, largest=10**9)

    @classmethod
    def of(cls, here: Municipality) -> Self:
        """The form as it is now."""
        known = {"seen": here.version}
        for code, limit in clocks.limits(here.clocks).items():
            known |= {f"amber_{code}": limit.amber, f"red_{code}": limit.red}
        return cls(formdata=None, data=known)

    def limits(self) -> Limits:
        """As chosen."""
        return {code: Limit(self.data[f"amber_{code}"], self.data[f"red_{code}"]) for code in clocks.BY_CODE}


for _code, _one in clocks.BY_CODE.items():
    _days = "werkdagen" if _one.working else "dagen"
    setattr(ClocksForm, f"amber_{_code}", Number(f"Lang na … {_days}", largest=clocks.LONGEST))
    setattr(ClocksForm, f"red_{_code}", Number(f"Te lang na … {_days}", largest=clocks.LONGEST))
