"""The application: the only place where parts meet."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cache

from fastapi import APIRouter, Depends, FastAPI

from app.api import (
    allocations,
    changes,
    codes,
    corrections,
    counties,
    counts,
    documents,
    drafts,
    entries,
    feed,
    index,
    journal,
    letters,
    memento,
    milestones,
    overlap,
    overrides,
    participation,
    problems,
    programs,
    reconciliation,
    revisions,
    spells,
    worklist,
)
from app.api.asking import Asking
from app.api.failures import Failures
from app.api.parameters import only_known
from app.commands.folder import read_counties, read_geometries
from app.journal.database import Database
from app.queries.records import Memory
from app.settings import Settings

ABOUT = """
Which California counties took part in the CSEC Program, in which tier, on any day. Every answer
names its clocks: `as_of`, when it was so; `known_at`, when we knew. Where a source says only
"November", the answer is a range; every fact cites its document.
"""


READS = (
    programs,
    counts,
    participation,
    changes,
    revisions,
    spells,
    reconciliation,
    allocations,
    worklist,
    overrides,
    overlap,
    counties,
    documents,
    milestones,
    codes,
    journal,
    memento,
    feed,
)
"""The questions of /v1, in the order of the reference."""
WRITES = (entries, letters, corrections, drafts)
"""What may be written, in the order of the reference."""


def utc_now() -> datetime:
    """Return the present instant; the only reading of the wall clock."""
    return datetime.now(UTC)


def create_app(settings: Settings, clock: Callable[[], datetime] = utc_now) -> FastAPI:
    """Return the service.

    Args:
        settings: where the record is kept.
        clock: the present instant, for stamping entries and refusing a future `known_at`.
    """
    database = Database(settings.database_url)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncGenerator[None]:
        yield
        database.dispose()

    app = FastAPI(
        title="County CSEC program tiers",
        version="1.0.0",
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
    )
    app.state.database = database
    app.state.counties = read_counties(settings.seed_data / "counties.csv")
    app.state.memory = Memory()
    app.state.clock = clock
    app.state.pepper = settings.key_pepper
    app.state.failures = Failures(clock)
    app.state.geometries = cache(lambda: read_geometries(settings.seed_data / "counties.geojson"))
    app.add_middleware(Asking)
    problems.install(app)
    v1 = APIRouter(prefix="/v1")
    for module in (*READS, *WRITES):
        v1.include_router(module.router)
    app.include_router(v1, dependencies=[Depends(only_known)])
    app.include_router(index.router, dependencies=[Depends(only_known)])
    return app
