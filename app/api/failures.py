"""How often keys that are not good came from an address, of late."""

from collections import OrderedDict, deque
from collections.abc import Callable
from datetime import datetime, timedelta

from app.domain.errors import TooManyFailures

MOST_FAILURES = 10
WINDOW = timedelta(minutes=1)
_MOST_ADDRESSES = 10_000


class Failures:
    """How often keys that are not good came from an address, of late."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._of: OrderedDict[str, deque[datetime]] = OrderedDict()

    def refuse_too_many(self, address: str) -> None:
        """Raise `TooManyFailures` while an address has failed too often within a minute."""
        recent = self._of.get(address, deque())
        while recent and recent[0] <= self._clock() - WINDOW:
            recent.popleft()
        if len(recent) >= MOST_FAILURES:
            raise TooManyFailures(
                f"{MOST_FAILURES} keys from this address were not good within a minute. "
                "Wait a minute, and check the key."
            )

    def note(self, address: str) -> None:
        """Count a failure."""
        self._of.setdefault(address, deque(maxlen=MOST_FAILURES)).append(self._clock())
        self._of.move_to_end(address)
        while len(self._of) > _MOST_ADDRESSES:
            self._of.popitem(last=False)
