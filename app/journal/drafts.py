"""Batches that wait for a second person: in no read, count or feed until they are published."""

import json
import re
from dataclasses import dataclass
from secrets import token_hex
from typing import Any, Literal

from sqlalchemy import Connection, Row, insert, select, update

from app.domain.errors import AlreadyDecided, UnknownDraft
from app.domain.keys import Principal
from app.journal.tables import api_key, draft

_ID = re.compile(r"draft-[0-9a-f]{14}")
State = Literal["open", "published", "discarded"]


@dataclass(frozen=True, slots=True)
class Draft:
    """A batch that is not, or not yet, part of the record."""

    id: str
    program: str
    body: dict[str, Any]
    """What is proposed, as it was sent."""
    created_at: str
    created_by: str
    """Id of the key that posted it."""
    author: str
    """Name of that key."""
    state: State
    decided_at: str | None
    decided_by: str | None
    """Name of the key that published or discarded it."""


class Drafts:
    """The drafts of a record, in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        program: str,
        body: object,
        principal: Principal,
        now: str,
    ) -> Draft:
        """Keep what is proposed as a draft."""
        id_ = f"draft-{token_hex(7)}"
        self._connection.execute(
            insert(draft).values(
                id=id_,
                program=program,
                body=json.dumps(body).encode(),
                created_at=now,
                created_by=principal.id,
                state="open",
            )
        )
        return self.get(id_)

    def get(self, id_: str) -> Draft:
        """Return a draft. Raises `UnknownDraft`."""
        if not _ID.fullmatch(id_):
            raise UnknownDraft(f"{id_[:40]!r} is not the id of a draft. GET .../drafts lists them.")
        row = self._connection.execute(self._select().where(draft.c.id == id_)).first()
        if row is None:
            raise UnknownDraft(f"There is no draft {id_[:40]!r}. GET .../drafts lists them.")
        return _draft(row)

    def of(self, program: str) -> list[Draft]:
        """Return the drafts of a program, in order of posting."""
        query = self._select().where(draft.c.program == program)
        return [_draft(row) for row in self._connection.execute(query.order_by(draft.c.created_at))]

    def decide(self, one: Draft, state: State, principal: Principal, now: str) -> Draft:
        """Publish or discard an open draft. Raises `AlreadyDecided`."""
        if one.state != "open":
            raise AlreadyDecided(f"Draft {one.id} was {one.state} on {one.decided_at}.")
        self._connection.execute(
            update(draft)
            .where(draft.c.id == one.id)
            .values(state=state, decided_at=now, decided_by=principal.id)
        )
        return self.get(one.id)

    def _select(self) -> Any:  # noqa: ANN401 - a statement
        author, decider = api_key.alias("author"), api_key.alias("decider")
        return (
            select(draft, author.c.name.label("author"), decider.c.name.label("decider"))
            .join(author, draft.c.created_by == author.c.id)
            .outerjoin(decider, draft.c.decided_by == decider.c.id)
        )


def _draft(row: Row[Any]) -> Draft:
    return Draft(
        row.id,
        row.program,
        json.loads(row.body),
        row.created_at,
        row.created_by,
        row.author,
        row.state,
        row.decided_at,
        row.decider,
    )
