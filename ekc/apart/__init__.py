"""Who must not meet: pairs of people of one traject, and a second person's decision to go against it."""
