"""Visits of a coordinator to the people around a household, in her own calendar if she wants."""
