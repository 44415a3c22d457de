"""Two organisations that share a supplier: what one makes changes nothing of what the other sees."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import ROLES
from suppliers.models import Supplier
from tests.accounts.factories import UserFactory
from tests.accounts.fixtures import Cast
from tests.house.url_roles import ENTRIES
from tests.house.world import World, build

NOW = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
TOKEN = re.compile(r'(csrfmiddlewaretoken" value="|"X-CSRFToken": ")[A-Za-z0-9]+')
SEARCHED = ("-list", "-export", "audit", "messages")
SEARCHES = ["", "?q=Naaiatelier", "?q=2026"]


@pytest.fixture(autouse=True)
def _one_moment() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def other_cast(cast: Cast) -> Cast:
    """The same play in the other organisation, by other people."""
    people: dict[str, User] = {
        role: UserFactory(name=f"Ander {role}", organisation=cast.other, roles=[role]) for role in cast.people
    }
    contact = UserFactory(name="Theo Toeleverancier", email="theo@leverancier.example", supplier_contact=True)
    return replace(cast, organisation=cast.other, other=cast.organisation, supplier=contact, people=people)


def text_of(answer: HttpResponse | StreamingHttpResponse) -> str:
    """What a reader gets, without what differs at every request."""
    body = b"".join(answer) if answer.streaming else answer.content
    answer.close()
    if "spreadsheetml" in answer.get("Content-Type", ""):
        sheets = openpyxl.load_workbook(io.BytesIO(body)).worksheets
        return "\n".join(str(row) for sheet in sheets for row in sheet.iter_rows(values_only=True))
    return TOKEN.sub("", body.decode(errors="replace"))


def client_of(user: User) -> Client:
    client = Client()
    backend = "LinkBackend" if user.is_supplier else "PersonBackend"
    client.force_login(user, backend=f"accounts.backends.{backend}")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "nl"
    return client


def everything(world: World, member: User) -> dict[str, str]:
    """Each page, list, search, export, figure and file, as somebody with every role and as the supplier sees them."""
    found: dict[str, str] = {}
    clients = {False: client_of(member), True: client_of(world.cast.supplier)}
    for name, entry in ENTRIES.items():
        if entry.post or entry.is_open:
            continue
        fixed = [str(value).replace("ministerie", world.cast.organisation.slug) for _key, value in entry.fixed]
        url = reverse(name, args=[*(world.key(each) for each in entry.args), *fixed])
        for query in SEARCHES if name.endswith(SEARCHED) else [""]:
            # Undone, because reading a confidential document is an event of its own.
            with transaction.atomic():
                answer = clients[entry.is_portal].get(url + query)
                found[url + query] = f"{answer.status_code} {text_of(answer)}"  # type: ignore[arg-type]
                transaction.set_rollback(True)
    return found


def test_nothing_that_one_organisation_does_shows_at_the_other(cast: Cast, other_cast: Cast) -> None:
    member = UserFactory(organisation=other_cast.organisation, roles=list(ROLES))
    world = build(other_cast)
    before = everything(world, member)
    build(cast)
    after = everything(world, member)
    assert {url for url in before if before[url] != after[url]} == set()


def test_both_organisations_have_the_same_supplier(cast: Cast, other_cast: Cast) -> None:
    ours, theirs = build(cast), build(other_cast)
    assert ours.key("supplier") == theirs.key("supplier")
    links = Supplier.objects.get(pk=ours.key("supplier")).links
    assert links.filter(organisation__in=[cast.organisation, other_cast.organisation]).count() == 2


def test_no_object_of_the_one_opens_for_the_other(cast: Cast, other_cast: Cast) -> None:
    """Neither by its address, nor for the contact person that the other organisation invited."""
    theirs = build(other_cast)
    build(cast)
    member = client_of(UserFactory(organisation=cast.organisation, roles=list(ROLES)))
    contact = client_of(cast.supplier)
    opened = {}
    for name, entry in ENTRIES.items():
        if not entry.args or entry.is_shared or entry.args in (("supplier",), ("shared_file",)):
            continue
        url = reverse(name, args=[*(theirs.key(each) for each in entry.args), *dict(entry.fixed).values()])
        client = contact if entry.is_portal else member
        answer = client.post(url, dict(entry.data)) if entry.post else client.get(url)
        if answer.status_code != 404:
            opened[name] = answer.status_code
    assert opened == {}
