"""What must still be arranged for a day, going on with something open, and the check two days ahead."""
