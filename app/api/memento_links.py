"""What an answer says of itself as a memento: when it was recorded, and where its past is."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

LINK_FORMAT = "application/link-format"


def memento_headers(original: str, recorded_at: datetime) -> tuple[str, str]:
    """Return the `Memento-Datetime` of a pinned answer, and its links."""
    gate = original.replace("/v1/programs/", "/v1/timegate/programs/", 1)
    timemap = original.replace("/v1/programs/", "/v1/timemap/programs/", 1)
    links = (
        f'<{original}>; rel="original"',
        f'<{gate}>; rel="timegate"',
        f'<{timemap}>; rel="timemap"; type="{LINK_FORMAT}"',
    )
    return http_date(recorded_at), ", ".join(links)


def http_date(moment: datetime) -> str:
    """Write an instant as HTTP does: whole seconds, the next one where it had begun."""
    whole = moment.astimezone(UTC)
    if whole.microsecond:
        whole = whole.replace(microsecond=0) + timedelta(seconds=1)
    return format_datetime(whole, usegmt=True)
