"""Targets and figures. Reads everything; shows totals only."""
