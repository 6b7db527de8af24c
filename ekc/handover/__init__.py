"""Somebody else takes over: a substitute instead of a day called off, a back-up, a buddy, a professional."""
