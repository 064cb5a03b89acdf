"""Who may come in to write, how often they may fail, and one effect for one request."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from logging import getLogger
from typing import Annotated

from fastapi import Depends, Header, Query, Request, Response
from pydantic import BeforeValidator, WithJsonSchema

from app.api.failures import Failures
from app.commands.act import Outcome, act
from app.commands.proposals import Proposal
from app.domain.entries import Entry, instant
from app.domain.errors import (
    IdempotencyKeyRequired,
    MalformedQuestion,
    NotAuthenticated,
)
from app.domain.keys import Key, Principal, Scope
from app.journal.answers import KeptAnswer
from app.journal.database import Database
from app.journal.writer import Journal
from app.representations.outcome import OutcomeOut

log = getLogger("csec.keys")

_LONGEST_IDEMPOTENCY_KEY = 255


@dataclass(frozen=True, slots=True)
class Visit:
    """A request that may write."""

    key: Key
    scope: Scope
    principal: Principal
    dry_run: bool
    idempotency_key: str
    """Empty in a dry run."""


def _flag(value: object) -> bool:
    if value not in {True, False, "true", "false"}:
        raise ValueError("write true or false")
    return value in {True, "true"}


DryRun = Annotated[
    bool,
    BeforeValidator(_flag),
    WithJsonSchema({"type": "boolean"}),
    Query(description="Tell what would change, and write nothing."),
]
IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="Makes a write safe to repeat: the same key and body give the first answer "
        "again, for ever. Required unless `dry_run`.",
    ),
]


def authenticated(request: Request, scope: Scope) -> tuple[Key, Principal]:
    """Return the key of a request and who holds it.

    Raises:
        NotAuthenticated: no key, or not a good one.
        Forbidden: it is good, but not for this scope.
        TooManyFailures: from this address.
    """
    state = request.app.state
    failures: Failures = state.failures
    database: Database = state.database
    address = request.client.host if request.client else "?"
    failures.refuse_too_many(address)
    try:
        key = Key.parse(_credential(request))
        return key, database.authenticate(key, scope, state.pepper(), state.clock)
    except NotAuthenticated:
        if _sends_key(request):
            failures.note(address)
            log.warning("a key that is not good was sent from %s", address)
        raise


def _sends_key(request: Request) -> bool:
    """Say whether there is a key at all: whoever forgot it is not trying keys."""
    return bool({"authorization", "x-api-key"} & set(request.headers.keys()))


def _credential(request: Request) -> str:
    bearer = request.headers.getlist("authorization")
    plain = request.headers.getlist("x-api-key")
    if len(bearer) + len(plain) > 1:
        raise MalformedQuestion("Send one key, in Authorization or in X-Api-Key, once.")
    if plain:
        return plain[0]
    scheme, _, token = (bearer or [""])[0].partition(" ")
    return token if scheme.lower() == "bearer" else ""


def _visiting(scope: Scope) -> Callable[..., Visit]:
    def visit(
        request: Request, *, dry_run: DryRun = False, idempotency_key: IdempotencyKey = None
    ) -> Visit:
        key, principal = authenticated(request, scope)
        if not idempotency_key and not dry_run:
            raise IdempotencyKeyRequired(
                "Send a header Idempotency-Key with a new random value, such as a UUID: sent "
                "again with it, the same request is carried out once."
            )
        if len(request.headers.getlist("idempotency-key")) > 1:
            raise MalformedQuestion("Send one Idempotency-Key.")
        name = idempotency_key or ""
        if len(name) > _LONGEST_IDEMPOTENCY_KEY or not (name.isascii() and name.isprintable()):
            raise MalformedQuestion("An Idempotency-Key has 1 to 255 plain characters.")
        return Visit(key, scope, principal, dry_run, name)

    return visit


Writer = Annotated[Visit, Depends(_visiting("write"))]
Admin = Annotated[Visit, Depends(_visiting("admin"))]


def _reader_of_drafts(request: Request) -> Principal:
    return authenticated(request, "write")[1]


Insider = Annotated[Principal, Depends(_reader_of_drafts)]
"""Whoever may write may see drafts."""


def carry_out(
    request: Request,
    visit: Visit,
    proposal: Proposal,
    *,
    batch: str,
    guard: Callable[[Journal], None] = lambda _journal: None,
) -> Response:
    """Carry out a proposal once, in one transaction, with its answer kept for repeats.

    Args:
        request: the request.
        visit: who asks, and how.
        proposal: what to write.
        batch: what it comes in with; a number is added, unless it is the name of a letter.
        guard: refuses it by what the journal holds, before anything is written.
    """
    counties = request.app.state.counties

    def command(journal: Journal) -> list[Entry]:
        number = "" if batch.startswith("letter-") else f"-{journal.head().seq + 1}"
        name = visit.principal.name
        return proposal.write(journal, counties, recorded_by=name, batch=f"{batch}{number}")

    def write(journal: Journal) -> tuple[int, bytes]:
        guard(journal)
        proposal.refuse_codebooks(journal, counties, visit.principal.scopes)
        outcome = act(
            journal,
            counties,
            command,
            override_reason=proposal.override_reason,
            trial=visit.dry_run,
            pointers=proposal.pointers,
        )
        return _answer(outcome, visit)

    return once(request, visit, write)


def _answer(outcome: Outcome, visit: Visit) -> tuple[int, bytes]:
    body = OutcomeOut.of(outcome, dry_run=visit.dry_run).model_dump_json().encode()
    return (200 if visit.dry_run else 201), body


def once(request: Request, visit: Visit, write: Callable[[Journal], tuple[int, bytes]]) -> Response:
    """Do something once for a visit: in one transaction, over before the answer leaves."""
    state = request.app.state
    database: Database = state.database
    with database.writing(state.clock) as journal:
        keys = journal.keys(state.pepper())
        principal = keys.principal(visit.key, visit.scope)  # it may have ended since
        if visit.dry_run:
            with journal.trial():
                status, body = write(journal)
            return _response(status, body)
        fingerprint = _fingerprint(request)
        kept = journal.answers.find(principal.id, visit.idempotency_key, fingerprint)
        if kept is not None:
            response = _response(kept.status, kept.body)
            response.headers["Idempotency-Replayed"] = "true"
            return response
        status, body = write(journal)
        journal.answers.keep(
            principal.id,
            visit.idempotency_key,
            fingerprint,
            KeptAnswer(status, body),
            instant(journal.now()),
        )
        keys.used(principal)
    return _response(status, body)


def _fingerprint(request: Request) -> str:
    """Return what makes two requests the same: method, address, media type and body."""
    parts = (
        request.method,
        request.url.path,
        request.url.query,
        request.headers.get("content-type", ""),
        request.headers.get("if-match", ""),
    )
    return sha256("\n".join(parts).encode() + b"\n" + request.state.body).hexdigest()


def _response(status: int, body: bytes) -> Response:
    return Response(body, status, {"Cache-Control": "no-store"}, "application/json")
