"""What every answer of the product carries, whoever asks."""

import subprocess
import sys

import pytest
from django.test import Client


@pytest.fixture
def policy(client: Client, db: None) -> str:
    """The Content-Security-Policy of the log-in page."""
    return client.get("/account/login/").headers["Content-Security-Policy"]


def test_pages_load_their_own_files_only(policy: str) -> None:
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


def test_pages_are_not_framed_by_others(policy: str) -> None:
    assert "frame-ancestors 'self'" in policy


def test_a_missing_page_carries_the_policy_too(client: Client, db: None) -> None:
    assert "Content-Security-Policy" in client.get("/nowhere/").headers


def start(**variables: str) -> str:
    """What the settings say when they are read with these variables."""
    program = [sys.executable, "-c", "import config.settings"]
    return subprocess.run(program, env=variables, capture_output=True, text=True, check=False).stderr


def test_postgresql_without_a_secret_key_is_refused(tmp_path: str) -> None:
    said = start(DATA_DIR=str(tmp_path), DATABASE_URL="postgres://database/gepast")
    assert "SECRET_KEY is not set. Make one with" in said


def test_a_half_address_is_refused(tmp_path: str) -> None:
    assert "BASE_URL is 'gepast.example.nl'. Write the whole address" in start(
        DATA_DIR=str(tmp_path), BASE_URL="gepast.example.nl"
    )
