"""publiccode.yml has what the standard (publiccode.yml 0.4) asks for, as far as it can be seen without a network."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

REQUIRED = {
    "publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType", "description", "legal",
    "maintenance", "localisation",
}  # fmt: skip
STATUSES = {"concept", "development", "beta", "stable", "obsolete"}
TYPES = {"standalone/mobile", "standalone/iot", "standalone/desktop", "standalone/web", "standalone/backend",
         "standalone/other", "addon", "library", "configurationFiles"}  # fmt: skip
MAINTENANCE = {"internal", "contract", "community", "none"}


@pytest.fixture(scope="module")
def publiccode(root: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((root / "publiccode.yml").read_text())
    return found


def test_every_required_key_is_there(publiccode: dict[str, Any]) -> None:
    assert set(publiccode) >= REQUIRED
    assert publiccode["legal"]["license"] == "EUPL-1.2"
    assert set(publiccode["localisation"]) >= {"localisationReady", "availableLanguages"}


def test_every_choice_is_one_of_the_standard(publiccode: dict[str, Any]) -> None:
    assert publiccode["developmentStatus"] in STATUSES
    assert publiccode["softwareType"] in TYPES
    assert publiccode["maintenance"]["type"] in MAINTENANCE


def test_who_maintains_it_is_named(publiccode: dict[str, Any]) -> None:
    needed = "contractors" if publiccode["maintenance"]["type"] == "contract" else "contacts"
    assert all(each["name"] for each in publiccode["maintenance"][needed])


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_descriptions_have_the_lengths_of_the_standard(publiccode: dict[str, Any], language: str) -> None:
    text = publiccode["description"][language]

    assert len(text["shortDescription"]) <= 150
    assert 150 <= len(text["longDescription"]) <= 10_000
    assert text["features"]
    assert all(len(feature) <= 100 for feature in text["features"])


def test_the_version_is_that_of_the_project(publiccode: dict[str, Any], root: Path) -> None:
    assert publiccode["softwareVersion"] == tomllib.loads((root / "pyproject.toml").read_text())["project"]["version"]


def test_no_address_only_looks_real(publiccode: dict[str, Any]) -> None:
    host = urlsplit(publiccode["url"]).hostname or ""
    assert host.endswith(".invalid") or re.fullmatch(r"[\w.-]+\.[a-z]{2,}", host)
    assert not host.endswith(".example")
