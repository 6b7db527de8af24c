"""A QR code of an address, for paper: lines in the page itself, no picture to fetch and no style in it."""

from __future__ import annotations

import io

import segno
from markupsafe import Markup

EDGE = 4  # empty squares around it, ISO/IEC 18004 section 6.3.8
WORDS = "QR-code: opent hetzelfde adres op je telefoon"


def drawn(text: str) -> Markup:
    """The SVG of a code that holds `text`, readable with a seventh of it gone (level M)."""
    code = segno.make_qr(text, error="m")
    inline = code.svg_inline(border=EDGE, omitsize=True, svgclass=None, lineclass=None, title=WORDS)
    return Markup(inline.replace("<svg ", '<svg role="img" ', 1))  # noqa: S704 -- squares, and words of ours


def picture(text: str) -> str:
    """The same code as an SVG by itself, for a PDF."""
    out = io.BytesIO()
    segno.make_qr(text, error="m").save(out, kind="svg", border=EDGE, xmldecl=False)
    return out.getvalue().decode()
