"""Bad input changes nothing, and is told what it is: every row of bad_input.toml."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from httpx import AsyncClient

from tests.writers import Writer

pytestmark = pytest.mark.anyio
FILE = tomllib.loads((Path(__file__).parent / "bad_input.toml").read_text(encoding="utf-8"))
INPUTS: list[dict[str, Any]] = FILE["input"]
KNOWN = {
    *("row", "what", "fact", "body", "bytes", "before", "repeat", "after", "headers", "method"),
    *("path", "status", "type", "pointer", "before_key", "key_repeat"),
}


def sent(one: dict[str, Any]) -> bytes:
    if "bytes" in one:
        return bytes.fromhex(one["bytes"])
    if "fact" in one:
        fact = {**FILE["good"], **one["fact"]}
        return json.dumps({k: v for k, v in fact.items() if v is not False}).encode()
    text = one.get("before", "") + one["body"] * one.get("repeat", 1) + one.get("after", "")
    return str(text).encode()


def test_every_row_says_what_it_is_and_nothing_else() -> None:
    for one in INPUTS:
        assert set(one) <= KNOWN
        assert {"row", "what", "status", "type"} <= set(one)
    assert len(INPUTS) >= 60


@pytest.mark.parametrize("one", INPUTS, ids=[f"{one['row']} {one['what']}" for one in INPUTS])
async def test_bad_input_gets_its_answer_and_changes_nothing(
    client: AsyncClient, ann: Writer, head: Callable[[], tuple[int, str]], one: dict[str, Any]
) -> None:
    before = head()
    headers = ann.headers() | {"Content-Type": "application/json"} | one.get("headers", {})
    if "key_repeat" in one:
        headers["Authorization"] = f"Bearer {one['before_key']}{'x' * one['key_repeat']}"
    path = one.get("path", "/v1/programs/csec/entries")
    method = one.get("method", "POST")
    response = await client.request(method, path, content=sent(one), headers=headers)
    assert response.status_code == one["status"], response.text[:500]
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["type"] == f"http://csec.test/problems/{one['type']}"
    assert {"title", "detail", "instance", "errors"} < set(body)
    assert len(response.content) < 20_000
    if "pointer" in one:
        assert [error["pointer"] for error in body["errors"]] == [one["pointer"]]
    if response.status_code == 405:
        assert response.headers["allow"]
    assert head() == before
    # The good fact is good: only what is bad about it was refused.
    good = await client.post(
        "/v1/programs/csec/entries?dry_run=true", json=FILE["good"], headers=ann.headers()
    )
    assert good.status_code == 200
