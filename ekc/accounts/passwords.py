"""Passwords, by argon2id (RFC 9106), with the smallest memory that OWASP's cheat sheet still calls safe."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def hashed(password: str) -> str:
    """What to store of a password."""
    return _hasher.hash(password)


def fits(password: str, stored: str | None) -> bool:
    """Whether `password` belongs to `stored`. Takes as long for nobody's password as for somebody's."""
    try:
        return _hasher.verify(stored or _nobody(), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    return hashed("nobody has this password")
