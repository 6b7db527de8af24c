"""ekc: eigenkrachtconferenties, from the question of a household to a plan of its own."""
