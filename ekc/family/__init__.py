"""The family's own page: who comes, when and where, what happens next, and whom to call."""
