"""A client of the service, for other programs: questions, entries, letters, corrections.

    with Service("http://127.0.0.1:8000", key) as service:
        service.counts("2015-11-30")["counts"]
        service.history("Sonoma")["entries"]

Answers are the JSON bodies of the service. A write is sent with an Idempotency-Key of its own
and repeated once when the connection breaks: it is carried out once.
"""

from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

import httpx

Json = dict[str, Any]
FORMS = {
    ".json": "application/json",
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class ServiceError(Exception):
    """The service did not do what was asked. `problem` is its RFC 9457 body, if it gave one."""

    def __init__(self, detail: str, problem: Mapping[str, Any] | None = None) -> None:
        super().__init__(detail)
        self.problem = dict(problem or {})

    @property
    def kind(self) -> str:
        """Slug of the problem, such as ``rule-broken``."""
        return str(self.problem.get("type", "")).rpartition("/")[2]

    @property
    def errors(self) -> list[Json]:
        """Each thing that is wrong, with its place."""
        return list(self.problem.get("errors", []))


class NotUnderstood(ServiceError):
    """The question or the body cannot be read (400, 413, 415, 422)."""


class NotAllowed(ServiceError):
    """The key is missing, not good, or not for this (401, 403, 429)."""


class NotFound(ServiceError):
    """Nothing here has that name (404)."""


class Refused(ServiceError):
    """The record, or a rule of the program, says it cannot be so (409)."""


class Stale(ServiceError):
    """Another writer was faster (412, 428); `problem["current"]` is what stands now."""


class Unavailable(ServiceError):
    """The service cannot be reached, or cannot answer just now (5xx). Nothing is known of it."""


_BY_STATUS: dict[int, type[ServiceError]] = {
    401: NotAllowed,
    403: NotAllowed,
    404: NotFound,
    409: Refused,
    412: Stale,
    428: Stale,
    429: NotAllowed,
}


class Service:
    """One service. Close it, or use it in a ``with`` block."""

    def __init__(
        self, url: str, key: str | None = None, transport: httpx.BaseTransport | None = None
    ) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        try:
            self._http = httpx.Client(
                base_url=url, headers=headers, timeout=60, transport=transport
            )
        except (httpx.InvalidURL, ValueError) as error:
            raise NotUnderstood(f"{url!r} is not the address of a service: {error}.") from None

    def __enter__(self) -> Self:
        """Return the service itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close every connection."""
        self._http.close()

    def get(self, path: str, **asked: object) -> Json:
        """Ask any read; parameters that are None are left out. ``from_`` names ``from``."""
        given = {name.rstrip("_"): value for name, value in asked.items() if value is not None}
        return self._sent(self._http.build_request("GET", path, params=_texts(given)))

    def counts(self, as_of: str, program: str = "csec", **clocks: object) -> Json:
        """Count counties by status on a day."""
        return self.get(f"/v1/programs/{program}/counts", as_of=as_of, **clocks)

    def participation(self, as_of: str, program: str = "csec", **asked: object) -> Json:
        """Return where every county stood on a day."""
        return self.get(f"/v1/programs/{program}/participation", as_of=as_of, **asked)

    def history(self, county: str, **clocks: object) -> Json:
        """Return the entries about a county, corrected and retracted ones too."""
        return self.get(f"/v1/counties/{county}/history", **clocks)

    def record(
        self,
        entries: list[Json],
        program: str = "csec",
        *,
        override_reason: str | None = None,
        dry_run: bool = False,
    ) -> Json:
        """Record entries of mixed kinds, all or none."""
        body = {"entries": entries, "override_reason": override_reason}
        return self._post(f"/v1/programs/{program}/entries", dry_run=dry_run, json=body)

    def publish_letter(
        self, data: bytes, suffix: str, *, override_reason: str | None = None, dry_run: bool = False
    ) -> Json:
        """Publish an allocation letter: the bytes of a ``.json``, ``.csv`` or ``.xlsx`` file."""
        kind = FORMS.get(f".{suffix.removeprefix('.').lower()}")
        if kind is None:
            raise NotUnderstood(f"A letter is one of {', '.join(FORMS)}, not {suffix}.")
        asked = {"override_reason": override_reason} if override_reason else {}
        headers = {"Content-Type": kind}
        return self._post(
            "/v1/letters", dry_run=dry_run, content=data, headers=headers, params=asked
        )

    def correct_period(
        self,
        period: Json,
        program: str = "csec",
        *,
        override_reason: str | None = None,
        dry_run: bool = False,
    ) -> Json:
        """Correct what a county was from one day to another."""
        body = {**period, "override_reason": override_reason}
        path = f"/v1/programs/{program}/period-corrections"
        return self._post(path, dry_run=dry_run, json=body)

    def correct(self, seq: int, entry: Json, reason: str, *, dry_run: bool = False) -> Json:
        """Put a whole entry in the place of the one that stands there now."""
        body = {"reason": reason, "entry": entry}
        return self._amend(seq, "correction", body, dry_run=dry_run)

    def retract(self, seq: int, reason: str, *, dry_run: bool = False) -> Json:
        """Take back an entry that should never have been recorded."""
        return self._amend(seq, "retraction", {"reason": reason}, dry_run=dry_run)

    def _amend(self, seq: int, what: str, body: Json, *, dry_run: bool) -> Json:
        path = f"/v1/journal/{seq}"
        seen = self._answered(self._http.build_request("GET", path)).headers.get("ETag", "")
        return self._post(f"{path}/{what}", dry_run=dry_run, json=body, headers={"If-Match": seen})

    def _post(self, path: str, *, dry_run: bool, **sent: Any) -> Json:  # noqa: ANN401 - httpx
        headers = {"Idempotency-Key": str(uuid4())} | sent.pop("headers", {})
        params = sent.pop("params", {}) | ({"dry_run": "true"} if dry_run else {})
        return self._sent(
            self._http.build_request("POST", path, params=params, headers=headers, **sent)
        )

    def _sent(self, request: httpx.Request) -> Json:
        response = self._answered(request)
        try:
            body: Json = response.json()
        except ValueError:
            raise Unavailable(f"{request.url.host} did not answer in JSON: is it ours?") from None
        return body

    def _answered(self, request: httpx.Request) -> httpx.Response:
        try:
            response = self._http.send(request)
        except httpx.TransportError:
            # Once more: a write has its Idempotency-Key, a read changes nothing.
            try:
                response = self._http.send(request)
            except httpx.TransportError as error:
                raise Unavailable(f"{request.url.host} cannot be reached: {error}.") from error
        if response.is_success:
            return response
        raise _error(response)


def _error(response: httpx.Response) -> ServiceError:
    try:
        problem = response.json()
    except ValueError:
        problem = {}
    said = str(problem.get("detail") or f"The service answered {response.status_code}.")
    unclassed = Unavailable if response.is_server_error else NotUnderstood
    return _BY_STATUS.get(response.status_code, unclassed)(said, problem)


def _texts(given: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in given.items()}
