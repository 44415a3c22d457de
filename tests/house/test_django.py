"""What Django itself can check of a project that is to go into production."""

import sys
from pathlib import Path

from tests.house.conftest import Tool

PRODUCTION = {
    "DJANGO_ALLOW_ASYNC_UNSAFE": "",  # the browser tests of this run set it
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "BASE_URL": "https://gepast.example.nl",
    "ALLOWED_HOSTS": "gepast.example.nl",
    "SECRET_KEY": "wYb3kq0Xv7LmZt9Rj2Hs8Nd4Pf6Gc1Ua5Te-Qi0Ox7Bz3Vn9Mw2",
    "DATABASE_URL": "postgres://gepast:secret@database.example.nl/gepast",
    "CELERY_BROKER_URL": "redis://broker.example.nl/0",
    "CACHE_URL": "redis://broker.example.nl/1",
    "EMAIL_URL": "smtps://gepast:secret@mail.example.nl",
    "TRUSTED_PROXIES": "1",
}


def test_production_settings_pass_the_deployment_check(tool: Tool) -> None:
    tool(sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING", variables=PRODUCTION)


def test_models_and_migrations_agree(tool: Tool) -> None:
    tool(
        sys.executable,
        "manage.py",
        "makemigrations",
        "--check",
        "--dry-run",
        variables={"DJANGO_SETTINGS_MODULE": "tests.settings"},
    )


def test_every_static_file_that_is_named_exists(tool: Tool, tmp_path: Path) -> None:
    program = (
        "import django; django.setup();"
        "from django.conf import settings; settings.STATIC_ROOT = {folder!r};"
        "from django.core.management import call_command; call_command('collectstatic', interactive=False, verbosity=0)"
    )
    tool(
        sys.executable,
        "-c",
        program.format(folder=str(tmp_path)),
        variables={"DJANGO_SETTINGS_MODULE": "config.settings"},
    )
    assert (tmp_path / "staticfiles.json").is_file()
