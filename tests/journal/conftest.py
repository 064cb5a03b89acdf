"""A journal with facts of every kind, on both databases."""

from collections.abc import Callable, Generator

import pytest

from app.journal.database import Database
from tests.journal.facts import tell


@pytest.fixture(scope="session")
def told_original(
    new_url: Callable[[str, str | None], str], migrated: Callable[[str], str]
) -> Callable[[str], str]:
    """Return a function that gives the address of the original of an engine."""
    made: dict[str, str] = {}

    def original(engine: str) -> str:
        if engine not in made:
            made[engine] = new_url(engine, migrated(engine))
            database = Database(made[engine])
            tell(database)
            database.dispose()
        return made[engine]

    return original


@pytest.fixture
def told_url(
    engine: str, new_url: Callable[[str, str | None], str], told_original: Callable[[str], str]
) -> str:
    """Address of a database of the test's own that holds facts of every kind."""
    return new_url(engine, told_original(engine))


@pytest.fixture
def told(told_url: str) -> Generator[Database]:
    database = Database(told_url)
    yield database
    database.dispose()


@pytest.fixture
def unmigrated_url(engine: str, new_url: Callable[[str, str | None], str]) -> str:
    """Address of a database with nothing in it."""
    return new_url(engine, None)
