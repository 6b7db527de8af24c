"""A simulated year through the real services: who is asked, who says yes, how it spreads."""
