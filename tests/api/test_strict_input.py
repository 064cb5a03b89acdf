"""Bad input gets a clear problem on every route, and nothing is guessed."""

import re

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, QueryParams, Response

from app.main import create_app
from app.settings import Settings
from tests.api.questions import QUESTIONS

pytestmark = pytest.mark.anyio
ENGINES = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
EVERY_ROUTE = pytest.mark.parametrize("path", QUESTIONS)
DAYS = ("as_of", "from", "to", "issued_by")
NOT_DAYS = (
    "0",
    "1448841600",
    "today",
    "",
    "2015-13-01",
    "2015-02-29",
    "2015-1-1",
    "20151130",
    "2015-11-30T00:00:00Z",
    "1899-12-31",
    "2101-01-01",
    "２０１５-11-30",  # noqa: RUF001 - full-width digits, on purpose
)


OF_WRITERS = re.compile(r"/drafts|/letter-template|/timegate|/timemap|/feed")
"""Reads that are no questions about the record."""


def problem(response: Response, status: int, slug: str) -> str:
    """Check that an answer is a problem of this type, and return its detail."""
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert (response.status_code, body["status"]) == (status, status)
    assert body["type"] == f"http://csec.test/problems/{slug}"
    assert {"title", "detail", "instance", "errors"} < set(body)
    return str(body["detail"])


@ENGINES
def test_every_read_of_the_service_has_a_question_here(service: FastAPI) -> None:
    documented = [
        path
        for path, methods in service.openapi()["paths"].items()
        if path.startswith("/v1/") and "get" in methods and not OF_WRITERS.search(path)
    ]
    patterns = {path: re.sub(r"\{\w+\}", "[^/]+", path) for path in documented}
    for path, pattern in patterns.items():
        assert any(re.fullmatch(pattern, asked) for asked in QUESTIONS), path


@ENGINES
@EVERY_ROUTE
async def test_a_good_question_is_answered_with_its_clocks(client: AsyncClient, path: str) -> None:
    response = await client.get(path, params=QUESTIONS[path])
    assert response.status_code == 200
    body = response.json()
    assert body["known_at"]["seq"] > 0
    clock = "known_to" if path.endswith("/revisions") else "known_at"
    assert body["links"]["permalink"].endswith(f"{clock}={body['known_at']['seq']}")
    for name, value in QUESTIONS[path].items():
        if name not in {"in", "known_from"}:
            assert body[name] == value


@ENGINES
@EVERY_ROUTE
async def test_an_unknown_parameter_is_refused_with_the_nearest_name(
    client: AsyncClient, path: str
) -> None:
    response = await client.get(path, params={**QUESTIONS[path], "known_att": "1"})
    clock = "known_to" if path.endswith("/revisions") else "known_at"
    assert f"Did you mean `{clock}`?" in problem(response, 422, "malformed-question")
    assert response.json()["errors"][0]["parameter"] == "known_att"


@ENGINES
@EVERY_ROUTE
async def test_a_repeated_parameter_is_refused(client: AsyncClient, path: str) -> None:
    clock = "known_to" if path.endswith("/revisions") else "known_at"
    asked = QueryParams([*QUESTIONS[path].items(), (clock, "1"), (clock, "2")])
    response = await client.get(path, params=asked)
    assert "more than once" in problem(response, 422, "malformed-question")


@ENGINES
@EVERY_ROUTE
@pytest.mark.parametrize("text", NOT_DAYS)
async def test_what_is_not_a_day_is_refused(client: AsyncClient, path: str, text: str) -> None:
    for name in DAYS:
        if name in QUESTIONS[path]:
            response = await client.get(path, params={**QUESTIONS[path], name: text})
            assert f"`{name}`" in problem(response, 422, "malformed-question")
            assert response.json()["errors"][0]["parameter"] == name


@ENGINES
@EVERY_ROUTE
async def test_a_required_parameter_is_never_assumed(client: AsyncClient, path: str) -> None:
    optional = {"/v1/programs/csec/counts/series", "/v1/timeline"}
    for name in QUESTIONS[path] if path not in optional else ():
        asked = {k: v for k, v in QUESTIONS[path].items() if k != name}
        response = await client.get(path, params=asked)
        assert f"`{name}` is missing" in problem(response, 422, "malformed-question")


@ENGINES
@pytest.mark.parametrize("path", [p for p in QUESTIONS if "/programs/csec" in p])
async def test_an_unknown_program_is_not_found(client: AsyncClient, path: str) -> None:
    response = await client.get(path.replace("csec", "cscc"), params=QUESTIONS[path])
    assert "Programs here: csec, pact" in problem(response, 404, "unknown-program")


@ENGINES
async def test_an_unknown_county_is_not_found_in_a_path_and_malformed_in_a_question(
    client: AsyncClient,
) -> None:
    response = await client.get("/v1/counties/Sonomma")
    assert "Did you mean Sonoma" in problem(response, 404, "unknown-county")
    asked = {"as_of": "2015-11-15", "county": "48029"}
    response = await client.get("/v1/programs/csec/participation", params=asked)
    assert "five digits" in problem(response, 422, "malformed-question")
    assert response.json()["errors"][0]["parameter"] == "county"


@ENGINES
@pytest.mark.parametrize(
    ("path", "asked", "status", "slug", "said"),
    [
        ("/v1/programs/csec/participation", {"as_of": "2015-11-15", "status": "tier_3"}, 422,
         "unknown-status", "Did you mean tier_"),
        ("/v1/programs/csec/spells", {"status": "tier2"}, 422, "unknown-status", "tier_2"),
        ("/v1/programs/csec/allocations", {"fiscal_year": "2015-17"}, 422, "malformed-question",
         "write both its years"),
        ("/v1/programs/csec/changes", {"from": "2015-11-30", "to": "2015-10-31"}, 422,
         "malformed-question", "Exchange `from` and `to`"),
        ("/v1/programs/csec/counts/series",
         {"from": "1900-01-01", "to": "2100-12-31", "step": "day"}, 422, "range-too-large",
         "shorter range"),
        ("/v1/programs/csec/counts/series", {"step": "week"}, 422, "malformed-question", "step"),
        ("/v1/programs/csec/counts", {"as_of": "2015-11-15", "clock": "wall"}, 422,
         "malformed-question", "clock"),
        ("/v1/programs/csec/counts", {"as_of": "2015-11-15", "evidence": "some"}, 422,
         "malformed-question", "evidence"),
        ("/v1/overlap", {"as_of": "2015-11-15", "in": "csec"}, 422, "malformed-question",
         "program:status"),
        ("/v1/overlap", {"as_of": "2015-11-15", "in": "nix:tier_2"}, 422, "malformed-question",
         "Programs here"),
        ("/v1/overlap", {"as_of": "2015-11-15", "in": "csec:tier_9"}, 422, "unknown-status",
         "Did you mean"),
        ("/v1/documents/cfl-99", {}, 404, "unknown-document", "/v1/documents"),
        ("/v1/journal/0", {}, 404, "unknown-entry", "no entry 0"),
        ("/v1/journal/999999", {}, 404, "unknown-entry", "no entry 999999"),
        ("/v1/journal/one", {}, 404, "unknown-entry", "not the number"),
        ("/v1/journal", {"limit": "0"}, 422, "malformed-question", "limit"),
        ("/v1/journal", {"limit": "1e3"}, 422, "malformed-question", "limit"),
        ("/v1/journal", {"limit": "-1"}, 422, "malformed-question", "limit"),
        ("/v1/journal", {"after": "9" * 5000}, 422, "malformed-question", "after"),
        ("/v1/journal", {"after": "999999"}, 422, "unknown-revision", "ahead of the journal"),
        ("/v1/nothing", {}, 404, "not-found", "nothing at this address"),
        ("/v1/counties/", {}, 404, "not-found", "nothing at this address"),
    ],
)  # fmt: skip
async def test_bad_questions_and_what_they_get(
    client: AsyncClient, path: str, asked: dict[str, str], status: int, slug: str, said: str
) -> None:
    assert said in problem(await client.get(path, params=asked), status, slug)


@ENGINES
async def test_other_methods_are_refused_with_those_allowed(client: AsyncClient) -> None:
    for path in QUESTIONS:
        response = await client.delete(path)
        problem(response, 405, "method-not-allowed")
        assert "GET" in response.headers["allow"]


@ENGINES
async def test_every_problem_type_explains_itself(client: AsyncClient) -> None:
    response = await client.get("/v1/programs/csec/counts")
    page = await client.get(response.json()["type"])
    assert page.status_code == 200
    assert page.json()["status"] == 422
    assert problem(await client.get("/problems/nix"), 404, "not-found")


@ENGINES
async def test_a_failure_on_our_side_says_nothing_of_its_cause(service: FastAPI) -> None:
    @service.get("/planted")
    def planted() -> None:
        raise RuntimeError("secret")

    transport = ASGITransport(service, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://csec.test") as client:
        response = await client.get("/planted")
    assert "secret" not in response.text
    problem(response, 500, "internal")


async def test_a_journal_that_cannot_be_reached_is_said_to_be_so_and_when_to_try_again() -> None:
    app = create_app(Settings(database_url="sqlite:///no/such/folder/csec.db"))
    transport = ASGITransport(app)
    async with AsyncClient(transport=transport, base_url="http://csec.test") as client:
        response = await client.get("/v1/programs")
    assert "Nothing was written" in problem(response, 503, "storage-unavailable")
    assert response.headers["retry-after"] == "5"
    assert "folder" not in response.text
    app.state.database.dispose()
