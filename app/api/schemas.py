"""Bodies of writes, as the OpenAPI document describes them."""

from typing import Any

from app.domain.kinds import KINDS

ENTRY: dict[str, Any] = {
    "type": "object",
    "description": "A fact: `kind` says which fields it has. Unknown fields are refused.",
    "properties": {
        "kind": {"enum": [k for k in KINDS if k not in {"correction", "retraction"}]},
    },
    "required": ["kind"],
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
