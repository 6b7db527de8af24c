"""A kleine kring within 24 hours: a few people asked today, and whether there is a place for tonight."""
