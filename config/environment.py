"""Reading settings from the environment: each once, each with an error that says what to do."""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE_OPTIONS: dict[str, Any] = {
    # Take the write lock when a transaction begins: with a deferred one, WAL answers "locked" halfway.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON",
}


class Environment:
    """The environment variables this product knows, with what each is for in `known`."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self.known: dict[str, str] = {}

    def text(self, name: str, purpose: str, default: str = "") -> str:
        """The value of `name`, or `default` when it is unset or empty."""
        self.known[name] = purpose
        return self._variables.get(name, "").strip() or default

    def flag(self, name: str, purpose: str) -> bool:
        """A yes or no, no when it is unset; anything but yes, no, true, false, 1 and 0 is refused."""
        value = self.text(name, purpose, "no").lower()
        if value in {"1", "yes", "true", "on"}:
            return True
        if value in {"0", "no", "false", "off"}:
            return False
        raise ImproperlyConfigured(f"{name} is {value!r}. Set it to yes or no ({purpose}).")

    def number(self, name: str, purpose: str, default: int) -> int:
        """A whole number of zero or more."""
        value = self.text(name, purpose, str(default))
        if not value.isdecimal():
            raise ImproperlyConfigured(f"{name} is {value!r}. Set it to a whole number ({purpose}).")
        return int(value)

    def names(self, name: str, purpose: str, default: list[str]) -> list[str]:
        """A list of words separated by commas."""
        value = self.text(name, purpose)
        return [word.strip() for word in value.split(",") if word.strip()] or default

    def folder(self, name: str, purpose: str, default: Path) -> Path:
        """An absolute folder that exists after this call."""
        return folder(name, Path(self.text(name, purpose, str(default))))


def folder(name: str, path: Path) -> Path:
    """Make the folder `path`, asked for by the setting `name`, where it does not exist."""
    path = path.expanduser().absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name} asks for the folder {path}, which cannot be made ({error.strerror}). "
            f"Set {name} to a folder this user may write to."
        ) from error
    return path


def split(name: str, value: str, schemes: set[str]) -> SplitResult:
    """Take an address apart; refuse other schemes than `schemes`."""
    try:
        address = urlsplit(value)
        _ = address.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} cannot be read as an address: {error}.") from error
    if address.scheme not in schemes:
        raise ImproperlyConfigured(
            f"{name} begins with {address.scheme or 'nothing'!r}. Begin it with one of: {', '.join(sorted(schemes))}."
        )
    return address


def database(value: str) -> dict[str, Any]:
    """Django's description of the database behind `sqlite:///PATH` or `postgres://USER:PASSWORD@HOST:PORT/NAME`."""
    address = split("DATABASE_URL", value, {"sqlite", "postgres", "postgresql"})
    name = unquote(address.path[1:])
    if not name:
        raise ImproperlyConfigured(
            "DATABASE_URL names no database. Write postgres://USER:PASSWORD@HOST/NAME, or sqlite:////folder/file."
        )
    if address.scheme == "sqlite":
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": dict(SQLITE_OPTIONS)}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(address.username or ""),
        "PASSWORD": unquote(address.password or ""),
        "HOST": unquote(address.hostname or ""),
        "PORT": str(address.port or ""),
        # Compiling a query of ours takes PostgreSQL up to half a minute, running it some milliseconds.
        "OPTIONS": {"options": "-c jit=off", **options(address)},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


@dataclass(frozen=True)
class Mail:
    """Django's mail settings."""

    backend: str
    file_path: str = ""
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    use_tls: bool = False
    use_ssl: bool = False


def email(value: str, path: Path) -> Mail:
    """The mail server of `smtp://USER:PASSWORD@HOST:PORT?tls=yes` or `smtps://…`; `file:` keeps mail in `path`."""
    address = split("EMAIL_URL", value, {"file", "smtp", "smtps"})
    if address.scheme == "file":
        return Mail(backend="accounts.mail.EmlFileBackend", file_path=str(path))
    if not address.hostname:
        raise ImproperlyConfigured("EMAIL_URL names no mail server. Write smtp://USER:PASSWORD@HOST:587?tls=yes.")
    encrypted = address.scheme == "smtps"
    return Mail(
        backend="django.core.mail.backends.smtp.EmailBackend",
        host=address.hostname,
        port=address.port or (465 if encrypted else 587),
        user=unquote(address.username or ""),
        password=unquote(address.password or ""),
        use_ssl=encrypted,
        use_tls=options(address).get("tls", "no") == "yes",
    )


def storage(value: str, path: Path) -> dict[str, Any]:
    """Where uploads are kept: `file:` (in `path`) or `s3://KEY:SECRET@ENDPOINT/BUCKET?region=R`."""
    address = split("MEDIA_STORAGE_URL", value, {"file", "s3"})
    if address.scheme == "file":
        location = {"location": str(path), "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": location}
    bucket = address.path.strip("/")
    if not (bucket and address.hostname):
        raise ImproperlyConfigured("MEDIA_STORAGE_URL names no bucket. Write s3://KEY:SECRET@ENDPOINT/BUCKET.")
    asked = options(address)
    port = f":{address.port}" if address.port else ""
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": f"{asked.get('scheme', 'https')}://{address.hostname}{port}",
            "access_key": unquote(address.username or "") or None,
            "secret_key": unquote(address.password or "") or None,
            "region_name": asked.get("region"),
            "default_acl": "private",
            "file_overwrite": False,
            "querystring_auth": True,
        },
    }


def cache(value: str, path: Path) -> dict[str, Any]:
    """What web and worker share for a short while: `file:` (in `path`) or `redis://HOST/1`."""
    address = split("CACHE_URL", value, {"file", "redis", "rediss"})
    if address.scheme == "file":
        return {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(path)}
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": value}


def broker(value: str, path: Path) -> tuple[str, dict[str, Any]]:
    """Celery's broker and its options, for `filesystem:` (messages in `path`), `redis://HOST/0` or `memory:`."""
    address = split("CELERY_BROKER_URL", value, {"filesystem", "redis", "rediss", "memory"})
    if address.scheme == "memory":
        return "memory://", {}
    if address.scheme != "filesystem":
        return value, {}
    for name in ("messages", "control"):
        folder("DATA_DIR", path / name)
    return "filesystem://localhost", {
        "data_folder_in": str(path / "messages"),
        "data_folder_out": str(path / "messages"),
        "control_folder": str(path / "control"),
        "store_processed": False,
        "polling_interval": 0.05,
    }


def options(address: SplitResult) -> dict[str, str]:
    """The part behind the question mark, the last value of each name."""
    return {name: values[-1] for name, values in parse_qs(address.query).items()}


def kept_secret(path: Path) -> str:
    """The secret in `path`; made on first use, readable by its owner only."""
    if not path.exists():
        # Written aside and then linked: of two processes that start together, one wins and both read the same.
        handle, draft = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(60))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        Path(draft).unlink()
    return path.read_text(encoding="ascii").strip()
