"""What is said."""

from __future__ import annotations

OTHERS = ["sanne", "tom", "tess", "gea", "bea"]
