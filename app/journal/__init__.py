"""The append-only record: the only folder that speaks SQL."""
