"""Settings from the environment: what they become, and what they say when they cannot be read."""

import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment
from config.environment import Environment


def test_an_empty_variable_is_an_unset_one() -> None:
    assert Environment({"NAME": " "}).text("NAME", "a name", "default") == "default"


def test_what_is_read_is_remembered_with_its_purpose() -> None:
    known = Environment({})
    known.text("NAME", "what it is for")
    assert known.known == {"NAME": "what it is for"}


@pytest.mark.parametrize(
    ("written", "meant"), [("yes", True), ("TRUE", True), ("1", True), ("no", False), ("0", False)]
)
def test_a_flag_is_yes_or_no(written: str, meant: bool) -> None:
    assert Environment({"FLAG": written}).flag("FLAG", "a flag") is meant


def test_a_flag_refuses_other_words() -> None:
    with pytest.raises(ImproperlyConfigured, match="Set it to yes or no"):
        Environment({"FLAG": "perhaps"}).flag("FLAG", "a flag")


def test_a_number_refuses_words() -> None:
    with pytest.raises(ImproperlyConfigured, match="whole number"):
        Environment({"PORT": "eighty"}).number("PORT", "a port", 80)


def test_names_are_separated_by_commas() -> None:
    assert Environment({"HOSTS": "a.nl, b.nl,"}).names("HOSTS", "hosts", []) == ["a.nl", "b.nl"]


def test_a_folder_that_cannot_be_made_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ImproperlyConfigured, match="Set DATA_DIR to a folder"):
        environment.folder("DATA_DIR", tmp_path / "file" / "below")


def test_sqlite_takes_the_write_lock_at_once() -> None:
    described = environment.database("sqlite:////srv/gepast.sqlite3")
    assert described["NAME"] == "/srv/gepast.sqlite3"
    assert described["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert described["OPTIONS"]["timeout"] == 20


def test_postgresql_takes_its_parts_from_the_address() -> None:
    described = environment.database("postgres://user:p%40ss@db.example.nl:5433/name?sslmode=require")
    assert described["USER"] == "user"
    assert described["PASSWORD"] == "p@ss"
    assert (described["HOST"], described["PORT"], described["NAME"]) == ("db.example.nl", "5433", "name")
    assert described["OPTIONS"] == {"sslmode": "require", "options": "-c jit=off"}


@pytest.mark.parametrize("address", ["mysql://host/name", "postgres://host/", "name", "postgres://host:port/name"])
def test_another_database_is_refused(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        environment.database(address)


def test_mail_stays_in_files_by_default(tmp_path: Path) -> None:
    mail = environment.email("file:", tmp_path)
    assert (mail.backend, mail.file_path) == ("accounts.mail.EmlFileBackend", str(tmp_path))


def test_mail_goes_to_a_server_with_tls(tmp_path: Path) -> None:
    mail = environment.email("smtp://user:secret@mail.example.nl?tls=yes", tmp_path)
    assert (mail.host, mail.port, mail.user, mail.use_tls, mail.use_ssl) == (
        "mail.example.nl",
        587,
        "user",
        True,
        False,
    )


def test_mail_goes_to_a_server_that_begins_encrypted(tmp_path: Path) -> None:
    mail = environment.email("smtps://mail.example.nl", tmp_path)
    assert (mail.port, mail.use_tls, mail.use_ssl) == (465, False, True)


def test_mail_without_a_server_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="names no mail server"):
        environment.email("smtp://", tmp_path)


def test_uploads_on_disk_are_for_their_owner_only(tmp_path: Path) -> None:
    assert environment.storage("file:", tmp_path)["OPTIONS"]["file_permissions_mode"] == 0o600


def test_uploads_go_to_a_private_bucket(tmp_path: Path) -> None:
    options = environment.storage("s3://key:secret@s3.example.nl:9000/bucket?region=nl", tmp_path)["OPTIONS"]
    assert (options["bucket_name"], options["endpoint_url"]) == ("bucket", "https://s3.example.nl:9000")
    assert (options["default_acl"], options["region_name"]) == ("private", "nl")


def test_uploads_without_a_bucket_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="names no bucket"):
        environment.storage("s3://key:secret@s3.example.nl", tmp_path)


def test_the_file_broker_forgets_what_was_handled(tmp_path: Path) -> None:
    _, options = environment.broker("filesystem:", tmp_path)
    assert options["store_processed"] is False
    assert Path(options["data_folder_in"]).is_dir()


def test_another_broker_is_passed_on(tmp_path: Path) -> None:
    assert environment.broker("redis://broker/0", tmp_path) == ("redis://broker/0", {})


def test_the_cache_is_shared_by_the_processes_of_one_machine(tmp_path: Path) -> None:
    assert environment.cache("file:", tmp_path)["LOCATION"] == str(tmp_path)


def test_the_secret_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    secret = environment.kept_secret(path)
    assert len(secret) >= 50
    assert environment.kept_secret(path) == secret
    assert [kept.name for kept in tmp_path.iterdir()] == ["secret_key"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
