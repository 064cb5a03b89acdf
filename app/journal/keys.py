"""Who may write: keys, by their keyed hashes."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_bytes

from sqlalchemy import Connection, insert, select, update

from app.domain.entries import instant
from app.domain.errors import Forbidden, NotAuthenticated, UnknownKey
from app.domain.keys import RANDOM_BYTES, Key, Principal
from app.journal.tables import api_key

_NOBODY = "0" * 64
"""Compared against where there is no key of an id, so that both take the same time."""


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """A key as it is kept: everything but the secret."""

    id: str
    name: str
    scopes: frozenset[str]
    created_at: str
    expires_at: str
    revoked_at: str | None
    last_used_at: str | None


class Keys:
    """The keys of a record, in one transaction."""

    def __init__(
        self, connection: Connection, pepper: bytes, clock: Callable[[], datetime]
    ) -> None:
        self._connection = connection
        self._pepper = pepper
        self._clock = clock

    def create(self, name: str, scopes: frozenset[str], lasting: timedelta) -> Key:
        """Make a key. What is returned is its only copy."""
        key = Key.of(token_bytes(RANDOM_BYTES))
        now = self._clock().astimezone(UTC)
        self._connection.execute(
            insert(api_key).values(
                id=key.id,
                name=name,
                scopes=" ".join(sorted(scopes)),
                mac=key.mac(self._pepper),
                created_at=instant(now),
                expires_at=instant(now + lasting),
            )
        )
        return key

    def revoke(self, id_: str) -> KeyRecord:
        """End a key at once. Raises `UnknownKey`."""
        record = self.get(id_)
        if record.revoked_at is None:
            now = instant(self._clock())
            change = update(api_key).where(api_key.c.id == id_).values(revoked_at=now)
            self._connection.execute(change)
        return record

    def get(self, id_: str) -> KeyRecord:
        """Return one key. Raises `UnknownKey`."""
        found = [record for record in self.all() if record.id == id_]
        if not found:
            raise UnknownKey(f"There is no key {id_[:20]!r}. `csec keys list` lists them.")
        return found[0]

    def all(self) -> list[KeyRecord]:
        """Return every key, revoked and expired ones too, in order of creation."""
        rows = self._connection.execute(select(api_key).order_by(api_key.c.created_at))
        return [
            KeyRecord(
                row.id,
                row.name,
                frozenset(row.scopes.split()),
                row.created_at,
                row.expires_at,
                row.revoked_at,
                row.last_used_at,
            )
            for row in rows
        ]

    def principal(self, key: Key, scope: str) -> Principal:
        """Return who holds a key, if it is good for a scope now.

        Raises:
            NotAuthenticated: unknown, wrong, expired or revoked: they are not told apart.
            Forbidden: it is good, but not for this.
        """
        row = self._connection.execute(select(api_key).where(api_key.c.id == key.id)).first()
        stored = _NOBODY if row is None else row.mac
        right = hmac.compare_digest(key.mac(self._pepper), stored)
        now = instant(self._clock())
        if row is None or not right or row.revoked_at is not None or row.expires_at <= now:
            raise NotAuthenticated
        scopes = frozenset(row.scopes.split())
        if scope not in scopes:
            raise Forbidden(
                f"This key ({row.name}) may {', '.join(sorted(scopes))}; this asks for {scope}. "
                f"Make one with `csec keys create --name {row.name} --scope {scope}`."
            )
        return Principal(row.id, row.name, scopes)

    def used(self, principal: Principal) -> None:
        """Note that a key was used for a write."""
        change = update(api_key).where(api_key.c.id == principal.id)
        self._connection.execute(change.values(last_used_at=instant(self._clock())))
