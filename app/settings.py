"""What may differ between two deployments, and nothing else."""

import os
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

from app.domain.errors import ProgramError

ROOT = Path(__file__).parents[1]
PREFIX = "CSEC_"
_OF_THE_TESTS = "CSEC_TEST_"


class UnknownSetting(ProgramError):
    """A variable of ours that we do not know: it stops the start."""


class Settings(BaseSettings):
    """Read from ``CSEC_*`` variables of the environment; frozen."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    database_url: str = "sqlite:///csec.db"
    """``sqlite:///file.db``, or ``postgresql+psycopg://user:password@host/name``."""
    seed_data: Path = ROOT / "seed_data"
    """Folder of facts that an empty journal is loaded with; holds counties.csv."""

    @classmethod
    def from_environment(cls) -> "Settings":
        """Read the environment. Raises `UnknownSetting` for a misspelt variable."""
        known = {f"{PREFIX}{name.upper()}" for name in cls.model_fields}
        ours = {n for n in os.environ if n.startswith(PREFIX) and not n.startswith(_OF_THE_TESTS)}
        if unknown := sorted(ours - known):
            raise UnknownSetting(
                f"There is no setting {', '.join(unknown)}. Settings: {', '.join(sorted(known))}."
            )
        return cls()
