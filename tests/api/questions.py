"""One good question for every read of the service."""

QUESTIONS = {
    "/v1/programs": {},
    "/v1/programs/csec": {},
    "/v1/programs/csec/counts": {"as_of": "2015-11-15"},
    "/v1/programs/csec/counts/series": {"from": "2015-06-01", "to": "2016-08-31"},
    "/v1/programs/csec/participation": {"as_of": "2015-11-15"},
    "/v1/programs/csec/changes": {"from": "2015-10-31", "to": "2015-11-30"},
    "/v1/programs/csec/reconciliation": {},
    "/v1/programs/csec/spells": {},
    "/v1/programs/csec/allocations": {},
    "/v1/programs/csec/revisions": {"as_of": "2015-11-30", "known_from": "0"},
    "/v1/programs/csec/worklist": {},
    "/v1/programs/csec/overrides": {},
    "/v1/overlap": {"as_of": "2015-11-30", "in": "csec:tier_2"},
    "/v1/counties": {},
    "/v1/counties/06099": {},
    "/v1/counties/Sonoma/history": {},
    "/v1/documents": {},
    "/v1/documents/cfl-15-16-22": {},
    "/v1/timeline": {"as_of": "2015-12-31"},
    "/v1/codes": {"as_of": "2015-10-01"},
    "/v1/journal": {},
    "/v1/journal/1": {},
}
"""Path to parameters. A test checks that no route is left out."""
