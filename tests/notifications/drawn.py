"""A page as the printer would make it, to measure on: where there is ink."""

from __future__ import annotations

import struct
import zlib

import typst

from ekc.web import paper

PER_MM = 4
PPI = 25.4 * PER_MM


class Drawn:
    """One page of a paper, in dots of a quarter of a millimetre."""

    def __init__(self, template: str, told: dict[str, object]) -> None:
        import json  # noqa: PLC0415 -- only here

        data = json.dumps({**told, "fonts": paper.FONTS})
        source = (paper.TEMPLATES / f"{template}.typ").read_bytes()
        made = typst.compile(source, sys_inputs={"told": data}, format="png", ppi=PPI)
        self.width, self.height, self.rows = _unpacked(made)

    def ink(self, left: float, top: float, right: float, bottom: float) -> bool:
        """Whether anything stands in a rectangle, in millimetres from the left and the top."""
        first, last = int(left * PER_MM), int(right * PER_MM)
        rows = self.rows[int(top * PER_MM) : int(bottom * PER_MM)]
        return any(min(row[first * 4 : last * 4]) < 200 for row in rows)


def _unpacked(png: bytes) -> tuple[int, int, list[bytes]]:
    """Width, height and the rows (RGBA) of a PNG of 8 bits without interlacing (PNG, sections 9 and 11)."""
    width, height, depth, kind = struct.unpack(">IIBB", png[16:26])
    assert (depth, kind) == (8, 6)
    packed, at = b"", 8
    while at < len(png):
        size = int.from_bytes(png[at : at + 4], "big")
        if png[at + 4 : at + 8] == b"IDAT":
            packed += png[at + 8 : at + 8 + size]
        at += size + 12
    data, step = zlib.decompress(packed), width * 4
    rows, before = [], bytes(step)
    for number in range(height):
        start = number * (step + 1)
        before = _row(data[start], data[start + 1 : start + 1 + step], before)
        rows.append(before)
    return width, height, rows


def _row(how: int, raw: bytes, up: bytes) -> bytes:
    if how == 0:
        return raw
    made = bytearray(raw)
    for i in range(len(made)):
        left = made[i - 4] if i >= 4 else 0
        corner = up[i - 4] if i >= 4 else 0
        guess = (0, left, up[i], (left + up[i]) // 2, _paeth(left, up[i], corner))[how]
        made[i] = (made[i] + guess) & 255
    return bytes(made)


def _paeth(left: int, up: int, corner: int) -> int:
    near = left + up - corner
    return min((abs(near - left), 0, left), (abs(near - up), 1, up), (abs(near - corner), 2, corner))[2]
