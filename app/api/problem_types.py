"""Types of problems: what each error means to whoever asked. One table, one page for each."""

from dataclasses import dataclass

from app.domain import errors
from app.domain.dates import ACCEPTED
from app.domain.errors import ProgramError


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of problem: its page, its status, and what to do about it."""

    slug: str
    status: int
    title: str
    advice: str


MALFORMED_QUESTION = Problem(
    "malformed-question",
    422,
    "The question cannot be read",
    "A parameter is unknown, repeated, missing or not written as it should be. Each is listed "
    "under `errors` with what to write instead. Nothing is guessed and nothing is ignored.",
)
NOT_FOUND = Problem(
    "not-found",
    404,
    "There is nothing at this address",
    "The reads are listed at /v1; programs at /v1/programs, counties at /v1/counties.",
)
METHOD_NOT_ALLOWED = Problem(
    "method-not-allowed",
    405,
    "This address does not take that method",
    "The `Allow` header names those that it takes.",
)
INTERNAL = Problem(
    "internal",
    500,
    "Something failed on our side",
    "Nothing was changed. Try again; if it stays, tell the operator the number in `instance`.",
)
OTHER = Problem("http", 400, "The request was refused", "See `detail`.")

PROBLEM_OF: dict[type[ProgramError], Problem] = {
    errors.ProgramError: Problem("refused", 422, "This is refused", "See `detail`."),
    errors.Malformed: Problem(
        "malformed", 422, "A value cannot be read", "Write it in one of the forms listed."
    ),
    errors.MalformedDate: Problem(
        "malformed-date",
        422,
        "Not a date of this record",
        "Dates are as precise as their source: a year, a month, a day, a season, or one day of a "
        f"range. Accepted: {ACCEPTED}.",
    ),
    errors.MalformedFact: Problem(
        "malformed-fact", 422, "A fact cannot be read", "Each fault is listed under `errors`."
    ),
    errors.MalformedQuestion: MALFORMED_QUESTION,
    errors.Unknown: NOT_FOUND,
    errors.UnknownProgram: Problem(
        "unknown-program", 404, "No such program", "GET /v1/programs lists the programs."
    ),
    errors.UnknownCounty: Problem(
        "unknown-county", 404, "No such county", "GET /v1/counties lists the counties."
    ),
    errors.UnknownStatus: Problem(
        "unknown-status",
        422,
        "No such status in this program",
        "GET /v1/programs/{program} lists its statuses.",
    ),
    errors.UnknownDocument: Problem(
        "unknown-document", 404, "No such document", "GET /v1/documents lists the documents."
    ),
    errors.UnknownEntry: Problem(
        "unknown-entry", 404, "No such entry", "GET /v1/journal lists the entries."
    ),
    errors.UnknownRevision: Problem(
        "unknown-revision",
        422,
        "The record has not come so far",
        "Leave `known_at` out for all that is known, or name an entry that exists. What will be "
        "known in the future cannot be answered, and is never silently taken for the latest.",
    ),
    errors.PossiblePersonalData: Problem(
        "possible-personal-data",
        422,
        "This looks like data of a person",
        "Only facts about counties are recorded. Take the detail out and send the rest.",
    ),
    errors.KeyInAddress: Problem(
        "key-in-address",
        400,
        "A key does not belong in an address",
        "Addresses are kept in logs and histories. Send it in Authorization, and revoke this one.",
    ),
    errors.MalformedBody: Problem(
        "malformed-body",
        400,
        "What was sent cannot be read at all",
        "Send JSON (RFC 8259), CSV in UTF-8 or a plain .xlsx workbook, as `detail` says.",
    ),
    errors.InconsistentLetter: Problem(
        "inconsistent-letter",
        422,
        "The letter contradicts itself",
        "Check its lines and sums; a gap that the letter has needs a `gap_reason`.",
    ),
    errors.TooLarge: Problem("too-large", 413, "More was sent than is read", "Send it in parts."),
    errors.NotAcceptable: Problem(
        "not-acceptable",
        406,
        "There is no such form of this answer",
        "`detail` lists the forms: by suffix (.csv) or by Accept.",
    ),
    errors.UnsupportedMediaType: Problem(
        "unsupported-media-type",
        415,
        "Not a form that is read here",
        "Entries are JSON; letters are JSON, CSV or .xlsx. Name it in Content-Type.",
    ),
    errors.NotAuthenticated: Problem(
        "not-authenticated",
        401,
        "A key is needed",
        "Send Authorization: Bearer csec_live_...; an operator makes keys with `csec keys create`.",
    ),
    errors.Forbidden: Problem(
        "forbidden", 403, "The key is not for this", "Use a key with the scope that is named."
    ),
    errors.TooManyFailures: Problem(
        "too-many-failures",
        429,
        "Too many keys from this address were not good",
        "Wait the seconds that `Retry-After` names, and check the key.",
    ),
    errors.IdempotencyKeyRequired: Problem(
        "idempotency-key-required",
        400,
        "An Idempotency-Key is needed",
        "Send a new random value, such as a UUID, with each new request, and the same value when "
        "you repeat it. Answers are kept for ever: a repeat is never carried out twice.",
    ),
    errors.IdempotencyKeyReused: Problem(
        "idempotency-key-reused",
        422,
        "This Idempotency-Key came with another request",
        "Send a new key with a new request.",
    ),
    errors.PreconditionRequired: Problem(
        "precondition-required",
        428,
        "Say which state of the entry you correct",
        "GET the entry and send its ETag as If-Match: so nobody corrects what another just did.",
    ),
    errors.Stale: Problem(
        "stale",
        412,
        "The entry is not what you saw",
        "Look at `current`, the entry that stands now, and decide again.",
    ),
    errors.UnknownKey: Problem(
        "unknown-key", 404, "No such key", "`csec keys list` lists the keys."
    ),
    errors.UnknownDraft: Problem(
        "unknown-draft", 404, "No such draft", "GET .../drafts lists the drafts of a program."
    ),
    errors.RuleBroken: Problem(
        "rule-broken",
        409,
        "A rule of the program is broken",
        "Check the fact; if the source says so all the same, give an `override_reason`.",
    ),
    errors.MoveNotAllowed: Problem(
        "move-not-allowed",
        409,
        "The program has no such move",
        "Check the fact and its date; if the source says so all the same, give an "
        "`override_reason`, which is recorded.",
    ),
    errors.FromDiffers: Problem(
        "from-differs",
        409,
        "The county was of another status",
        "Check `from` and the date; if the source says so all the same, give an "
        "`override_reason`, which is recorded.",
    ),
    errors.NeedsMissing: Problem(
        "needs-missing",
        409,
        "What this status needs is not recorded",
        "Record what it needs first; if there is none, give an `override_reason`, which is "
        "recorded.",
    ),
    errors.SameDay: Problem(
        "same-day",
        409,
        "Two statuses on one day",
        "Say which came `after` the other; if nobody knows, give an `override_reason`, which is "
        "recorded.",
    ),
    errors.AlreadyDecided: Problem(
        "already-decided", 409, "The draft was decided before", "GET it to see how."
    ),
    errors.TwoPersons: Problem(
        "two-persons", 409, "A second person is needed", "Let another key publish the draft."
    ),
    errors.RangeTooLarge: Problem(
        "range-too-large",
        422,
        "Too many steps for one answer",
        "Ask for a shorter range, or for `step=change`.",
    ),
    errors.StorageUnavailable: Problem(
        "storage-unavailable",
        503,
        "The journal cannot be reached just now",
        "Nothing was written. Try again after the seconds that `Retry-After` names.",
    ),
    errors.Refused: Problem("refused", 409, "The record says it cannot be so", "See `detail`."),
    errors.Contradiction: Problem(
        "contradiction",
        409,
        "The declared order contradicts the dates",
        "Look at both documents named; correct a date or an order.",
    ),
    errors.DuplicateFact: Problem(
        "duplicate-fact", 409, "This has been recorded already", "Nothing needs to be done."
    ),
    errors.EndBeforeStart: Problem(
        "end-before-start", 422, "It would end before it begins", "Check both dates."
    ),
    errors.AlreadyReplaced: Problem(
        "already-replaced", 409, "This entry no longer stands", "Look at the entry named first."
    ),
    errors.StillCited: Problem(
        "still-cited", 409, "Other entries rest on this one", "Correct or retract them first."
    ),
}
"""One line an error. A test checks that each has its own."""


def pages() -> dict[str, Problem]:
    """Return every problem by its slug."""
    all_ = (*PROBLEM_OF.values(), NOT_FOUND, METHOD_NOT_ALLOWED, INTERNAL, OTHER)
    return {problem.slug: problem for problem in reversed(all_)}
