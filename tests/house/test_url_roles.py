"""Every address × every role: who is let in, who is refused, who does not even learn that it exists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse

from accounts.models import User
from accounts.roles import ROLES
from monitoring import editions
from monitoring.formats.report_json import Line
from monitoring.indicators import Indicator, Scope
from tests.accounts.factories import UserFactory
from tests.accounts.fixtures import Cast
from tests.house.entries import Entry
from tests.house.url_roles import ENTRIES, LIBRARIES, LIBRARY_PREFIXES
from tests.house.world import World, build

PARTS = 4
"""So that the cores share the work."""


def names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        elif pattern.name:
            yield f"{prefix}{pattern.name}"


def own_names() -> set[str]:
    return {name for name in names(get_resolver()) if name not in LIBRARIES and not name.startswith(LIBRARY_PREFIXES)}


def test_every_address_has_its_line_and_every_line_its_address() -> None:
    assert own_names() == set(ENTRIES)


def expected(entry: Entry, role: str) -> set[int]:
    """The statuses that are right for this role; a form that asks more answers 200, a page that moved on 302.

    The outsider has every role in his own organisation: only sight keeps him out.
    """
    welcome = {200, 204, 302, 400, 409, 422}
    if entry.is_open:
        return {200, 302, 404, 410}
    if role == "nobody":
        return {401} if entry.is_api else {302}
    if entry.is_portal:
        return welcome if role == "supplier" else {404}
    if role == "supplier":
        return {403} if entry.is_api else {302, 404} if entry == ENTRIES["monitoring:worklist"] else {404}
    if role == "outsider" and not entry.is_shared:
        return {404} if entry.names_object else {200, 302, 400, 403, 404}
    return welcome if role in entry.roles else {404 if entry.is_unseen else 403}


def session_of(user: User | None) -> str:
    """The key of a session in which this person is signed in."""
    if user is None:
        return ""
    client = Client()
    backend = "LinkBackend" if user.is_supplier else "PersonBackend"
    client.force_login(user, backend=f"accounts.backends.{backend}")
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def statuses(world: World, name: str, entry: Entry, sessions: dict[str, str]) -> dict[str, int]:
    keys = [world.key(arg) for arg in entry.args]
    url = reverse(name, args=[*keys, *dict(entry.fixed).values()])
    found: dict[str, int] = {}
    for role, session in sessions.items():
        client = Client(raise_request_exception=False)
        client.cookies[settings.SESSION_COOKIE_NAME] = session
        with transaction.atomic():
            kind = "application/json" if entry.is_api else MULTIPART_CONTENT
            answer = client.post(url, dict(entry.data), content_type=kind) if entry.post else client.get(url)
            transaction.set_rollback(True)
        found[role] = answer.status_code
        answer.close()
    return found


@pytest.fixture
def world(cast: Cast) -> World:
    return build(cast)


@pytest.fixture
def _counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The figures of a year are the same for every role, as each answer is undone; counting them takes long."""
    found: dict[tuple[Scope, tuple[str, ...]], list[Line]] = {}
    count = editions._count

    def counted_once(scope: Scope, asked: Sequence[Indicator]) -> list[Line]:
        key = scope, tuple(one.code for one in asked)
        if key not in found:
            found[key] = count(scope, asked)
        return found[key]

    monkeypatch.setattr(editions, "_count", counted_once)


@pytest.mark.usefixtures("_counted_once")
@pytest.mark.parametrize("part", range(PARTS))
def test_each_address_answers_each_role_as_the_table_says(world: World, subtests: pytest.Subtests, part: int) -> None:
    cast = world.cast
    outsider = UserFactory(organisation=cast.other, roles=list(ROLES))
    actors: dict[str, User | None] = {
        **cast.people, "outsider": outsider, "supplier": cast.supplier, "nobody": None,
    }  # fmt: skip
    sessions = {role: session_of(user) for role, user in actors.items()}
    for name, entry in islice(ENTRIES.items(), part, None, PARTS):
        with subtests.test(name):
            try:
                found = statuses(world, name, entry, sessions)
            except NoReverseMatch as error:
                pytest.fail(str(error))
            wrong = {role: status for role, status in found.items() if status not in expected(entry, role)}
            assert not wrong, f"{name}: {wrong}"
