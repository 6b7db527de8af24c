"""The three texts of a message, as the bureau types them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Self

from ekc.notifications.choices import DIGEST
from ekc.notifications.kinds import Kind
from ekc.notifications.models import TextVersion
from ekc.notifications.own_words import MOST
from ekc.notifications.rendering import PARTS
from ekc.texts import service
from ekc.web.forms import Choices, DateField, Form, LongText, Number, Text, Tick


class Whole(LongText):
    """A whole message."""

    shown = {"rows": 14}  # noqa: RUF012 # -- constant


class TextForm(Form):
    """`seen` is the version that was looked at; 0 is ours."""

    subject = Text("Onderwerp", max_length=MOST["subject"], hint="Dit staat op het scherm van een telefoon.")
    body = Whole(
        "Mail en brief",
        max_length=MOST["body"],
        hint="Een regel die eindigt op : {{ link }} wordt in een mail een link met de woorden ervoor.",
    )
    sms = LongText("Sms", max_length=MOST["sms"], hint="Hooguit 160 tekens past in één sms.")
    reviewed_on = DateField("Getoetst door ervaringsdeskundigen op", required=False)
    seen = Number("Versie", smallest=0, largest=10**9)

    @classmethod
    def of(cls, kind: Kind, version: TextVersion | None) -> Self:
        """The form with the texts as they are."""
        known = {**service.read(kind, version), "seen": version.version if version else 0}
        known["reviewed_on"] = version.reviewed_on if version else None
        return cls(formdata=None, data=known)

    def parts(self) -> dict[str, str]:
        """The texts as typed."""
        return {part: self.data[part] or "" for part in PARTS}

    def fits(self, kind: Kind) -> bool:
        """Whether these can be the texts of this message; what is wrong stands with its field."""
        wrong = service.problems(kind, self.parts())
        for part, sentence in wrong.items():
            self[part].errors = [*self[part].errors, sentence]
        return not wrong


class RestoreForm(Form):
    """Which version counts again."""

    version = Number("Versie", smallest=0, largest=10**9)
    seen = Number("Gezien", smallest=0, largest=10**9)


class MineForm(Form):
    """What somebody wants to get of what may be missed."""

    wanted = Choices(
        "Deze berichten wil ik krijgen", hint="Wat nodig is om iets goed te laten gaan, komt altijd."
    )
    digest = Tick("Liever één mail per ochtend met wat kan wachten")

    @classmethod
    def of(cls, kinds: Mapping[str, str], off: Collection[str] | None = None) -> Self:
        """The form as it is, of `kinds` (code, name); without `off` (what was switched off) what was sent."""
        known = None if off is None else {"wanted": [one for one in kinds if one not in off]}
        form = cls() if known is None else cls(formdata=None, data={**known, "digest": DIGEST in (off or ())})
        form.wanted.choices = list(kinds.items())
        return form
