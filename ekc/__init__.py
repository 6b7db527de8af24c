"""ekc: eigenkrachtconferenties, from the question of a household to a plan of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from ekc.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The web application with `settings`, or with those of the environment: settings, extensions,
    blueprints, in that order.

    SettingError where the settings cannot be used.
    """
    from ekc import web_app  # noqa: PLC0415 -- rules, worker and commands do without a web framework

    return web_app.make(settings)
