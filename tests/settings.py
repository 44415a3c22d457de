"""The product's own settings, in a folder that goes away, with nothing that leaves this machine."""

import os
import tempfile
from pathlib import Path

_FOLDER = tempfile.TemporaryDirectory(prefix="gepast-test-", ignore_cleanup_errors=True)

os.environ.update(
    {
        "DATA_DIR": _FOLDER.name,
        "SECRET_KEY": "only-for-the-tests-" * 4,
        "DATABASE_URL": os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{_FOLDER.name}/gepast.sqlite3",
        "CELERY_BROKER_URL": "memory:",
        "BASE_URL": "http://localhost",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
        "LOG_LEVEL": "WARNING",
    }
)
for _name in ("DEBUG", "EMAIL_URL", "CACHE_URL", "MEDIA_STORAGE_URL", "CLAMAV_URL", "EMAIL_FROM", "TRUSTED_PROXIES"):
    os.environ.pop(_name, None)

from config.settings import *  # noqa: E402, F403

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Scrypt is slow on purpose; the tests sign in some thousand times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Hashed names need collectstatic first; tests/house proves that it succeeds.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
STATIC_ROOT = Path(_FOLDER.name) / "static"
STATIC_ROOT.mkdir()
# The people of the tests have example addresses; their mail goes to the test's own mailbox.
MAIL_STAYS_FOR = ()
