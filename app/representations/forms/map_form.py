"""GeoJSON (RFC 7946): a feature for each county, with its row as properties."""

import json
from collections.abc import Mapping
from typing import Any

from app.representations.forms.table import Table

Geometry = Mapping[str, Any]


def geojson_of(table: Table, body: Mapping[str, Any], geometries: Mapping[str, Geometry]) -> bytes:
    """Return a table as GeoJSON; its counties' geometry by FIPS code."""
    names = [column.name for column in table.columns]
    rows = [dict(zip(names, row, strict=True)) for row in table.rows]
    features = [
        {
            "type": "Feature",
            "id": row["fips"],
            "properties": row,
            "geometry": geometries.get(str(row["fips"])),
        }
        for row in rows
    ]
    collection = {"type": "FeatureCollection", "features": features, "links": body["links"]}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()
