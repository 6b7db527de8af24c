"""The family's say: who organises it for them."""
