"""Drafts: batches that one person posts and another publishes or discards."""

from app.commands.act import Outcome, act
from app.commands.folded import codebook_of
from app.commands.posted import Posted
from app.commands.record_entries import record_entries
from app.domain.counties import Counties
from app.domain.entries import Entry, instant
from app.domain.errors import TwoPersons, UnknownDraft
from app.domain.keys import Principal
from app.journal.drafts import Draft
from app.journal.writer import Journal


def post_draft(
    journal: Journal, counties: Counties, program: str, posted: Posted, by: Principal
) -> tuple[Draft, Outcome]:
    """Keep a batch as a draft, if it could be published, and tell what it would change.

    Raises:
        RuleBroken: a rule is broken and no reason is given.
        ProgramError: what is refused of any fact.
    """
    draft = journal.drafts.add(
        program, list(posted.facts), posted.override_reason, by, instant(journal.now())
    )
    with journal.trial():
        outcome = _record(journal, counties, draft, by.name, pointers=posted.pointers)
    return draft, outcome


def preview_draft(journal: Journal, counties: Counties, draft: Draft) -> Outcome:
    """Tell what publishing a draft would change now."""
    with journal.trial():
        return _record(journal, counties, draft, draft.author, trial=True)


def publish_draft(
    journal: Journal, counties: Counties, draft: Draft, by: Principal
) -> tuple[Draft, Outcome]:
    """Record what a draft says; both names are kept with it.

    Raises:
        TwoPersons: its author publishes it, and the program asks for another person.
        AlreadyDecided: it was published or discarded before.
        ProgramError: what is refused of any fact, as the record is now.
    """
    _refuse_author(journal, counties, draft, by)
    decided = journal.drafts.decide(draft, "published", by, instant(journal.now()))
    names = f"{draft.author}, published by {by.name}"
    return decided, _record(journal, counties, draft, names)


def discard_draft(journal: Journal, draft: Draft, by: Principal) -> Draft:
    """Discard a draft. Raises `AlreadyDecided`."""
    return journal.drafts.decide(draft, "discarded", by, instant(journal.now()))


def draft_of(journal: Journal, program: str, id_: str) -> Draft:
    """Return a draft of a program. Raises `UnknownDraft`."""
    draft = journal.drafts.get(id_)
    if draft.program != program:
        raise UnknownDraft(f"Draft {id_[:40]} is of {draft.program}, not of {program[:40]}.")
    return draft


def _refuse_author(journal: Journal, counties: Counties, draft: Draft, by: Principal) -> None:
    codebook = codebook_of(draft.program, journal.entries(), counties)
    if codebook is not None and codebook.two_persons and draft.created_by == by.id:
        raise TwoPersons(
            f"{by.name} posted draft {draft.id}: in {draft.program} another key publishes it."
        )


def _record(
    journal: Journal,
    counties: Counties,
    draft: Draft,
    recorded_by: str,
    *,
    pointers: tuple[str, ...] = (),
    trial: bool = False,
) -> Outcome:
    where = pointers or tuple(f"/entries/{at}" for at in range(len(draft.facts)))

    def command(journal: Journal) -> list[Entry]:
        return record_entries(
            journal,
            counties,
            draft.facts,
            recorded_by=recorded_by,
            batch=draft.id,
            pointers=where,
        )

    return act(
        journal,
        counties,
        command,
        override_reason=draft.override_reason,
        trial=trial,
        approved=True,
        pointers=where,
    )
