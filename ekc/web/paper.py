"""PDF (tagged: PDF/UA-1), made by typst.

What is told goes into the templates as data, never as text of the template itself: a name with a # in it
is a name. The same facts give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache

from ekc.settings import ROOT

TEMPLATES = ROOT / "templates" / "paper"
FONTS = (
    "Libertinus Serif",
    "Noto Naskh Arabic",
    "Noto Sans Arabic",
    "Noto Serif Ethiopic",
    "DejaVu Sans Mono",
)


def pdf(template: str, told: Mapping[str, object]) -> bytes:
    """The PDF of `templates/paper/<template>.typ` with what is `told`."""
    import typst  # noqa: PLC0415 -- 80 MB that only these pages need

    data = {**told, "fonts": FONTS}
    made: bytes = typst.compile(
        _source(template), sys_inputs={"told": json.dumps(data)}, pdf_standards=["ua-1"]
    )
    return made


@lru_cache
def _source(template: str) -> bytes:
    return (TEMPLATES / f"{template}.typ").read_bytes()
