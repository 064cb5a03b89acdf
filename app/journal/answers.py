"""The first answer to each write, for whoever asks it again with the same Idempotency-Key."""

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from app.domain.errors import IdempotencyKeyReused
from app.journal.tables import kept_answer


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What a write was answered."""

    status: int
    body: bytes


class Answers:
    """Kept for ever, in the transaction of the write that they tell of."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, key_id: str, idempotency_key: str, fingerprint: str) -> KeptAnswer | None:
        """Return the answer given before to the same request of the same key.

        Raises:
            IdempotencyKeyReused: it was given to another request.
        """
        row = self._connection.execute(
            select(kept_answer).where(
                kept_answer.c.key_id == key_id, kept_answer.c.idempotency_key == idempotency_key
            )
        ).first()
        if row is None:
            return None
        if row.fingerprint != fingerprint:
            raise IdempotencyKeyReused(
                f"Idempotency-Key {idempotency_key[:80]!r} was used on {row.recorded_at} for "
                "another request. Send a new key with a new request; the same key repeats the "
                "same request only."
            )
        return KeptAnswer(row.status, row.body)

    def keep(
        self,
        key_id: str,
        idempotency_key: str,
        fingerprint: str,
        answer: KeptAnswer,
        recorded_at: str,
    ) -> None:
        """Keep an answer."""
        self._connection.execute(
            insert(kept_answer).values(
                key_id=key_id,
                idempotency_key=idempotency_key,
                fingerprint=fingerprint,
                status=answer.status,
                body=answer.body,
                recorded_at=recorded_at,
            )
        )
