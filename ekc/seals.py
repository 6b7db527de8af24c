"""Keys: text that only this product can read, hashes to look it up by, and tokens for personal links.

Sealed text carries the id of the key that sealed it, so that keys can be renewed one at a time. Looking up
goes by a keyed hash of the normalised value: exact only, and useless to whoever steals the table.
"""

from __future__ import annotations

import base64
import hmac
import os
import unicodedata
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
MAC = 16


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys of one installation: one to seal with, all of them to open with."""

    current: str
    ciphers: dict[str, AESGCM]
    lookup: bytes
    links: bytes


_ring: Keyring | None = None


def derive(secret: str, purpose: str) -> bytes:
    """32 bytes for one purpose out of the installation's secret."""
    return hmac.digest(secret.encode(), f"ekc:{purpose}".encode(), "sha256")


def configure(secret: str, *, current: str = "1", older: dict[str, str] | None = None) -> None:
    """Set the keys for this process.

    `secret` seals under the key id `current`; `older` maps earlier key ids to their secrets, to open with
    only. Lookup hashes and personal links go by `secret`'s oldest companion, so that renewing the sealing
    key leaves them as they are.
    """
    global _ring  # noqa: PLW0603 -- one ring per process, set once at start
    secrets = {**(older or {}), current: secret}
    first = secrets[min(secrets, key=lambda name: (len(name), name))]  # 2 comes before 10
    _ring = Keyring(
        current=current,
        ciphers={key_id: AESGCM(derive(text, "seal")) for key_id, text in secrets.items()},
        lookup=derive(first, "lookup"),
        links=derive(first, "links"),
    )


def ring() -> Keyring:
    """The keys of this process; RuntimeError before `configure`."""
    if _ring is None:
        raise RuntimeError("seals.configure() was not called")
    return _ring


def seal(text: str) -> bytes:
    """`text` as bytes that tell nothing: key id, colon, nonce, ciphertext with its tag."""
    keys = ring()
    nonce = os.urandom(NONCE)
    return (
        keys.current.encode() + b":" + nonce + keys.ciphers[keys.current].encrypt(nonce, text.encode(), None)
    )


def unseal(sealed: bytes) -> str:
    """The text inside; ValueError where the key is gone or the bytes were changed."""
    key_id, _, rest = sealed.partition(b":")
    cipher = ring().ciphers.get(key_id.decode())
    if cipher is None:
        raise ValueError(f"no key {key_id!r}")
    try:
        return cipher.decrypt(rest[:NONCE], rest[NONCE:], None).decode()
    except InvalidTag as error:
        raise ValueError("sealed text does not open") from error


def keyed_hash(value: str) -> str:
    """A hash to look up `value` by: upper and lower case, accents' spelling and outer blanks do not
    matter."""
    normal = " ".join(unicodedata.normalize("NFKC", value).casefold().split())
    return hmac.new(ring().lookup, normal.encode(), sha256).hexdigest()


def link_token(link_id: int, version: int) -> str:
    """The secret part of a personal link, 128 bits of it: made when needed, stored nowhere."""
    name = link_id.to_bytes(8, "big") + version.to_bytes(2, "big")
    return base64.urlsafe_b64encode(name + _mac(name)).decode().rstrip("=")


def read_token(token: str) -> tuple[int, int] | None:
    """(link id, version) of a token that we made; None for anything else."""
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (ValueError, UnicodeEncodeError):
        return None
    name, mac = raw[:10], raw[10:]
    if len(raw) != 10 + MAC or not hmac.compare_digest(mac, _mac(name)):
        return None
    return int.from_bytes(name[:8], "big"), int.from_bytes(name[8:], "big")


def _mac(name: bytes) -> bytes:
    return hmac.digest(ring().links, name, "sha256")[:MAC]
