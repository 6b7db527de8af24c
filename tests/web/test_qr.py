"""The code on paper: its squares say the address, and nothing in it needs more than the policy allows."""

from __future__ import annotations

import re

import segno

from ekc.web.qr import EDGE, drawn


def squares(svg: str) -> list[list[int]]:
    """The dark squares of a code, read from its lines as a browser draws them."""
    size = int(re.search(r'viewBox="0 0 (\d+) \1"', svg)[1])
    rows = [[0] * size for _ in range(size)]
    x, y = 0.0, 0.0
    for verb, first, second in re.findall(r"([mMh])(-?[\d.]+)(?: (-?[\d.]+))?", svg):
        if verb == "M":
            x, y = float(first), float(second)
        elif verb == "m":
            x, y = x + float(first), y + float(second)
        else:
            for at in range(int(x), int(x + float(first))):
                rows[int(y)][at] = 1
            x += float(first)
    return rows


def inside(rows: list[list[int]]) -> list[list[int]]:
    """Without the empty edge, which is empty."""
    edges = [row[:EDGE] + row[-EDGE:] for row in rows]
    assert not any(map(any, [*rows[:EDGE], *rows[-EDGE:], *edges]))
    return [row[EDGE:-EDGE] for row in rows[EDGE:-EDGE]]


def code_on(page: str) -> list[list[int]]:
    """The one code on a page."""
    (svg,) = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    return inside(squares(svg))


def code_of(address: str) -> list[list[int]]:
    """What it must be for an address."""
    return [list(row) for row in segno.make_qr(address, error="m").matrix]


def test_the_squares_are_those_of_the_address():
    address = "https://ekc.gemeente.example/k/AbC-123_xyz"
    assert code_on(drawn(address)) == code_of(address)
    assert code_on(drawn(address)) != code_of(address + "a")


def test_it_asks_nothing_of_the_page():
    svg = drawn('https://ekc.example/k/"><script>')
    assert not re.search(r"style|script|href|onload", svg)
    assert svg.startswith('<svg role="img" viewBox=')
    assert "<title>QR-code" in svg
