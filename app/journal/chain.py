"""One entry is one RFC 8785 byte string, stored as written, and its hash.

Each entry holds the hash of the one before, so that none can be changed, left out or moved
without every later hash being wrong. That makes the record tamper-evident, not tamper-proof:
who can rewrite all of it can also rewrite all hashes.
"""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import rfc8785

FORMAT = 1
"""Version of the canonical form, part of what is hashed."""


@dataclass(frozen=True, slots=True)
class Canonical:
    """What is hashed, and its hash."""

    data: bytes
    hash: str


def canonical(  # noqa: PLR0913 - an entry is all of these
    *,
    seq: int,
    recorded_at: str,
    recorded_by: str,
    batch: str,
    fact: object,
    prev_hash: str,
    backfilled: bool = False,
) -> Canonical:
    """Return the canonical bytes of an entry (its fact sealed) and their SHA-256.

    `backfilled` is written only of entries that moved in with an instant of their own.
    """
    content: dict[str, Any] = {
        "format": FORMAT,
        "seq": seq,
        "recorded_at": recorded_at,
        "recorded_by": recorded_by,
        "batch": batch,
        "fact": fact,
        "prev_hash": prev_hash,
    }
    if backfilled:
        content["backfilled"] = True
    data = rfc8785.dumps(content)
    return Canonical(data, sha256(data).hexdigest())


def content(data: bytes) -> dict[str, Any]:
    """Read canonical bytes back."""
    found: dict[str, Any] = json.loads(data)
    return found
