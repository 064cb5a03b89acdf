"""csec, as it is started from a shell."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from pathlib import Path
from socket import socket

import httpx
import pytest

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "from app.cli import main; main()"]
Csec = Callable[..., subprocess.CompletedProcess[str]]


def environment(url: str, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CSEC_")}
    return {**kept, "CSEC_DATABASE_URL": url, "COLUMNS": "200", "PYTHONPATH": str(ROOT), **more}


@pytest.fixture
def csec(seeded_url: str, tmp_path: Path) -> Csec:
    """Run csec on the seed."""

    def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *arguments],
            env=environment(more.pop("url", seeded_url), **more),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@contextmanager
def serving(url: str, tmp_path: Path) -> Generator[str]:
    """Start `csec serve` and yield its address once it answers."""
    with closing(socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    server = subprocess.Popen(
        [*COMMAND, "serve", "--port", port],
        env=environment(url),
        cwd=tmp_path,
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                httpx.get(f"{address}/v1")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)
