"""Spreadsheets in and out: from bytes to cells with their row and column, and back. Knows no concept."""
