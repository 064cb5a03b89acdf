"""Everything worked out from what was written down. Pure: no clock, no storage, no HTTP."""
