"""API keys: ``csec_live_<id8>_<43 base62>_<crc6>``, 256 random bits.

The id finds the key, the check sum refuses a slip of the pen before anything is looked up, and
the prefix lets scanners recognise a leaked one. Only a keyed hash of the secret is ever stored.
"""

import hmac
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal
from zlib import crc32

from app.domain.errors import NotAuthenticated

Scope = Literal["read", "write", "admin"]
SCOPES: tuple[Scope, ...] = ("read", "write", "admin")
"""`read` what is open anyway; `write` entries, letters, corrections; `admin`: programs."""
RANDOM_BYTES = 38
"""32 for the secret, 6 for the id."""

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SHAPE = re.compile(r"csec_live_([0-9A-Za-z]{8})_([0-9A-Za-z]{43})_([0-9A-Za-z]{6})")


@dataclass(frozen=True, slots=True)
class Key:
    """A key as its owner holds it."""

    id: str
    secret: str

    @classmethod
    def of(cls, random: bytes) -> "Key":
        """Return a new key from `RANDOM_BYTES` random bytes."""
        number = int.from_bytes(random[:32])
        return cls(_base62(int.from_bytes(random[32:]), 8), _base62(number, 43))

    @classmethod
    def parse(cls, text: str) -> "Key":
        """Read a key. Raises `NotAuthenticated` before anything has to be looked up."""
        found = _SHAPE.fullmatch(text)
        if found is None or not hmac.compare_digest(_check(found[1], found[2]), found[3]):
            raise NotAuthenticated
        return cls(found[1], found[2])

    def __str__(self) -> str:
        """Write it as its owner keeps it. Shown once."""
        return f"csec_live_{self.id}_{self.secret}_{_check(self.id, self.secret)}"

    def mac(self, pepper: bytes) -> str:
        """Return the keyed hash that is stored."""
        return hmac.new(pepper, self.secret.encode(), sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Principal:
    """Who writes."""

    id: str
    name: str
    scopes: frozenset[str]


def _check(id_: str, secret: str) -> str:
    return _base62(crc32(f"{id_}_{secret}".encode()), 6)


def _base62(number: int, length: int) -> str:
    digits = ""
    for _ in range(length):
        number, digit = divmod(number, len(_ALPHABET))
        digits = _ALPHABET[digit] + digits
    return digits
