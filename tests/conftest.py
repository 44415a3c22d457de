"""What holds for every test: nothing leaves this machine, nothing is kept, what is left out is said."""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.core.cache import cache
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import translation
from pytest_django import Settings

# No test asserts a time, and a busy machine is no counterexample.
hypothesis.settings.register_profile("gepast", deadline=None)
hypothesis.settings.load_profile("gepast")

pytest_plugins = ["tests.accounts.fixtures", "tests.tables", "tests.chromium"]

REAL_DATA = Path(os.environ.get("REAL_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")


@pytest.fixture(autouse=True)
def _own_folders(settings: Settings, tmp_path: Path) -> None:
    """Give each test its own folders for uploads and mail."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "media")},
        },
    }
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    settings.PREVIEW_CACHE_DIR = tmp_path / "previews"


@pytest.fixture(autouse=True, scope="session")
def _one_connection() -> Iterator[None]:
    """Closing an answer ends no connection on which the test's own transaction runs."""
    patch = pytest.MonkeyPatch()
    name = "close_if_unusable_or_obsolete"
    close = getattr(BaseDatabaseWrapper, name)

    def close_outside_transactions(self: BaseDatabaseWrapper) -> None:
        if not self.in_atomic_block:
            close(self)

    patch.setattr(BaseDatabaseWrapper, name, close_outside_transactions)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """No test sees the rate limits or figures that another one cached."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """No test speaks the language of the last page that another one asked for."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder with published notices and lists; a test that needs it is left out where it is absent."""
    if not REAL_DATA.is_dir():
        pytest.skip(f"the real data folder is absent: {REAL_DATA}")
    return REAL_DATA


@pytest.fixture(scope="session")
def redis_url() -> str:
    """A running Redis of this test run, made by `run.py test`."""
    url = os.environ.get("TEST_REDIS_URL", "")
    assert url, "TEST_REDIS_URL is not set; run this test with: python3 run.py test"
    return url


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what touches no database, and leave the tests marked `postgres` out of a run on SQLite, as deselected."""
    for item in items:
        if not (item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(_fixtures(item))):
            item.add_marker("pure")
    if os.environ.get("TEST_DATABASE_URL", "").startswith("postgres"):
        return
    left_out = [item for item in items if item.get_closest_marker("postgres")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def _fixtures(item: pytest.Item) -> list[str]:
    return getattr(item, "fixturenames", [])
