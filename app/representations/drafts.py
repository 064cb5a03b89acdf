"""Drafts, as writers see them."""

from typing import Any, Literal, Self

from app.journal.drafts import Draft
from app.representations.base import Representation
from app.representations.outcome import OutcomeOut


class DraftOut(Representation):
    """A batch that is not, or not yet, part of the record."""

    draft: str
    program: str
    state: Literal["open", "published", "discarded"]
    created_at: str
    author: str
    """Name of the key that posted it."""
    decided_at: str | None
    decided_by: str | None
    """Name of the key that published or discarded it."""
    proposed: dict[str, Any]
    """As it was posted."""

    @classmethod
    def of(cls, draft: Draft) -> Self:
        """Show a draft."""
        return cls(
            draft=draft.id,
            program=draft.program,
            state=draft.state,
            created_at=draft.created_at,
            author=draft.author,
            decided_at=draft.decided_at,
            decided_by=draft.decided_by,
            proposed=draft.body,
        )


class DraftsOut(Representation):
    """The drafts of a program, in order of posting."""

    program: str
    drafts: list[DraftOut]

    @classmethod
    def of(cls, program: str, drafts: list[Draft]) -> Self:
        """Show drafts."""
        return cls(program=program, drafts=[DraftOut.of(draft) for draft in drafts])


class DraftAnswerOut(Representation):
    """One draft."""

    draft: DraftOut
    preview: OutcomeOut | None
    """What publishing it would change; null: it has been decided, or cannot be published."""
    refused: str | None
    """Why it cannot be published as the record is now."""

    @classmethod
    def of(cls, draft: Draft, preview: OutcomeOut | None, refused: str | None = None) -> Self:
        """Show one draft."""
        return cls(draft=DraftOut.of(draft), preview=preview, refused=refused)
