"""What may differ between two deployments, and nothing else."""

import os
from pathlib import Path
from secrets import token_hex

from pydantic import SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.domain.errors import ProgramError

ROOT = Path(__file__).parents[1]
PREFIX = "CSEC_"
_OF_THE_TESTS = "CSEC_TEST_"
_SHORTEST_PEPPER = 32


def _owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


class UnknownSetting(ProgramError):
    """A variable of ours that we do not know: it stops the start."""


class Settings(BaseSettings):
    """Read from ``CSEC_*`` variables of the environment; frozen."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    database_url: str = "sqlite:///csec.db"
    """``sqlite:///file.db``, or ``postgresql+psycopg://user:password@host/name``."""
    seed_data: Path = ROOT / "seed_data"
    """Folder of facts that an empty journal is loaded with; holds counties.csv."""

    pepper: SecretStr | None = None
    """Secret of 32 characters or more under which keys are hashed; left out: that of the file."""
    pepper_file: Path = Path("csec.pepper")
    """Made at first use, readable by its owner only. Keep it apart from the database."""

    key: SecretStr | None = None
    """Key with which `csec ... --url` writes in a remote service."""

    def key_pepper(self) -> bytes:
        """Return the pepper of the keys; the file is made if neither is there."""
        if self.pepper is not None:
            return self.pepper.get_secret_value().encode()
        try:
            with open(self.pepper_file, "x", opener=_owner_only) as file:
                file.write(token_hex(32))
        except FileExistsError:
            pass
        except OSError as error:
            raise ProgramError(
                f"The pepper of the keys cannot be kept in {self.pepper_file} ({error.strerror}). "
                "Set CSEC_PEPPER to a secret of 32 characters or more."
            ) from None
        return self.pepper_file.read_text(encoding="ascii").strip().encode()

    @field_validator("pepper")
    @classmethod
    def _long_enough(cls, pepper: SecretStr | None) -> SecretStr | None:
        if pepper is not None and len(pepper.get_secret_value()) < _SHORTEST_PEPPER:
            raise ValueError(f"write {_SHORTEST_PEPPER} characters or more")
        return pepper

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
