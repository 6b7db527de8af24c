"""The calendar that a coordinator has elsewhere: only in which hours she is busy, and for one day."""
