"""Presentation shared by all: look, formats, fields, error pages, headers. Knows no concept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ekc.web import assets, bars, components, formatting, forms, pages, paging, speaking

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: Flask) -> None:
    """Give `app` everything in this package. Call it before the first template is used."""
    for part in (pages, assets, formatting, speaking, bars, forms, paging, components):
        part.init_app(app)
