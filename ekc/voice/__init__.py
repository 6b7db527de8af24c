"""What volunteers say to the bureau, and the bureau to them: ideas, a word about a team, announcements."""
