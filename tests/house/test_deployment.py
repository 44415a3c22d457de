"""The container files and the settings speak of the same things."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from config import settings

# The embedded start alone has a port of its own, and no installation shows detailed errors.
NOT_IN_PRODUCTION = {"PORT", "DEBUG"}


@pytest.fixture(scope="module")
def compose(root: Path) -> dict[str, Any]:
    """docker-compose.yml."""
    content = yaml.safe_load((root / "docker-compose.yml").read_text())
    assert isinstance(content, dict)
    return content


def test_compose_gives_every_setting_and_no_other(compose: dict[str, Any]) -> None:
    assert set(compose["x-settings"]) == set(settings.ENVIRONMENT.known) - NOT_IN_PRODUCTION


def test_compose_has_no_key_that_the_compose_of_debian_refuses(compose: dict[str, Any]) -> None:
    assert {key for key in compose if not key.startswith("x-")} == {"services", "volumes"}


def test_compose_runs_all_parts(compose: dict[str, Any]) -> None:
    assert {"web", "worker", "beat", "database", "broker", "proxy"} <= set(compose["services"])


@pytest.mark.parametrize("part", ["prepare", "web", "worker", "beat"])
def test_the_product_runs_with_the_same_settings_and_few_rights(compose: dict[str, Any], part: str) -> None:
    service = compose["services"][part]
    assert service["environment"] == compose["x-settings"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]


def test_every_volume_is_declared(compose: dict[str, Any]) -> None:
    used = {
        str(volume).split(":")[0] for service in compose["services"].values() for volume in service.get("volumes", [])
    }
    assert {name for name in used if not name.startswith(".")} == set(compose["volumes"])


def test_the_image_does_not_run_as_root(root: Path) -> None:
    last_stage = (root / "Dockerfile").read_text().split("\nFROM ")[-1]
    assert "\nUSER gepast\n" in last_stage


def test_the_image_installs_by_hash(root: Path) -> None:
    image = (root / "Dockerfile").read_text()
    assert "--require-hashes -r requirements/production.lock" in image
    assert "npm ci" in image


def test_everything_the_image_copies_exists(root: Path) -> None:
    image = (root / "Dockerfile").read_text()
    copied = [line.split()[1:-1] for line in image.splitlines() if line.startswith("COPY ") and "--from" not in line]
    assert all((root / source).exists() for sources in copied for source in sources)


def test_every_setting_is_explained(root: Path) -> None:
    explained = {
        line.split("`")[1] for line in (root / "docs/settings.md").read_text().splitlines() if line.startswith("| `")
    }
    assert explained == set(settings.ENVIRONMENT.known)
