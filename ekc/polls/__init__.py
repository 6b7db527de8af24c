"""Which day suits everybody: days are proposed, each person answers, and one of them becomes the day."""
