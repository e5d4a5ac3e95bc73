"""Every setting of Afilia, read once from the environment (prefix `AFILIA_`) and frozen."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from regime.policies import POLICIES, Policies, PolicyRefused
from workflow.words import say

PREFIX = "AFILIA_"
# Read where they are needed: by `afilia migrate` and by the tests.
OTHER_VARIABLES = frozenset({"AFILIA_OWNER_DATABASE_URL", "AFILIA_TEST_POSTGRES_URL"})
SECRET_LEAST = 32
DEMO_SECRET = "only-for-demonstrations-never-for-people"  # noqa: S105 - refused outside the demo, below


class SettingsError(ValueError):
    """The environment does not make a usable configuration; the text names each setting and its fault."""


class Settings(BaseSettings):
    """The configuration of one process. Field descriptions are the configuration table of the README."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore", env_nested_delimiter="__")

    data_dir: Path = Field(Path("var"), description="Folder for the embedded database, stored files and daily roots.")
    database_url: str = Field(
        "", description="SQLAlchemy address of the database; empty means SQLite in the data folder."
    )
    redis_url: str = Field("", description="Address of Redis for Celery and rate limits; empty means in-process.")
    secret_key: SecretStr = Field(
        SecretStr(""), description="Signs sessions and links; at least 32 characters; required outside the demo."
    )
    former_secret_keys: Annotated[tuple[SecretStr, ...], NoDecode] = Field(
        (), description="Keys used before, separated by spaces: they open what was sealed with them, and sign nothing."
    )
    base_url: str = Field("http://127.0.0.1:8080", description="Address under which people reach the pages.")
    listen: str = Field("127.0.0.1:8080", description="Host and port on which the web process listens.")
    trusted_proxies: Annotated[int, Field(ge=0, le=4)] = Field(
        0, description="How many proxies in front of the web process may be believed."
    )
    demo: bool = Field(False, description="Demonstration: invented data, ready users, a clock that can be moved.")
    smtp_url: str = Field(
        "", description="smtp://user:password@host:port (or smtps://); empty means console and mailbox only."
    )
    mail_from: str = Field("avisos@example.org", description="Sender of the notices.")
    line_prefix: Annotated[str, Field(pattern=r"^[A-Z]{2,8}$")] = Field(
        "DEMO", description="Prefix of payment lines issued here; never one that a real institution uses."
    )
    offices_file: Path | None = Field(
        None, description="TOML file of the offices that decide cases; empty means one for each state."
    )
    authorities_file: Path | None = Field(
        None,
        description="TOML file of the authorities that inspect; empty means the federal one and one for each state.",
    )
    session_minutes: Annotated[int, Field(ge=5, le=720)] = Field(
        60, description="Idle minutes before signing in again."
    )
    log_format: Literal["console", "json"] = Field("console", description="How the log is written.")
    policies: Annotated[Policies, NoDecode] = Field(
        default_factory=Policies,
        description="Open decisions of the law, one variable each: AFILIA_POLICIES__<FIELD>.",
    )

    @field_validator("database_url")
    @classmethod
    def _plain_postgres_means_psycopg(cls, url: str) -> str:
        return url.replace("postgresql://", "postgresql+psycopg://", 1)

    @field_validator("former_secret_keys", mode="before")
    @classmethod
    def _keys_apart(cls, keys: object) -> object:
        return tuple(keys.split()) if isinstance(keys, str) else keys

    @model_validator(mode="after")
    def _secret_is_real(self) -> "Settings":
        secret = self.secret_key.get_secret_value()
        if not self.demo and (len(secret) < SECRET_LEAST or secret == DEMO_SECRET):
            raise ValueError(
                "AFILIA_SECRET_KEY is required outside the demo: at least 32 characters, "
                "for example from `python3 -c 'import secrets; print(secrets.token_urlsafe(48))'`."
            )
        return self

    @property
    def secret(self) -> str:
        """The signing secret; in the demo a public one, because nothing there is worth forging."""
        return self.secret_key.get_secret_value() or DEMO_SECRET

    @property
    def database(self) -> str:
        """The address of the database, with the embedded default filled in."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'afilia.sqlite3').absolute()}"


def load_settings(**given: object) -> Settings:
    """The settings of this process; `given` values win over the environment.

    Raises `SettingsError`, also for a variable with our prefix that means nothing: a misspelt setting must not be lost.
    """
    if unknown := sorted(set(_ours(os.environ)) - known_variables()):
        raise SettingsError(f"{', '.join(unknown)}: there is no such setting; the README lists all of them.")
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError("\n".join(_fault(found) for found in error.errors())) from None


def known_variables() -> set[str]:
    """The names of all environment variables that Afilia reads."""
    fields = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    return fields | {f"{PREFIX}POLICIES__{policy.field.upper()}" for policy in POLICIES} | OTHER_VARIABLES


def _ours(environment: Mapping[str, str]) -> list[str]:
    return [name for name in environment if name.startswith(PREFIX)]


def _fault(found: Mapping[str, Any]) -> str:
    refused = found.get("ctx", {}).get("error")
    text = say("en", refused.sentence) if isinstance(refused, PolicyRefused) else str(found["msg"])
    text = text.removeprefix("Value error, ")
    variable = "__".join(map(str, found["loc"])).upper()
    return f"AFILIA_{variable}: {text}" if variable else text
