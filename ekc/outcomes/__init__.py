"""What came of it, as facts."""
