"""The people around the household, and what they need to be there."""
