"""The kinds of fields. Text is cleaned first; an empty field is None; a refusal says what to do.

Every field takes `label` first and knows `required` (a sentence of your own for when it is empty),
`hint`, `autocomplete` and what WTForms knows (`default`, `render_kw`, more `validators`).
"""
# ruff: noqa: ANN401 -- WTForms hands anything to a field, and takes anything

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from wtforms import fields, widgets
from wtforms.fields.choices import Choice as Option  # type: ignore[attr-defined] # -- newer than its types
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # -- the same
from wtforms.validators import StopValidation, ValidationError

from ekc.errors import DomainError
from ekc.web import reading

UNKNOWN = "onbekend"
PICK = "Kies een van de mogelijkheden."
LONGEST_PASSWORD = 200


class Needed:
    """An empty field is told so, once, in one sentence."""

    field_flags = {"required": True}  # noqa: RUF012 # -- read by WTForms

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __call__(self, _: Any, field: Any) -> None:
        """StopValidation with the sentence when nothing was filled in; 0 is something."""
        nothing = field.data is None or field.data is False or field.data in ("", [])
        if nothing and not field.process_errors:
            field.errors = []
            raise StopValidation(self.sentence)


class MayBeEmpty:
    """Nothing filled in is fine: later checks are for what was filled in."""

    def __call__(self, _: Any, field: Any) -> None:
        """StopValidation without a sentence when nothing was filled in."""
        if not any(str(value).strip() for value in field.raw_data or ()):
            field.errors = []
            raise StopValidation


def agreeing(check: Callable[[str], object]) -> Callable[[Any, Any], None]:
    """A validator: what `check` has a DomainError for is refused with that sentence."""

    def validator(_: Any, field: Any) -> None:
        try:
            if field.data is not None:
                check(field.data)
        except DomainError as error:
            raise ValidationError(str(error)) from error

    return validator


def _told(
    empty: str, hint: str, given: dict[str, Any], *, required: bool | str, **shown: Any
) -> dict[str, Any]:
    """What WTForms wants to know, from what our fields are told; `shown` are attributes of the control."""
    first = Needed(required if isinstance(required, str) else empty) if required else MayBeEmpty()
    more, shown = given.pop("validators", ()), {**shown, **given.pop("render_kw", {})}
    kept = {name: value for name, value in shown.items() if value is not None}
    return {**given, "description": hint, "validators": [first, *more], "render_kw": kept}


class _Read(fields.StringField):
    """A field whose text becomes a value through a function of `reading`."""

    empty = "Vul dit in."
    autocomplete: str | None = "off"  # shared computers remember nothing about a household
    shown: dict[str, Any] = {}  # noqa: RUF012 # -- constant per class

    def __init__(self, label: str, *, required: bool | str = True, hint: str = "", **given: Any) -> None:
        shown = {"autocomplete": given.pop("autocomplete", self.autocomplete), **self.shown}
        super().__init__(label, **_told(self.empty, hint, given, required=required, **shown))

    def clean(self, text: str) -> str:
        """The text as it is kept on the page."""
        return reading.one_line(text)

    def read(self, text: str) -> Any:
        """The value of a text that is not empty; DomainError when it has none."""
        return text

    def write(self, value: Any) -> str:
        """The value as it stands in the field."""
        return str(value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Clean, then read; what cannot be read stays on the page as it was typed."""
        self.data = None
        text = self.clean(str(valuelist[0])) if valuelist else ""
        if text:
            try:
                self.data = self.read(text)
            except DomainError as error:
                raise ValueError(str(error)) from error

    def _value(self) -> str:
        if self.data is None and self.raw_data:
            return self.clean(str(self.raw_data[0]))
        return "" if self.data is None else self.write(self.data)


class Text(_Read):
    """One line of at most `max_length` signs."""

    def __init__(self, label: str, *, max_length: int, **given: Any) -> None:
        self.max_length = max_length
        super().__init__(label, **given)

    def read(self, text: str) -> str:
        """The text itself, when it fits."""
        if len(text) > self.max_length:
            raise DomainError(f"Dit is te lang: {len(text)} tekens. Er passen er {self.max_length}.")
        return text


class LongText(Text):
    """Some paragraphs."""

    widget = widgets.TextArea()
    shown = {"rows": 4}  # noqa: RUF012 # -- constant

    def clean(self, text: str) -> str:
        """With its lines."""
        return reading.many_lines(text)


class Hidden(Text):
    """A short value that goes along unseen."""

    widget = widgets.HiddenInput()
    autocomplete = None

    def __init__(self, label: str = "", *, max_length: int = 200, **given: Any) -> None:
        super().__init__(label, max_length=max_length, **given)


class Phone(_Read):
    """A telephone number, kept as '+31612345678'."""

    widget = widgets.TelInput()
    empty = "Vul een telefoonnummer in."

    read = staticmethod(reading.phone)


class Mail(_Read):
    """A mail address."""

    widget = widgets.EmailInput()
    empty = "Vul een mailadres in."
    shown = {"spellcheck": "false", "autocapitalize": "none"}  # noqa: RUF012 # -- constant

    read = staticmethod(reading.mail)


class Postcode4(_Read):
    """The four digits of a postcode; its letters may be typed and are not kept."""

    empty = "Vul de vier cijfers van de postcode in."

    read = staticmethod(reading.postcode4)


class Number(_Read):
    """A whole number from `smallest` to `largest`."""

    empty = "Vul een getal in."
    shown = {"inputmode": "numeric"}  # noqa: RUF012 # -- constant

    def __init__(self, label: str, *, smallest: int = 0, largest: int, **given: Any) -> None:
        self.smallest, self.largest = smallest, largest
        super().__init__(label, **given)

    def read(self, text: str) -> int:
        """See `reading.number`."""
        return reading.number(text, self.smallest, self.largest)


class DateField(_Read):
    """A day, as `date`."""

    widget = widgets.DateInput()
    empty = "Kies een dag."

    read = staticmethod(reading.day)


class TimeField(_Read):
    """A time of the day in the Netherlands, as `time`."""

    widget = widgets.TimeInput()
    empty = "Vul een tijd in."

    read = staticmethod(reading.clock_time)

    def write(self, value: Any) -> str:
        """As browsers want it."""
        return f"{value:%H:%M}"


class Password(fields.PasswordField):
    """A secret, taken as it is typed, never shown again."""

    def __init__(self, label: str, *, required: bool | str = True, hint: str = "", **given: Any) -> None:
        shown = {"autocomplete": given.pop("autocomplete", "current-password")}
        super().__init__(label, **_told("Vul je wachtwoord in.", hint, given, required=required, **shown))

    def process_formdata(self, valuelist: list[Any]) -> None:
        """What is longer than any real one is cut: hashing it would keep the server busy."""
        self.data = str(valuelist[0])[:LONGEST_PASSWORD] if valuelist else None


class Choice(fields.RadioField):
    """One of a few (value, label), all in sight. `unknown=True` adds 'Onbekend', value `UNKNOWN`."""

    def __init__(
        self,
        label: str,
        choices: Iterable[tuple[Any, str]] = (),
        *,
        unknown: bool = False,
        required: bool | str = True,
        hint: str = "",
        **given: Any,
    ) -> None:
        offered = [*choices, *([(UNKNOWN, "Onbekend")] if unknown else ())]
        super().__init__(label, **_offer(offered), **_told(PICK, hint, given, required=required))


class Choices(fields.SelectMultipleField):
    """Any of a few, all in sight; the value is a list."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()

    def __init__(
        self,
        label: str,
        choices: Iterable[tuple[Any, str]] = (),
        *,
        required: bool | str = False,
        hint: str = "",
        **given: Any,
    ) -> None:
        empty = "Kies er minstens een."
        super().__init__(label, **_offer(choices), **_told(empty, hint, given, required=required))


class Select(fields.SelectField):
    """One of many. The first line, 'Kies …', is no choice: its value is None."""

    def __init__(
        self,
        label: str,
        choices: Iterable[tuple[Any, str]] = (),
        *,
        coerce: Callable[[Any], Any] = str,
        required: bool | str = True,
        hint: str = "",
        **given: Any,
    ) -> None:
        def value_or_none(text: Any) -> Any:
            return None if text in {"", None} else coerce(text)

        super().__init__(
            label, coerce=value_or_none, **_offer(choices), **_told(PICK, hint, given, required=required)
        )

    def iter_choices(self) -> Any:
        """The choices, after the line that is none."""
        return [Option("", "Kies …", self.data is None, {}), *super().iter_choices()]


class Tick(fields.BooleanField):
    """Yes when ticked. `required` means that only yes will do."""

    def __init__(self, label: str, *, required: bool | str = False, hint: str = "", **given: Any) -> None:
        super().__init__(label, **_told("Zet hier een vinkje.", hint, given, required=required))


def _offer(choices: Iterable[tuple[Any, str]]) -> dict[str, Any]:
    offered = [SelectChoice(value=value, label=label) for value, label in choices]
    return {"choices": offered, "invalid_choice_message": PICK, "invalid_value_message": PICK}
