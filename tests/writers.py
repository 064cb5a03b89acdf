"""Writers: people with keys, who post to the service."""

from itertools import count
from typing import Any

from httpx import AsyncClient, Response

_numbers = count(1)


class Writer:
    """A person with a key."""

    def __init__(self, client: AsyncClient, key: str) -> None:
        self.client = client
        self.key = key

    async def post(self, path: str, body: Any, **headers: str) -> Response:  # noqa: ANN401 - JSON
        """Post JSON, with a new Idempotency-Key unless one is given."""
        sent = self.headers(**headers)
        return await self.client.post(path, json=body, headers=sent)

    async def send(self, path: str, data: bytes, kind: str, **headers: str) -> Response:
        """Post a file."""
        sent = self.headers(**headers) | {"Content-Type": kind}
        return await self.client.post(path, content=data, headers=sent)

    def headers(self, **more: str) -> dict[str, str]:
        """Return the headers of a write; ``Idempotency_Key`` names Idempotency-Key."""
        given = {name.replace("_", "-"): value for name, value in more.items()}
        number = f"test-{next(_numbers)}"
        return {"Authorization": f"Bearer {self.key}", "Idempotency-Key": number} | given

    async def recorded(self, path: str, body: Any, **headers: str) -> dict[str, Any]:  # noqa: ANN401 - JSON
        """Post what is accepted, and return the answer."""
        response = await self.post(path, body, **headers)
        assert response.status_code == 201, response.text
        answer: dict[str, Any] = response.json()
        return answer
