"""Web push (RFC 8030): the words encrypted for one browser (RFC 8291, 8188), and who sends them (RFC 8292).

An address of this way is the endpoint of a subscription with the keys of its browser behind the #.
"""

from __future__ import annotations

import base64
import hmac
import json
import logging
import os
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from ekc import clock, seals
from ekc.notifications import asking
from ekc.notifications.transport import RefusedError, TroubledError

log = logging.getLogger(__name__)
CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256, FIPS 186-5
POINT, SECRET, RECORD = 65, 16, 4096  # bytes of a public key and of a browser's secret; size of a record
KEEP = timedelta(days=1)  # how long a push service may wait for the telephone
SIGNED = timedelta(hours=12)  # RFC 8292 section 2: at most 24 hours
TAKEN = frozenset({200, 201, 202, 204})
GONE = frozenset({404, 410})  # RFC 8030 section 7.3: this subscription is no more
REFUSED = frozenset({400})
UNKNOWN = frozenset(
    {401, 403}
)  # RFC 8292 section 2: it does not know us; that says nothing of this telephone
# Whose machines may be asked: a browser names its own push service, so nobody else's address is of use.
SERVICES = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    ".push.services.mozilla.com",
    ".push.apple.com",
    ".notify.windows.com",
)


@dataclass(frozen=True, slots=True)
class Push:
    """Hands words over to the push service of a browser. `contact` is our mailbox."""

    contact: str

    def send(self, sender: str, recipient: str, data: bytes, key: str = "") -> None:  # noqa: ARG002 -- as mail
        """Hand one over, or raise RefusedError or TroubledError; one service in trouble says nothing of
        another."""
        endpoint, _, keys = recipient.partition("#")
        public, secret = (unpacked(part) for part in keys.split("."))
        headers = {
            "TTL": str(int(KEEP.total_seconds())),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "Urgency": "normal",
            "Authorization": signed(endpoint, self.contact),
        }
        try:
            answer = asking.post(endpoint, headers, encrypted(data, public, secret))
        except TroubledError as error:
            raise TroubledError(
                f"push_{error.code}", everybody=False, handed_over=error.handed_over
            ) from error
        if answer.status in GONE:
            raise RefusedError("gone")
        if answer.status in UNKNOWN:
            log.error("a push service does not know us: %s", answer.status)
        if answer.status in REFUSED | UNKNOWN:
            raise RefusedError(f"push_{answer.status}")
        if answer.status not in TAKEN:
            raise TroubledError(f"push_{answer.status}", everybody=False)

    def close(self) -> None:
        """Nothing is held."""


def address(endpoint: str, public: str, secret: str) -> str:
    """The address of a subscription. ValueError for one that no browser of ours gives."""
    parts = urlsplit(endpoint)
    host = (parts.hostname or "").lower()
    known = any(host == one or (one.startswith(".") and host.endswith(one)) for one in SERVICES)
    clean = endpoint.isascii() and endpoint.isprintable() and " " not in endpoint and len(endpoint) < 1500  # noqa: PLR2004 -- longer than any
    if parts.scheme != "https" or not known or parts.port not in {None, 443} or parts.fragment or not clean:
        raise ValueError("not a push service")
    if parts.username is not None or len(unpacked(secret)) != SECRET:
        raise ValueError("not a subscription")
    ec.EllipticCurvePublicKey.from_encoded_point(CURVE, unpacked(public))
    return f"{endpoint}#{packed(unpacked(public))}.{packed(unpacked(secret))}"


def encrypted(words: bytes, public: bytes, secret: bytes) -> bytes:
    """The words for the browser with this public key and secret (RFC 8291 section 3.4, one record)."""
    ours, salt = ec.generate_private_key(CURVE), os.urandom(16)
    point = _point(ours.public_key())
    shared = ours.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, public))
    base = _derived(shared, secret, b"WebPush: info\0" + public + point, 32)
    cipher = AESGCM(_derived(base, salt, b"Content-Encoding: aes128gcm\0", 16))
    nonce = _derived(base, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + RECORD.to_bytes(4, "big") + bytes([POINT]) + point
    return head + cipher.encrypt(nonce, words + b"\x02", None)


def signed(endpoint: str, contact: str) -> str:
    """What tells a push service who we are (RFC 8292 section 3), for half a day."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((clock.now() + SIGNED).timestamp()),
        "sub": f"mailto:{contact}",
    }
    text = f"{_json({'typ': 'JWT', 'alg': 'ES256'})}.{_json(claims)}"
    r, s = decode_dss_signature(_key().sign(text.encode(), ec.ECDSA(SHA256())))
    return f"vapid t={text}.{packed(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}, k={public_key()}"


def public_key() -> str:
    """Our public key, which a browser asks for when somebody subscribes."""
    return packed(_point(_key().public_key()))


def packed(raw: bytes) -> str:
    """Base64 for addresses, without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def unpacked(text: str) -> bytes:
    """The bytes of such a text; ValueError for anything else."""
    return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), b"-_", validate=True)


def _key() -> ec.EllipticCurvePrivateKey:
    """Our key: made from the installation's secret, so that it is the same in every process."""
    number = int.from_bytes(hmac.digest(seals.ring().links, b"ekc:push", "sha512"), "big")
    return ec.derive_private_key(number % (ORDER - 1) + 1, CURVE)


def _derived(key: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(key)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _json(value: object) -> str:
    return packed(json.dumps(value, separators=(",", ":")).encode())
