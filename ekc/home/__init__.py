"""What needs me today, per role. Reads everything, owns nothing."""
