"""What can be wrong with a question or a fact, said to the person who asked or wrote it.

    ProgramError
    +-- Malformed                  it cannot be read as what it should be
    |   +-- MalformedDate          not a date of the profile
    |   +-- MalformedFact          one or more fields of a fact are wrong
    |   +-- PossiblePersonalData   a text that looks like data of a person
    |   +-- MalformedQuestion      one or more parameters of a question are wrong
    |   +-- KeyInAddress           a key was sent where logs keep it
    |   +-- MalformedBody          what was sent is not JSON, CSV or a workbook at all
    |   +-- InconsistentLetter     a letter that contradicts itself
    +-- Unknown                    it is well formed, but nothing here has that name
    |   +-- UnknownProgram
    |   +-- UnknownCounty
    |   +-- UnknownStatus
    |   +-- UnknownDocument
    |   +-- UnknownEntry
    |   +-- UnknownRevision        a `known_at` that the journal has not reached
    |   +-- UnknownKey             no API key of that id
    |   +-- UnknownDraft           no draft of that id
    +-- RangeTooLarge              a series of more points than one answer carries
    +-- TooLarge                   more was sent than is read
    +-- NotAcceptable              asked for in a form that it does not have
    +-- UnsupportedMediaType       sent in a form that is not read here
    +-- StorageUnavailable         the journal cannot be read or written just now
    +-- NotAuthenticated           no key, or not a good one: which of the two is not told
    +-- Forbidden                  the key is good, but not for this
    +-- TooManyFailures            keys were tried too often from one address
    +-- IdempotencyKeyRequired     a write without one
    +-- IdempotencyKeyReused       one that another request was sent with
    +-- PreconditionRequired       a correction that does not say what it corrects
    +-- Stale                      what it corrects is no longer what it says
    +-- Refused                    the record says it cannot be so
        +-- Contradiction          declared orders form a cycle or leave no day
        +-- DuplicateFact          the same fact has been recorded already
        +-- EndBeforeStart         a status would end before it begins
        +-- AlreadyReplaced        a correction of an entry that no longer stands
        +-- StillCited             a document or program that standing entries rest on
        +-- RuleBroken             a rule of the program, not overridden with a reason
        |   +-- MoveNotAllowed     the codebook has no such move
        |   +-- FromDiffers        the county was not of the status it is said to have left
        |   +-- NeedsMissing       what the status needs has not been recorded
        |   +-- SameDay            another status on the very same day, in no order
        +-- AlreadyDecided         a draft that was published or discarded before
        +-- TwoPersons             what one key posted has to be published by another

Every message says what is wrong, why, and what to do next. No error here knows of HTTP:
`app.api.problems` maps each to a status.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, and where."""

    pointer: str | None
    """JSON Pointer into what was sent; None: it is a parameter."""
    detail: str
    parameter: str | None = None
    """The query parameter."""
    row: int | None = None
    """Row in a file that was sent, counted from 1."""
    column: str | None = None
    """Name of the column."""
    sheet: str | None = None
    """Sheet of a workbook."""


class ProgramError(Exception):
    """Anything this program refuses to do, with a text for the person who asked."""

    def __init__(self, detail: str, faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.faults = faults


class Malformed(ProgramError):
    """It cannot be read as what it should be."""


class MalformedDate(Malformed):
    """Not a date of the profile."""


class MalformedFact(Malformed):
    """One or more fields of a fact are wrong; all of them are listed in `faults`."""


class MalformedQuestion(Malformed):
    """One or more parameters of a question are wrong; all of them are listed in `faults`."""


class PossiblePersonalData(Malformed):
    """A text that looks like data of a person, which has no place here."""


class KeyInAddress(Malformed):
    """A key in the address, where logs and histories keep it."""


class MalformedBody(Malformed):
    """What was sent is not JSON, CSV or a workbook at all."""


class InconsistentLetter(Malformed):
    """A letter that contradicts itself: a county twice, or sums that differ."""


class Unknown(ProgramError):
    """Well formed, but nothing here has that name."""


class UnknownProgram(Unknown):
    """No program of that code has been defined."""


class UnknownCounty(Unknown):
    """No county of that name or FIPS code."""


class UnknownStatus(Unknown):
    """The program's codebook has no such status."""


class UnknownDocument(Unknown):
    """No document of that id has been recorded."""


class UnknownEntry(Unknown):
    """The journal has no entry of that number."""


class UnknownRevision(Unknown):
    """A `known_at` that the journal has not reached yet."""


class UnknownKey(Unknown):
    """No API key has that id."""


class UnknownDraft(Unknown):
    """No draft has that id."""


class NotAuthenticated(ProgramError):
    """No key, or not a good one. Unknown, wrong, expired and revoked keys are not told apart."""

    def __init__(self) -> None:
        super().__init__(
            "Send a key that is good: Authorization: Bearer csec_live_... An operator makes one "
            "with `csec keys create`."
        )


class Forbidden(ProgramError):
    """The key is good, but not for this."""


class TooManyFailures(ProgramError):
    """Keys were tried too often from one address."""


class IdempotencyKeyRequired(ProgramError):
    """A write without a key that makes it safe to repeat."""


class IdempotencyKeyReused(ProgramError):
    """The key came with another request before."""


class PreconditionRequired(ProgramError):
    """A correction that does not say which state of the entry it corrects."""


class Stale(ProgramError):
    """The entry is not what the writer saw."""

    def __init__(self, detail: str, current: object) -> None:
        super().__init__(detail)
        self.current = current
        """The entry that stands now."""


class RangeTooLarge(ProgramError):
    """A series of more points than one answer carries."""


class TooLarge(ProgramError):
    """More was sent than is read."""


class NotAcceptable(ProgramError):
    """Asked for in a form that the answer does not have."""


class UnsupportedMediaType(ProgramError):
    """Sent in a form that is not read here."""


class StorageUnavailable(ProgramError):
    """The journal cannot be read or written just now; nothing was written."""


class Refused(ProgramError):
    """The record says it cannot be so."""


class Contradiction(Refused):
    """Declared orders form a cycle, or leave no day on which an entry could have happened."""


class DuplicateFact(Refused):
    """The same fact has been recorded already."""


class EndBeforeStart(Refused):
    """A status would end before it begins."""


class AlreadyReplaced(Refused):
    """The entry was corrected or retracted before; only a standing entry can be."""


class StillCited(Refused):
    """Standing entries rest on it, so it cannot be removed."""


class RuleBroken(Refused):
    """A rule of the program is broken, and no reason is given for overriding it."""


class MoveNotAllowed(RuleBroken):
    """The codebook has no such move."""


class FromDiffers(RuleBroken):
    """The county was not of the status it is said to have left."""


class NeedsMissing(RuleBroken):
    """What the status needs has not been recorded."""


class SameDay(RuleBroken):
    """Another entry gives another status on the very same day, and neither is said to be later."""


class AlreadyDecided(Refused):
    """The draft was published or discarded before."""


class TwoPersons(Refused):
    """What one key posted has to be published by another."""
