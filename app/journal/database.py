"""A database that holds a journal: opened for reading or for writing, one transaction each."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Lock

from sqlalchemy import inspect
from sqlalchemy.exc import ArgumentError, DatabaseError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.domain.entries import Entry
from app.domain.errors import ProgramError, StorageUnavailable
from app.domain.keys import Key, Principal
from app.journal.engine import journal_engine, snapshot
from app.journal.keys import Keys
from app.journal.reader import Head, JournalReader
from app.journal.schema import migrate
from app.journal.tables import journal_head
from app.journal.verifier import Verdict, verify
from app.journal.writer import Journal

_OF_STORAGE = {DatabaseError, InterfaceError, OperationalError, PoolTimeoutError}
QUEUE_SECONDS = 30
FORMS = "sqlite:///file.db or postgresql+psycopg://user:password@host/name"


class Database:
    """Where the journal is kept."""

    def __init__(self, url: str) -> None:
        """Open ``sqlite:///file.db`` or ``postgresql+psycopg://...``; nothing is read yet."""
        try:
            self._engine = journal_engine(url)
        except (ArgumentError, ImportError, ValueError):
            raise ProgramError(f"The address of the database is not one of {FORMS}.") from None
        # One writer of this process after another, in turn: SQLite lets those wait that ask first.
        self._queue = Lock()
        self._known: list[Entry] = []
        if self._engine.url.database in {None, "", ":memory:"}:
            raise ProgramError(f"A database in memory keeps nothing. Write one of {FORMS}.")

    def migrate(self) -> None:
        """Bring the tables up to this version of the program. Safe to call at every start."""
        with _storage():
            migrate(self._engine)

    def is_ready(self) -> bool:
        """Say whether there is a journal here; nothing is created by asking."""
        file = self._engine.url.database
        if self._engine.dialect.name == "sqlite" and file and not Path(file).exists():
            return False
        with _storage():
            return inspect(self._engine).has_table(journal_head.name)

    @contextmanager
    def reading(self) -> Generator[JournalReader]:
        """Yield the journal for reading."""
        with _storage(), snapshot(self._engine) as connection:
            yield JournalReader(connection)

    def head(self) -> Head:
        """Return the last entry's number, instant and hash."""
        with self.reading() as journal:
            return journal.head()

    @contextmanager
    def writing(self, clock: Callable[[], datetime]) -> Generator[Journal]:
        """Yield the journal for writing; commit when the block ends, roll back if it fails."""
        if not self._queue.acquire(timeout=QUEUE_SECONDS):
            raise StorageUnavailable("Too many writes are waiting. Nothing was written.")
        try:
            with _storage():
                connection = self._engine.connect().execution_options(writing=True)
                with connection, connection.begin():
                    journal = Journal(connection, clock, self._known)
                    yield journal
                self._known = journal.read_so_far
        finally:
            self._queue.release()

    @contextmanager
    def keys(self, pepper: bytes, clock: Callable[[], datetime]) -> Generator[Keys]:
        """Yield the keys, for making and ending them."""
        with self.writing(clock) as journal:
            yield journal.keys(pepper)

    def authenticate(
        self, key: Key, scope: str, pepper: bytes, clock: Callable[[], datetime]
    ) -> Principal:
        """Return who holds a key. Raises `NotAuthenticated` or `Forbidden`."""
        with _storage(), snapshot(self._engine) as connection:
            return Keys(connection, pepper, clock).principal(key, scope)

    def verify(self, on_entry: Callable[[int, int], None] = lambda _done, _of: None) -> Verdict:
        """Check the whole chain; `on_entry` is told how far it is (entries done, of how many)."""
        with _storage(), snapshot(self._engine) as connection:
            return verify(connection, on_entry)

    def dispose(self) -> None:
        """Close every connection."""
        self._engine.dispose()


@contextmanager
def _storage() -> Generator[None]:
    """Say what a failing database means to the person who asked."""
    try:
        yield
    except (DatabaseError, InterfaceError, PoolTimeoutError) as error:
        if type(error) not in _OF_STORAGE:
            raise  # a mistake of ours, not of the database
        why = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise StorageUnavailable(
            f"The journal cannot be read or written just now ({why}). Nothing was written. Check "
            "that the database is there, has room, and was brought up to date by `csec serve`."
        ) from error
