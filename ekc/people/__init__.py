"""A person once: names, channels, language, what they need, when to call. Sealed."""
