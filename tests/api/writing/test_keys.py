"""Nobody writes without a good key, and no key is told more than it must be."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response

from app.api.failures import MOST_FAILURES
from app.domain.errors import NotAuthenticated
from app.domain.keys import Key
from tests.api.test_strict_input import problem
from tests.api.writing.test_entries import ENTRIES, LETTER, Head
from tests.conftest import PEPPER
from tests.writers import Writer

pytestmark = pytest.mark.anyio
MakeKey = Callable[..., str]


async def sent(client: AsyncClient, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await client.post(ENTRIES, json=LETTER, headers={"Idempotency-Key": "k"} | named)


async def test_a_key_that_is_not_good_gets_the_same_bytes_whatever_is_wrong(
    client: AsyncClient, service: FastAPI, key_of: MakeKey, head: Head
) -> None:
    before = head()
    good = key_of("Ann", "write")
    revoked, expired = key_of("Bob", "write"), key_of("Cat", "write", days=1)
    pepper = PEPPER.get_secret_value().encode()
    with service.state.database.keys(pepper, service.state.clock) as keys:
        keys.revoke(Key.parse(revoked).id)
    service.state.clock.now += timedelta(days=2)
    parsed = Key.parse(good)
    wrong = str(Key(parsed.id, Key.parse(revoked).secret))
    unknown = str(Key("00000000", parsed.secret))
    slip = good[:-1] + ("0" if good[-1] != "0" else "1")
    answers = [
        await sent(client, Authorization=f"Bearer {key}")
        for key in (revoked, expired, wrong, unknown, slip, "", "x")
    ]
    answers += [await sent(client), await sent(client, Authorization=f"Basic {good}")]
    assert {(r.status_code, r.content) for r in answers} == {(401, answers[0].content)}
    assert {r.headers["www-authenticate"] for r in answers} == {'Bearer realm="csec"'}
    problem(answers[0], 401, "not-authenticated")
    assert head() == before


async def test_either_header_is_taken_once(client: AsyncClient, key_of: MakeKey) -> None:
    key = key_of("Ann", "write")
    assert (await sent(client, X_Api_Key=key)).status_code == 201
    both = await sent(client, X_Api_Key=key, Authorization=f"Bearer {key}")
    problem(both, 422, "malformed-question")


async def test_a_key_in_the_address_is_refused_and_not_repeated(
    client: AsyncClient, key_of: MakeKey
) -> None:
    key = key_of("Ann", "write")
    for path in (ENTRIES, "/v1/programs/csec/counts"):
        response = await client.post(path, params={"api_key": key}, json=LETTER)
        if path == ENTRIES:
            problem(response, 400, "key-in-address")
        assert key not in response.text


async def test_a_key_is_for_its_scopes(
    client: AsyncClient, key_of: MakeKey, ann: Writer, head: Head
) -> None:
    before = head()
    reader = key_of("Reader", "read")
    response = await sent(client, X_Api_Key=reader)
    said = problem(response, 403, "forbidden")
    assert "asks for write" in said
    body = {"program": "p", "name": "P", "term": "none", "document": "sb-855", "statuses": []}
    assert "asks for admin" in problem(await ann.post("/v1/programs", body), 403, "forbidden")
    assert head() == before


async def test_failures_from_an_address_are_limited_for_a_minute(
    client: AsyncClient, service: FastAPI, key_of: MakeKey
) -> None:
    key = key_of("Ann", "write")
    frozen = service.state.clock.now
    service.state.clock.__class__ = type("Still", (), {"__call__": lambda self: self.now})
    for _ in range(MOST_FAILURES):
        problem(await sent(client, X_Api_Key="x"), 401, "not-authenticated")
    refused = await sent(client, X_Api_Key=key)
    problem(refused, 429, "too-many-failures")
    assert refused.headers["retry-after"] == "60"
    service.state.clock.now = frozen + timedelta(seconds=61)
    assert (await sent(client, X_Api_Key=key)).status_code == 201


async def test_only_a_keyed_hash_is_stored_and_the_last_use_is_known(
    client: AsyncClient, service: FastAPI, key_of: MakeKey
) -> None:
    key = key_of("Ann", "write")
    parsed = Key.parse(key)
    assert (await sent(client, X_Api_Key=key)).status_code == 201
    pepper = PEPPER.get_secret_value().encode()
    with service.state.database.keys(pepper, service.state.clock) as keys:
        kept = keys.get(parsed.id)
    assert parsed.secret not in repr(kept)
    assert kept.last_used_at is not None
    with service.state.database.reading() as journal:
        for table in ("api_key", "kept_answer", "draft", "journal_entry"):
            rows = journal._connection.exec_driver_sql(f"SELECT * FROM {table}").all()  # noqa: S608, SLF001
            assert parsed.secret not in repr(rows)


async def test_another_pepper_knows_no_key(
    client: AsyncClient, service: FastAPI, key_of: MakeKey
) -> None:
    key = key_of("Ann", "write")
    service.state.pepper = lambda: b"another pepper, of 32 characters."
    problem(await sent(client, X_Api_Key=key), 401, "not-authenticated")


def test_a_slip_of_the_pen_is_refused_before_anything_is_looked_up(engine: str) -> None:
    assert engine
    key = str(Key.of(bytes(range(38))))
    assert str(Key.parse(key)) == key
    for at in range(10, len(key)):
        for other in "0aZ":
            if key[at] != other:
                with pytest.raises(NotAuthenticated):
                    Key.parse(key[:at] + other + key[at + 1 :])
