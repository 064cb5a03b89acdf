"""Drafts: what one person proposes and another publishes or discards."""

from app.commands.act import Outcome, act
from app.commands.folded import codebook_of
from app.commands.proposals import Proposal, read_proposal, refuse_unknown
from app.domain.counties import Counties
from app.domain.entries import Entry, instant
from app.domain.errors import TwoPersons, UnknownDraft
from app.domain.keys import Principal
from app.journal.drafts import Draft
from app.journal.writer import Journal


def post_draft(
    journal: Journal, counties: Counties, program: str, body: object, by: Principal
) -> tuple[Draft, Outcome]:
    """Keep a proposal as a draft, if it could be published, and tell what it would change.

    Raises:
        UnknownProgram: there is no such program.
        RuleBroken: a rule is broken and no reason is given.
        ProgramError: what is refused of any fact.
    """
    proposal = read_proposal(body, program)
    refuse_unknown(journal, counties, program)
    proposal.refuse_codebooks(journal, counties, by.scopes)
    with journal.trial():
        outcome = _carried_out(journal, counties, proposal, program, by.name, f"draft of {by.name}")
    return journal.drafts.add(program, body, by, instant(journal.now())), outcome


def preview_draft(journal: Journal, counties: Counties, draft: Draft) -> Outcome:
    """Tell what publishing a draft would change now."""
    proposal = read_proposal(draft.body, draft.program)
    with journal.trial():
        return _carried_out(
            journal, counties, proposal, draft.program, draft.author, draft.id, trial=True
        )


def publish_draft(
    journal: Journal,
    counties: Counties,
    draft: Draft,
    by: Principal,
    override_reason: str | None = None,
) -> tuple[Draft, Outcome]:
    """Record what a draft proposes; both names are kept with it.

    Raises:
        TwoPersons: its author publishes it, and the program asks for another person.
        AlreadyDecided: it was published or discarded before.
        ProgramError: what is refused of any fact, as the record is now.
    """
    _refuse_author(journal, counties, draft, by)
    decided = journal.drafts.decide(draft, "published", by, instant(journal.now()))
    proposal = read_proposal(draft.body, draft.program)
    proposal.refuse_codebooks(journal, counties, by.scopes)
    names = f"{draft.author}, published by {by.name}"
    outcome = _carried_out(
        journal,
        counties,
        proposal,
        draft.program,
        names,
        draft.id,
        override_reason=override_reason,
    )
    return decided, outcome


def discard_draft(journal: Journal, draft: Draft, by: Principal) -> Draft:
    """Discard a draft. Raises `AlreadyDecided`."""
    return journal.drafts.decide(draft, "discarded", by, instant(journal.now()))


def draft_of(journal: Journal, program: str, id_: str) -> Draft:
    """Return a draft of a program. Raises `UnknownDraft`."""
    draft = journal.drafts.get(id_)
    if draft.program != program:
        raise UnknownDraft(f"Draft {id_[:40]} is of {draft.program}, not of {program[:40]!r}.")
    return draft


def _refuse_author(journal: Journal, counties: Counties, draft: Draft, by: Principal) -> None:
    """Two keys of one name are one person."""
    codebook = codebook_of(draft.program, journal.entries(), counties)
    if codebook is not None and codebook.two_persons and draft.author == by.name:
        raise TwoPersons(
            f"{by.name} posted draft {draft.id}: in {draft.program} another person publishes it."
        )


def _carried_out(  # noqa: PLR0917 - a proposal, and how
    journal: Journal,
    counties: Counties,
    proposal: Proposal,
    program: str,
    recorded_by: str,
    batch: str,
    *,
    trial: bool = False,
    override_reason: str | None = None,
) -> Outcome:
    def command(journal: Journal) -> list[Entry]:
        return proposal.write(journal, counties, recorded_by=recorded_by, batch=batch)

    return act(
        journal,
        counties,
        command,
        override_reason=override_reason or proposal.override_reason,
        trial=trial,
        approved=program,
        pointers=proposal.pointers,
    )
