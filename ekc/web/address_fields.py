"""The field for the address of a website."""

from __future__ import annotations

from ekc.web import reading
from ekc.web.fields import _Read


class WebAddress(_Read):
    """The address of a website."""

    shown = {"inputmode": "url", "spellcheck": "false", "autocapitalize": "none"}  # noqa: RUF012 # -- constant

    def read(self, text: str) -> str:
        """See `reading.web_address`."""
        return reading.web_address(text)
