"""The compose file says what we mean: valid by its schema, nothing secret in it, nothing without a health check."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes.deployment import COMPOSE, ROOT
from workflow.settings import Settings

OURS = ("migrate", "web", "worker", "beat")


def test_the_compose_file_follows_its_published_schema() -> None:
    tool = Path(sys.prefix) / "bin" / "check-jsonschema"
    command = [str(tool), "--builtin-schema", "vendor.compose-spec", str(ROOT / "docker-compose.yml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("service", OURS)
def test_every_variable_is_a_setting_and_no_secret_has_a_default(service: str) -> None:
    environment = COMPOSE["services"][service]["environment"]
    known = {f"AFILIA_{name.upper()}" for name in Settings.model_fields} | {"AFILIA_OWNER_DATABASE_URL"}
    assert set(environment) <= known
    secret = [value for name, value in environment.items() if "SECRET" in name or "DATABASE" in name]
    assert all(":?" in value for value in secret)


def test_services_wait_for_what_they_need_and_come_back_by_themselves() -> None:
    services = COMPOSE["services"]
    for name in ("web", "worker", "beat"):
        assert services[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
        assert services[name]["restart"] == "unless-stopped"
    for name in ("postgres", "redis", "worker", "beat"):
        assert services[name]["healthcheck"]["test"]
    assert "HEALTHCHECK" in (ROOT / "Dockerfile").read_text()


def test_only_the_migration_knows_the_owner() -> None:
    for name in ("web", "worker", "beat"):
        assert "OWNER" not in str(COMPOSE["services"][name]["environment"])


def test_the_image_runs_as_nobody_in_particular() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    last_stage = lines[max(number for number, line in enumerate(lines) if line.startswith("FROM")) :]
    assert "USER afilia" in last_stage
