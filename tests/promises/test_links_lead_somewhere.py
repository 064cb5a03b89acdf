"""Every address that an answer gives can be asked, and answers."""

from collections.abc import Iterator

import pytest
from httpx import AsyncClient

from tests.api.questions import QUESTIONS

pytestmark = pytest.mark.anyio
SERVICE = "http://csec.test"


def addresses(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for value in node.values():
            yield from addresses(value)
    elif isinstance(node, list):
        for value in node:
            yield from addresses(value)
    elif isinstance(node, str) and node.startswith(SERVICE):
        yield node


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("path", ["/", "/v1", *QUESTIONS])
async def test_every_address_in_an_answer_answers(client: AsyncClient, path: str) -> None:
    answer = await client.get(path, params=QUESTIONS.get(path))
    assert answer.status_code == 200
    found = list(dict.fromkeys(addresses(answer.json())))
    assert found
    for address in found:
        response = await client.get(address)
        assert response.status_code == 200, address
