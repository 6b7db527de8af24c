"""Templates, compiled to Python that does only what ours need: nothing in them is asynchronous or sandboxed,
or wants to know who calls it. What a page says is the same to the byte."""
# ruff: noqa: ANN401 -- whatever a template calls or shows
# mypy: disable-error-code="no-any-return"

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping
from functools import partial
from operator import call
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

SPECIAL = re.compile("[&<>\"']")
made: Callable[[str], Markup] = partial(str.__new__, Markup)  # HTML of what is HTML; `Markup()` asks first


def init_app(app: Flask) -> None:
    """Pages of `app` are made this way. Call it before anything asks for `app.jinja_env`."""
    app.jinja_environment = QuickEnvironment
    app.jinja_options = {"cache_size": -1}  # all that were used; of a limited store Jinja keeps account
    app.ensure_sync = as_it_is  # type: ignore[method-assign, assignment] # -- asked of every function of every request


def as_it_is(function: Any) -> Any:
    """Nothing of ours is asynchronous."""
    return function


class QuickMacro(Macro):
    """A component: it fills in what was not given, and nothing else. TypeError for what it does not know."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        unusual = self.catch_kwargs or self.catch_varargs or self.explicit_caller
        self._plain = self._default_autoescape and not unusual
        self._left_out = (missing,) * self._argument_count

    def __call__(self, *args: Any, **given: Any) -> str:
        """What it says, as HTML."""
        left = self._argument_count - len(args)
        if not self._plain or left < 0 or (self.caller and "caller" not in given):
            return super().__call__(*args, **given)
        if not given:
            return made(self._func(*args, *self._left_out[:left]))
        rest = [given.pop(name, missing) for name in self.arguments[len(args) :]]
        if self.caller:
            rest.append(given.pop("caller"))
        if given:
            raise TypeError(f"{self.name} does not know {', '.join(given)}, or got it twice")
        return made(self._func(*args, *rest))


class QuickTemplate(Template):
    """A template whose components are made once."""

    @classmethod
    def _from_namespace(cls, environment: Any, namespace: Any, globals: Any) -> Template:  # noqa: A002 -- its name in Jinja
        namespace.update(Macro=QuickMacro, escape=shown, call=call)
        return super()._from_namespace(environment, namespace, globals)

    def _get_default_module(self, _: object = None) -> Any:
        """Its components, which see what all templates share and nothing of the page that imports them."""
        if self._module is None:
            self._module = self.make_module()
        return self._module


class QuickGenerator(CodeGenerator):
    """Writes a call as a call."""

    def visit_Call(  # noqa: N802 -- its name in Jinja
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,  # noqa: FBT001, FBT002 -- the same
    ) -> None:
        """`call` takes the thing first, as the signature that follows begins with a comma."""
        self.write("call(")
        self.visit(node.node, frame)
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")


class QuickEnvironment(Environment):
    """Keeps every template that was used, and one dictionary of what they share."""

    code_generator_class = QuickGenerator
    template_class = QuickTemplate

    def get_template(
        self,
        name: Any,
        parent: str | None = None,
        globals: Any = None,  # noqa: A002 -- its name in Jinja
    ) -> Template:
        """One that was used before, without asking first who loaded it; a new one as Jinja does."""
        kept: Any = {} if self.auto_reload or globals else self.cache
        if name not in kept:
            kept[name] = super().get_template(name, parent, globals)
        return kept[name]

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """As they are when a template is first used: later additions are not seen by it."""
        return {**self.globals, **(d or {})}


def shown(value: Any) -> str:
    """A value as it stands in a page; most is HTML or a number already."""
    kind = value.__class__
    if kind is Markup or (kind is str and not SPECIAL.search(value)):
        return value
    return str(value) if kind is int else escape(value)
