"""What can be wrong with a question or a fact, said to the person who asked or wrote it.

    ProgramError
    +-- Malformed                  it cannot be read as what it should be
    |   +-- MalformedDate          not a date of the profile
    |   +-- MalformedFact          one or more fields of a fact are wrong
    |   +-- MalformedQuestion      one or more parameters of a question are wrong
    +-- Unknown                    it is well formed, but nothing here has that name
    |   +-- UnknownProgram
    |   +-- UnknownCounty
    |   +-- UnknownStatus
    |   +-- UnknownDocument
    |   +-- UnknownEntry
    |   +-- UnknownRevision        a `known_at` that the journal has not reached
    +-- RangeTooLarge              a series of more points than one answer carries
    +-- StorageUnavailable         the journal cannot be read or written just now
    +-- Refused                    the record says it cannot be so
        +-- Contradiction          declared orders form a cycle or leave no day
        +-- DuplicateFact          the same fact has been recorded already
        +-- EndBeforeStart         a status would end before it begins
        +-- AlreadyReplaced        a correction of an entry that no longer stands
        +-- StillCited             a document or program that standing entries rest on

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


class RangeTooLarge(ProgramError):
    """A series of more points than one answer carries."""


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
