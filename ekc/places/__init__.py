"""Municipalities, their villages, and how far apart two postcodes are."""
