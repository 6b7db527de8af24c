"""What pages are built of, at hand in every template: each macro of `templates/components`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2.runtime import Macro

if TYPE_CHECKING:
    from flask import Flask

FOLDER = "components/"


def init_app(app: Flask) -> None:
    """Call it after all else that templates know: a component sees what is there by then."""
    env = app.jinja_env
    for name in env.list_templates(filter_func=lambda name: name.startswith(FOLDER)):
        made = vars(env.get_template(name).module)
        env.globals.update({each: macro for each, macro in made.items() if isinstance(macro, Macro)})
