"""Which coordinator: candidates with reasons, offers, who was first."""
