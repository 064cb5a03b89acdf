"""The README tells the truth: its curl lines are asked, and its excerpts must be in the answers."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from app.commands.folder import read_folder
from app.commands.load import load
from app.domain.counties import Counties
from app.domain.kinds import KINDS
from app.domain.reading import fields_of
from app.journal.database import Database
from app.settings import Settings
from tests.conftest import Ticking
from tests.writers import Writer

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TOUR = re.findall(r"curl '(http[^']+)'\n```\n(?:[^`]*?)```json\n(.*?)```", README, re.DOTALL)
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
LINKS = re.findall(r"\((http://127\.0\.0\.1:8000[^)]+)\)", README)

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("engine", ["sqlite"], indirect=True)]


def holds(answer: Any, excerpt: Any) -> bool:  # noqa: ANN401 - any JSON
    """Say whether an answer has what an excerpt shows; lists may hold more."""
    if isinstance(excerpt, dict):
        return all(key in answer and holds(answer[key], value) for key, value in excerpt.items())
    if isinstance(excerpt, list) and excerpt and isinstance(excerpt[0], dict):
        return all(any(holds(one, each) for one in answer) for each in excerpt)
    return bool(answer == excerpt)


def test_every_curl_line_of_the_tour_has_its_excerpt(engine: str) -> None:
    assert engine
    assert len(TOUR) == README.count("\ncurl '") >= 6


@pytest.mark.parametrize(("url", "excerpt"), TOUR)
async def test_a_curl_line_answers_what_the_readme_shows(
    client: AsyncClient, url: str, excerpt: str
) -> None:
    response = await client.get(url.removeprefix("http://127.0.0.1:8000"))
    assert response.status_code == 200
    assert holds(response.json(), json.loads(excerpt)), response.text


@pytest.mark.parametrize("url", LINKS)
async def test_a_link_of_the_readme_answers(client: AsyncClient, url: str) -> None:
    response = await client.get(url.removeprefix("http://127.0.0.1:8000"))
    assert response.status_code == 200


def test_every_setting_is_in_the_readme(engine: str) -> None:
    assert engine
    for name in Settings.model_fields:
        assert f"CSEC_{name.upper()}" in README


def test_the_letter_of_the_contributing_guide_loads(
    seeded: Database, counties: Counties, tmp_path: Path
) -> None:
    (toml,) = re.findall(r"```toml\n(.*?)```", CONTRIBUTING, re.DOTALL)
    (tmp_path / "letter.toml").write_text(toml, encoding="utf-8")
    with seeded.writing(Ticking()) as journal:
        loaded = load(journal, counties, read_folder(tmp_path, counties), recorded_by="test")
    assert [entry.fact.kind for entry in loaded.added] == [
        "document",
        "status_changed",
        "control_total",
    ]


async def test_the_entries_of_the_readme_can_be_posted(ann: Writer) -> None:
    (posted,) = re.findall(r"curl -X POST '([^']+)'.*?-d '(.*?)'\n```", README, re.DOTALL)
    address, body = posted
    path = address.removeprefix("http://127.0.0.1:8000")
    response = await ann.post(path, json.loads(body))
    assert response.status_code == 200, response.text
    assert len(response.json()["entries"]) == 2
    assert response.json()["effects"]


def test_every_write_is_in_the_readme(service: FastAPI) -> None:
    for path, methods in service.openapi()["paths"].items():
        for method in methods:
            if method in {"post", "put"}:
                last = path.rpartition("/")[2]
                assert last in README or path in README, path


def test_every_field_of_every_kind_is_in_the_readme(engine: str) -> None:
    assert engine
    table = README.partition("| kind | needs | may have |\n")[2].partition("\n\n")[0]
    rows = [line.split("|")[1:4] for line in table.splitlines()[1:]]
    told = {kind: (n, m) for kinds, n, m in rows for kind in re.findall(r"`(\w+)`", kinds)}
    elsewhere = {"announced", "locator", "evidence", "reasoning", "also_cited", "note", "resumes"}
    for kind in KINDS:
        if kind in {"correction", "retraction", "rule_overridden", "program_defined"}:
            continue
        needed, others = fields_of(kind)
        for name in set(needed) - {"program"}:
            assert f"`{name}`" in told[kind][0], (kind, name)
        for name in set(others) - elsewhere:
            assert f"`{name}`" in told[kind][1], (kind, name)
