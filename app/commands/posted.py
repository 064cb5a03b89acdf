"""What is posted as entries of a program: one fact, or a list of mixed kinds, and why."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.errors import Fault, MalformedFact, TooLarge
from app.domain.facts import Fact
from app.domain.forms import Text
from app.domain.kinds import KINDS
from app.domain.participation import StatusChanged
from app.domain.reading import read_fact, read_record

MOST_ENTRIES = 10_000
_TOGETHER = {"entries", "override_reason"}


@dataclass(frozen=True, slots=True)
class Posted:
    """Facts as they were sent."""

    facts: tuple[Fact, ...]
    pointers: tuple[str, ...]
    """Where each stood."""
    override_reason: str | None


def read_posted(data: object, program: str) -> Posted:
    """Read ``{"entries": [...], "override_reason": ...}``, or one fact with its own.

    Facts of a program are of the one they are posted to; it may be left out.

    Raises:
        MalformedFact: with one fault per thing that is wrong, in all of the facts.
        TooLarge: more facts than one batch has.
    """
    if not isinstance(data, Mapping):
        raise _refusal([Fault("", 'send an entry, or {"entries": [...]}')])
    reason: str | None = None
    if "kind" in data:
        items: list[object] = [{k: v for k, v in data.items() if k != "override_reason"}]
        pointers = [""]
    else:
        items, pointers = _listed(data)
    facts: list[Fact] = []
    faults: list[Fault] = []
    for item, pointer in zip(items, pointers, strict=True):
        try:
            fact = read_fact(_of_program(item, program, pointer), pointer)
            refuse_resuming(fact, pointer)
            facts.append(fact)
        except MalformedFact as error:
            faults += error.faults
    try:
        reason = read_reason(data)
    except MalformedFact as error:
        faults += error.faults
    if faults:
        raise _refusal(faults)
    return Posted(tuple(facts), tuple(pointers), reason)


def read_reason(data: object) -> str | None:
    """Read the `override_reason` of a body, if it gives one. Raises `MalformedFact`."""
    given = data.get("override_reason") if isinstance(data, Mapping) else None
    return read_record(_Reason, {"override_reason": given}).override_reason


def read_reason_only(data: object) -> str | None:
    """Read a body that has an `override_reason`, or nothing. Raises `MalformedFact`."""
    return None if data is None else read_record(_Reason, data).override_reason


def refuse_resuming(fact: Fact, pointer: str) -> None:
    """Refuse `resumes` from outside: it excuses a move, and only a period correction sets it."""
    if isinstance(fact, StatusChanged) and fact.resumes is not None:
        said = "is set by a period correction: POST .../period-corrections"
        raise MalformedFact(f"`resumes` {said}", (Fault(f"{pointer}/resumes", said),))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reason:
    override_reason: Text | None = None


def of_program(item: object, program: str | None) -> object:
    """Return a fact with the program it is of, if its kind is of a program and it names none."""
    kind = item.get("kind") if isinstance(item, Mapping) else None
    cls = KINDS.get(kind) if isinstance(kind, str) else None
    bare = isinstance(item, Mapping) and cls is not None and "program" in cls.needs
    if bare and isinstance(item, Mapping) and item.get("program") is None and program is not None:
        return {**item, "program": program}
    return item


def _listed(data: Mapping[object, object]) -> tuple[list[object], list[str]]:
    items = data.get("entries")
    if strange := [str(name)[:60] for name in data if name not in _TOGETHER]:
        said = "there is no such field here; a list is in `entries`, an entry has a `kind`"
        raise _refusal([Fault(f"/{strange[0]}", said)])
    if not isinstance(items, list) or not items:
        raise _refusal([Fault("/entries", "send a list of one entry or more")])
    if len(items) > MOST_ENTRIES:
        raise TooLarge(f"A batch has at most {MOST_ENTRIES:,} entries. Send it in parts.")
    return items, [f"/entries/{at}" for at in range(len(items))]


def _of_program(item: object, program: str, pointer: str) -> object:
    """Return a fact with the program it is posted to, if its kind is of a program."""
    item = of_program(item, program)
    kind = item.get("kind") if isinstance(item, Mapping) else None
    cls = KINDS.get(kind) if isinstance(kind, str) else None
    if not isinstance(item, Mapping) or cls is None or "program" not in cls.needs:
        return item
    if item["program"] != program:
        why = f"this is posted to {program}; post what is of another program there"
        raise _refusal([Fault(f"{pointer}/program", why)])
    return item


def _refusal(faults: list[Fault]) -> MalformedFact:
    listed = "; ".join(f"{fault.pointer or '/'}: {fault.detail}" for fault in faults[:3])
    more = f" (and {len(faults) - 3} more)" if len(faults) > 3 else ""  # noqa: PLR2004 - as above
    return MalformedFact(f"The entries cannot be read: {listed}{more}.", tuple(faults))
