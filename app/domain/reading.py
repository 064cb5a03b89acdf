"""Facts from JSON or TOML, and back: one strict way for requests, files and the journal.

Unknown fields, missing fields and fields of another kind are faults; all of them are reported
at once, each with a JSON Pointer.
"""

import dataclasses
import types
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from app.domain.errors import Fault, Malformed, MalformedFact
from app.domain.facts import Correction, Fact, Retraction
from app.domain.forms import Form
from app.domain.kinds import KINDS

T = TypeVar("T")
_COMMON = frozenset(field.name for field in dataclasses.fields(Fact))
_ABOUT_ENTRIES = frozenset({Correction.kind, Retraction.kind})
_ALWAYS = frozenset({"announced", "locator", "evidence", "reasoning", "also_cited", "note"})


@dataclasses.dataclass(frozen=True, slots=True)
class _Slot:
    """One field of a record: its name in JSON and in Python, and how its value is read."""

    name: str
    attribute: str
    type_: Any
    required: bool
    default: Any


def read_fact(data: object, pointer: str = "") -> Fact:
    """Read a fact.

    Raises:
        MalformedFact: with one fault per thing that is wrong.
    """
    if not isinstance(data, Mapping):
        raise _refusal([Fault(pointer, 'a fact is an object with a "kind"')])
    cls = KINDS.get(data["kind"]) if isinstance(data.get("kind"), str) else None
    if cls is None:
        raise _refusal([Fault(f"{pointer}/kind", f"expected one of {', '.join(KINDS)}")])
    rest = {name: value for name, value in data.items() if name != "kind"}
    fact: Fact = _read_record(cls, _SLOTS[cls.kind], rest, pointer)
    if (fact.evidence == "inferred") != (fact.reasoning is not None):
        why = "an inferred fact gives its `reasoning`; a stated one has none"
        raise _refusal([Fault(f"{pointer}/reasoning", why)])
    return fact


def read_record(cls: type[T], data: object, pointer: str = "") -> T:
    """Read a record that is no fact, such as a letter, as strictly as a fact.

    Raises:
        MalformedFact: with one fault per thing that is wrong.
    """
    kind: Any = cls
    record: T = _read_record(kind, _slots(kind), data, pointer)
    return record


def write_fact(fact: Fact) -> dict[str, object]:
    """Return a fact as JSON carries it: fields that hold their default are left out."""
    return {"kind": fact.kind, **_write_record(fact, _SLOTS[fact.kind])}


def fields_of(kind: str) -> tuple[list[str], list[str]]:
    """Return the names of the fields that a kind needs, and of those that it may have."""
    slots = _SLOTS[kind]
    needed = [slot.name for slot in slots if slot.required]
    return needed, [slot.name for slot in slots if not slot.required]


@cache
def free_text() -> frozenset[str]:
    """Return the names of the fields that hold a person's words."""
    return frozenset(
        slot.name
        for cls in KINDS.values()
        for slot in _SLOTS[cls.kind]
        if (form := _form(slot.type_)) and form.free_text
    ) | {"locator"}


def _slots_of_kind(cls: Any) -> tuple[_Slot, ...]:  # noqa: ANN401 - a class
    """Return the fields that a kind of fact (its class) carries, in order of declaration."""
    carried = cls.needs | cls.takes | _ALWAYS
    slots = (slot for slot in _slots(cls) if slot.name not in _COMMON or slot.name in carried)
    return tuple(
        dataclasses.replace(slot, required=slot.required or slot.name in cls.needs)
        for slot in slots
    )


@cache
def _slots(cls: Any) -> tuple[_Slot, ...]:  # noqa: ANN401 - a class
    hints = get_type_hints(cls, include_extras=True)
    return tuple(
        _Slot(
            field.name.rstrip("_"),
            field.name,
            _without_none(hints[field.name]),
            field.default is dataclasses.MISSING,
            field.default,
        )
        for field in dataclasses.fields(cls)
    )


def _without_none(type_: Any) -> Any:  # noqa: ANN401 - a type expression
    if get_origin(type_) in (types.UnionType, Union):
        (type_,) = (option for option in get_args(type_) if option is not types.NoneType)
    return type_


def _form(type_: Any) -> Form | None:  # noqa: ANN401 - a type expression
    return next((m for m in getattr(type_, "__metadata__", ()) if isinstance(m, Form)), None)


def _read_record(cls: type[Any], slots: tuple[_Slot, ...], data: object, pointer: str) -> Any:  # noqa: ANN401 - an instance of `cls`
    if not isinstance(data, Mapping):
        raise _refusal([Fault(pointer, "expected an object")])
    faults = list(_unknown(slots, data, pointer))
    values: dict[str, object] = {}
    for slot in slots:
        where = f"{pointer}/{slot.name}"
        if data.get(slot.name) is None:
            if slot.required:
                faults.append(Fault(where, f"`{slot.name}` is required here"))
            continue
        try:
            values[slot.attribute] = _read(slot.type_, data[slot.name], where)
        except MalformedFact as error:
            faults.extend(error.faults)
        except Malformed as error:
            faults.append(Fault(where, error.detail))
    if faults:
        raise _refusal(faults)
    return cls(**values)


def _unknown(slots: tuple[_Slot, ...], data: Mapping[Any, object], pointer: str) -> Iterator[Fault]:
    names = [slot.name for slot in slots]
    for name in data:
        if name not in names:
            shown = str(name)[:60]
            near = get_close_matches(shown, names, n=1)
            advice = f"did you mean `{near[0]}`?" if near else f"it may have: {', '.join(names)}"
            where = shown.replace("~", "~0").replace("/", "~1")  # RFC 6901
            yield Fault(f"{pointer}/{where}", f"there is no such field here; {advice}")


def _read(type_: Any, value: object, pointer: str) -> object:  # noqa: ANN401 - a type expression
    if form := _form(type_):
        return form.read(value)
    if type_ is Fact:
        if isinstance(value, Mapping) and value.get("kind") in _ABOUT_ENTRIES:
            why = "a correction puts the right fact in place: of the kind that was wrong"
            raise _refusal([Fault(f"{pointer}/kind", why)])
        return read_fact(value, pointer)
    if get_origin(type_) is tuple:
        if not isinstance(value, list | tuple):
            raise Malformed("expected a list")
        (item, _) = get_args(type_)
        return tuple(_read(item, each, f"{pointer}/{i}") for i, each in enumerate(value))
    return _read_record(type_, _slots(type_), value, pointer)


def _write_record(record: object, slots: tuple[_Slot, ...]) -> dict[str, object]:
    return {
        slot.name: _write(slot.type_, value)
        for slot in slots
        if (value := getattr(record, slot.attribute)) != slot.default
    }


def _write(type_: Any, value: Any) -> object:  # noqa: ANN401 - a type expression and its value
    if form := _form(type_):
        return form.write(value)
    if type_ is Fact:
        return write_fact(value)
    if get_origin(type_) is tuple:
        return [_write(get_args(type_)[0], each) for each in value]
    return _write_record(value, _slots(type_))


def _refusal(faults: list[Fault]) -> MalformedFact:
    listed = "; ".join(f"{fault.pointer or '/'}: {fault.detail}" for fault in faults[:3])
    more = f" (and {len(faults) - 3} more)" if len(faults) > 3 else ""  # noqa: PLR2004 - as above
    return MalformedFact(f"The fact cannot be read: {listed}{more}.", tuple(faults))


_SLOTS = {kind: _slots_of_kind(cls) for kind, cls in KINDS.items()}
