"""The ticks of a form for what somebody should look at first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ekc.agenda.doubts import DoubtsError
from ekc.web.forms import Choices, Form

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ekc.agenda.doubts import Doubt
    from ekc.errors import DomainError


def anyway() -> Choices:
    """The question; it has a tick for each doubt, and is not asked without any."""
    return Choices("Is dit zo bedoeld?", validate_choice=False)


def offer(asked: Choices, found: Iterable[Doubt]) -> None:
    """A tick for each of these."""
    asked.choices = [(one.key, one.sentence) for one in found]


def refuse(form: Form, asked: Choices, error: DomainError) -> None:
    """Show a refusal: with its ticks where something must be looked at, else above the form."""
    if isinstance(error, DoubtsError):
        offer(asked, error.found)
        asked.errors = [str(error)]
    else:
        Form.refuse(form, error)
