"""How a municipality words its messages, and what people choose about their own."""
