"""Notices that were uploaded and wait for the confirmation of the same person: in the storage, never in the session."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.models import Organisation, User

SALT = "suppliers.incoming"
VALID_FOR = timedelta(hours=2)
FOLDER = "incoming"


class ConfirmationExpired(Exception):
    """The files are not there any more, or belong to somebody else."""


def keep(*, files: list[tuple[str, bytes]], user: User, organisation: Organisation, at: datetime) -> str:
    """Lay the files aside for this user in this organisation; answers the signed token with which to get them back.

    What the same user left lying longer than the token is valid goes.
    """
    _sweep(f"{FOLDER}/{user.pk}", before=at - VALID_FOR)
    named = []
    for name, data in files:
        key = f"{hashlib.sha256(data).hexdigest()}.notice"
        path = _path(user, key)
        if not default_storage.exists(path):
            default_storage.save(path, ContentFile(data))
        named.append([name, key])
    return signing.dumps({"user": user.pk, "organisation": organisation.pk, "files": named}, salt=SALT, compress=True)


def collect(*, token: str, user: User, organisation: Organisation) -> list[tuple[str, bytes]]:
    """The files of this token. Raises ``ConfirmationExpired``."""
    try:
        told = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature as error:
        raise ConfirmationExpired from error
    if told["user"] != user.pk or told["organisation"] != organisation.pk:
        raise ConfirmationExpired
    found = []
    for name, key in told["files"]:
        try:
            with default_storage.open(_path(user, key)) as kept:
                found.append((name, kept.read()))
        except FileNotFoundError as error:
            raise ConfirmationExpired from error
    return found


def forget(*, token: str, user: User) -> None:
    """Delete the files of this token: they have been taken in."""
    for _name, key in signing.loads(token, salt=SALT)["files"]:
        default_storage.delete(_path(user, key))


def prune(*, at: datetime) -> int:
    """Delete what nobody confirmed while its token was valid, of everybody; answers how many."""
    try:
        folders, _names = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return 0
    return sum(_sweep(f"{FOLDER}/{name}", before=at - VALID_FOR) for name in folders)


def _path(user: User, key: str) -> str:
    return f"{FOLDER}/{user.pk}/{key}"


def _sweep(folder: str, *, before: datetime) -> int:
    try:
        _folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return 0
    old = [path for name in names if default_storage.get_modified_time(path := f"{folder}/{name}") < before]
    for path in old:
        default_storage.delete(path)
    return len(old)
