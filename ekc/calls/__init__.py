"""Whom to call today, in order: derived from today's rows by one source per file, in one shape."""
