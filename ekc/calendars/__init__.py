"""The calendar that a coordinator has elsewhere: in which hours she is busy, and how to write in it."""
