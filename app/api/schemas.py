"""Bodies of writes, as the OpenAPI document describes them."""

from typing import Any

from app.domain.kinds import KINDS
from app.domain.reading import fields_of

_NOT_SENT = {"correction", "retraction", "rule_overridden"}
"""Kinds that are written down by other requests."""


def _entry(kind: str) -> dict[str, Any]:
    needed, others = fields_of(kind)
    needed = [name for name in needed if name != "program"]
    return {
        "type": "object",
        "title": kind,
        "properties": {"kind": {"const": kind}, "program": {"type": "string"}}
        | {name: {} for name in (*needed, *others)},
        "required": ["kind", *needed],
        "additionalProperties": False,
    }


ENTRY: dict[str, Any] = {
    "description": "A fact: `kind` says which fields it has. Of a program, it is of the one it is "
    "posted to. Unknown fields are refused.",
    "oneOf": [_entry(kind) for kind in KINDS if kind not in _NOT_SENT],
}
ENTRIES: dict[str, Any] = {
    "type": "object",
    "description": "A list of entries of mixed kinds, or one entry by itself.",
    "properties": {
        "entries": {"type": "array", "items": ENTRY, "minItems": 1, "maxItems": 10_000},
        "override_reason": {
            "type": ["string", "null"],
            "description": "Why rules of the program are broken, if they are; recorded.",
        },
    },
}
_DATE = {"type": "string", "description": "As precise as its source: 2015, 2015-11, 2015-11-03."}
_CODE = {"type": "string", "pattern": "^[a-z0-9][a-z0-9_-]{0,79}$"}
PERIOD: dict[str, Any] = {
    "type": "object",
    "properties": {
        "county": {"type": "string"},
        "from": _DATE | {"description": "First day, exact."},
        "until": _DATE | {"description": "First day after, exact."},
        "status": _CODE,
        "reason": {"type": "string"},
        "document": _CODE,
        "locator": {"type": ["string", "null"]},
    },
    "required": ["county", "from", "until", "status", "reason", "document"],
}
CORRECTION: dict[str, Any] = {
    "type": "object",
    "properties": {"reason": {"type": "string"}, "entry": ENTRY},
    "required": ["reason", "entry"],
}
RETRACTION: dict[str, Any] = {
    "type": "object",
    "properties": {"reason": {"type": "string"}},
    "required": ["reason"],
}
LETTER: dict[str, Any] = {
    "type": "object",
    "properties": {
        "program": _CODE,
        "fiscal_year": {"type": "string", "examples": ["2016-17"]},
        "effective": _DATE,
        "document": {"type": "object"},
        "lines": {"type": "array", "maxItems": 10_000, "items": {"type": "object"}},
        "totals": {"type": "object"},
    },
    "required": ["program", "fiscal_year", "document"],
}
PROGRAM: dict[str, Any] = {
    "type": "object",
    "properties": {
        "program": _CODE,
        "name": {"type": "string"},
        "term": {"enum": ["fiscal_year", "none"]},
        "document": _CODE,
        "statuses": {"type": "array", "minItems": 1, "items": {"type": "object"}},
        "moves": {"type": ["array", "null"]},
        "two_persons": {"type": "boolean"},
    },
    "required": ["name", "term", "document", "statuses"],
}
