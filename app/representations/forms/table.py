"""An answer as a table: the rows of the list it is about, flat, with the columns of its schema.

A nested object becomes columns with its name before theirs; of an imprecise date, the date as its
source gives it stands under its own name. A list is joined by semicolons. A row carries the
question it answers: program, day and the entry up to which the record was read.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from app.representations.base import ImpreciseDateOut, Representation

Kind = Literal["text", "number", "money", "date", "flag"]
Cell = str | int | float | bool | None

QUESTION = ("program", "as_of")
"""Fields of an answer that each of its rows carries, unless it has its own."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    name: str
    path: tuple[str, ...]
    """Where its value stands in a row."""
    kind: Kind


@dataclass(frozen=True, slots=True)
class Table:
    """An answer, flat."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def columns_of(model: type[Representation]) -> tuple[Column, ...]:
    """Return the columns of an answer's table, in order; the same whatever it holds."""
    assert model.TABLE is not None  # noqa: S101 - asked only of answers that are tables
    own: list[Column] = []
    node: type[Representation] = model
    *parents, last = model.TABLE.split(".")
    for name in parents:
        node = _model(node.model_fields[name].annotation)
        inner = model.TABLE.split(".")[len(parents)]
        own += [c for c in _columns(node) if c.path[0] != inner]
    found = _columns(_model(node.model_fields[last].annotation))
    own += [column for column in found if column.name not in {c.name for c in own}]
    names = {column.name for column in own}
    first = [
        Column(name, (name,), "date" if name == "as_of" else "text")
        for name in QUESTION
        if name in model.model_fields and name not in names
    ]
    known = [Column("known_at", ("known_at", "seq"), "number")]
    return (*first, *own, *known)


def table_of(model: type[Representation], body: Mapping[str, Any]) -> Table:
    """Return the table of an answer, given as its JSON."""
    columns = columns_of(model)
    asked = {name: body[name] for name in (*QUESTION, "known_at") if name in body}
    rows = [
        tuple(_cell(column, {**asked, **row}) for column in columns) for row in _rows(model, body)
    ]
    return Table(columns, tuple(rows))


def _rows(model: type[Representation], body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    assert model.TABLE is not None  # noqa: S101 - as above
    first, _, inner = model.TABLE.partition(".")
    for one in body[first]:
        if not inner:
            yield one
            continue
        outer = {name: value for name, value in one.items() if name != inner}
        for each in one[inner]:
            yield {**each, **outer}


def _columns(model: type[Representation]) -> list[Column]:
    found: list[Column] = []
    for name, field in model.model_fields.items():
        key = field.alias or name
        inner = _model_or_none(field.annotation)
        if inner is ImpreciseDateOut:
            found.append(Column(key, (key, "edtf"), "text"))
            found += [
                Column(f"{key}_{bound}", (key, bound), "date") for bound in ("earliest", "latest")
            ]
        elif inner is not None:
            found += [
                Column(f"{key}_{column.name}", (key, *column.path), column.kind)
                for column in _columns(inner)
            ]
        else:
            found.append(Column(key, (key,), _kind(field.annotation)))
    return found


def _cell(column: Column, row: Mapping[str, Any]) -> Cell:
    value: Any = row
    for name in column.path:
        value = value.get(name) if isinstance(value, Mapping) else None
    if isinstance(value, list) and all(isinstance(one, str | int) for one in value):
        return "; ".join(str(one) for one in value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _kind(annotation: Any) -> Kind:  # noqa: ANN401 - a type expression
    kinds: dict[type, Kind] = {bool: "flag", int: "number", Decimal: "money", date: "date"}
    for option in _options(annotation):
        plain = get_args(option)[0] if getattr(option, "__metadata__", None) else option
        if plain in kinds:
            return kinds[plain]
    return "text"


def _model(annotation: Any) -> type[Representation]:  # noqa: ANN401 - a type expression
    found = _model_or_none(annotation) or _model_or_none(get_args(annotation)[0])
    assert found is not None  # noqa: S101 - tables are lists of representations
    return found


def _model_or_none(annotation: Any) -> type[Representation] | None:  # noqa: ANN401 - as above
    for option in _options(annotation):
        if isinstance(option, type) and issubclass(option, Representation):
            return option
    return None


def _options(annotation: Any) -> tuple[Any, ...]:  # noqa: ANN401 - as above
    return get_args(annotation) if get_origin(annotation) in {Union, UnionType} else (annotation,)
