"""A program's codebook: its statuses in order, its term and its moves. Data, not code."""

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from app.domain.errors import UnknownStatus

TERM_ENDED = "term_ended"
"""Derived status: the last status recorded has ended or lapsed."""
NOT_RECORDED = "not_recorded"
"""Derived status: no record names this county. Not the same as "not participating"."""
POOL = (TERM_ENDED, NOT_RECORDED)
"""Counties without a current record, in the order in which they are reported."""
_POOL_LABELS = {TERM_ENDED: "Term ended", NOT_RECORDED: "Not recorded"}

PLAN_SUBMITTED = "plan_submitted"
"""The status that a `plan_submitted` entry sets."""

Term = Literal["fiscal_year", "none"]
Direction = Literal["entered", "left", "up", "down", "neither"]


@dataclass(frozen=True, slots=True)
class Status:
    """One status of a codebook."""

    code: str
    label: str
    participating: bool
    """Whether a county of this status counts as taking part."""
    covers: tuple[str, ...] = ()
    """Finer statuses that this one leaves open: "participating, tier not stated"."""
    needs: tuple[str, ...] = ()
    """Kinds of entries that have to stand for the county, and the year, before it."""


@dataclass(frozen=True, slots=True)
class Codebook:
    """What the statuses of one program are, as of one edition."""

    program: str
    name: str
    term: Term
    """`fiscal_year`: a status lapses on July 1 after its year; `none`: it holds until ended."""
    statuses: tuple[Status, ...]
    """From lowest to highest; those after the last participating one say that it is over."""
    moves: tuple[tuple[str, str], ...] | None = None
    """Moves that need no reason; None: any."""
    two_persons: bool = False
    """Whether what one key posts has to be published by another."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The statuses that entries may set, in order."""
        return tuple(status.code for status in self.statuses)

    @property
    def answers(self) -> tuple[str, ...]:
        """Every status an answer may give: the codebook's, then the two derived ones."""
        return (*self.codes, *POOL)

    def __getitem__(self, code: str) -> Status:
        """Return a status of the codebook, or one of the two derived ones.

        Raises:
            UnknownStatus: with the nearest codes.
        """
        for status in self.statuses:
            if status.code == code:
                return status
        if code in POOL:
            return Status(code, _POOL_LABELS[code], participating=False)
        near = get_close_matches(code, self.answers, n=1) or [", ".join(self.answers)]
        raise UnknownStatus(
            f"Program {self.program} has no status {code[:60]!r}. Did you mean {near[0]}?"
        )

    def direction(self, before: str, after: str) -> Direction:
        """Say which way a move goes: into or out of the program, or up or down within."""
        was, becomes = self[before].participating, self[after].participating
        if was != becomes:
            return "entered" if becomes else "left"
        if self._rank(after) == self._rank(before):
            return "neither"
        return "up" if self._rank(after) > self._rank(before) else "down"

    def _rank(self, code: str) -> int:
        """Place in the codebook; without a record, or after the last participating one: lowest."""
        if code in POOL:
            return -1
        rank = self.codes.index(code)
        over = rank > max((i for i, s in enumerate(self.statuses) if s.participating), default=rank)
        return -1 if over else rank

    def satisfies(self, status: str, asked: str) -> bool:
        """Say whether a county of `status` is what was asked for: the same, or a finer one."""
        return status == asked or status in self[asked].covers
