"""Every form of every page, with what people paste and attackers send: a clear sentence, never an error of ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import islice
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import ROLES
from tests.accounts.factories import UserFactory
from tests.accounts.fixtures import Cast
from tests.house.entries import Entry
from tests.house.test_url_roles import PARTS, session_of
from tests.house.url_roles import ENTRIES
from tests.house.world import World, build

pytestmark = pytest.mark.postgres  # every form there is: once

NASTY = {
    "null": "a\x00b",
    "not UTF-8": "a%ED%A0%80%FFb",  # a lone surrogate, and a byte that is none; sent as they stand
    "direction": "abc\u202egnp.exe",
    "lines": "a\r\nBcc: b@c.example\r\n\r\nx",
    "html": "\"'><script>alert(1)</script>{{ 7 }}%s%(x)s",
    "number": "9" * 400,
    "long": "x" * 1_000_000,
}
CHOSEN = {"hidden", "radio", "checkbox", "submit", "date", "time"}


@dataclass
class Form:
    """A form of a page that is sent by POST: all its fields, those one types in, those that take a file."""

    action: str
    values: dict[str, str] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name, kind = found.get("name", ""), found.get("type", "text")
        if tag == "form" and found.get("method", "").lower() == "post":
            self._form = Form(found.get("action", ""))
            self.forms.append(self._form)
        if self._form is None:
            return
        if tag == "option" and self._select and ("selected" in found or not self._form.values[self._select]):
            self._form.values[self._select] = found.get("value", "")
        if tag not in {"input", "textarea", "select", "button"} or not name:
            return
        if kind == "file":
            self._form.files.add(name)
            return
        self._form.values.setdefault(name, found.get("value", ""))
        self._select = name if tag == "select" else ""
        if tag == "textarea" or (tag == "input" and kind not in CHOSEN):
            self._form.typed.add(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None


@pytest.fixture
def world(cast: Cast) -> World:
    return build(cast)


@pytest.fixture
def clients(world: World) -> dict[bool, Client]:
    """Somebody with every role, and (True) the supplier's contact person."""
    member = UserFactory(organisation=world.cast.organisation, roles=list(ROLES))
    made = {}
    people: dict[bool, User] = {False: member, True: world.cast.supplier}
    for is_portal, user in people.items():
        made[is_portal] = Client(raise_request_exception=False)
        made[is_portal].cookies["sessionid"] = session_of(user)
    return made


def _address(world: World, name: str, entry: Entry) -> str:
    return reverse(name, args=[*(world.key(each) for each in entry.args), *dict(entry.fixed).values()])


def _forms(client: Client, url: str, entry: Entry) -> Iterator[Form]:
    if entry.post:
        names = [name for name, _value in entry.data] + ["reason", "note", "text", "comment", "target", "answer"]
        yield Form(url, dict.fromkeys(names, ""), set(names))
        return
    answer = client.get(url)
    if answer.get("Content-Type", "").startswith("text/html") and answer.status_code == 200:
        page = Page()
        page.feed(answer.content.decode())
        for form in page.forms:
            form.action = form.action or url
            yield form
    answer.close()


def _refuse_null(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """What PostgreSQL does, on SQLite too."""
    assert not any(isinstance(value, str) and "\x00" in value for value in params or ()), sql
    return execute(sql, params, many, context)


def _send(client: Client, form: Form, nasty: str, names: set[str]) -> int:
    data: dict[str, Any] = {**form.values, **dict.fromkeys(names, nasty)}
    data.pop("csrfmiddlewaretoken", None)
    with transaction.atomic(), connection.execute_wrapper(_refuse_null):
        if "%ED" in nasty:
            body = "&".join(f"{name}={nasty}" for name in data)
            answer = client.post(form.action, body, content_type="application/x-www-form-urlencoded")
        else:
            data |= {each: SimpleUploadedFile("a\u202e.csv\r\nx: y", b"a;b\n\x00") for each in form.files}
            answer = client.post(form.action, data)
        transaction.set_rollback(True)
        answer.close()
    return answer.status_code


@pytest.mark.parametrize("part", range(PARTS))
def test_no_form_breaks_on_nasty_text(world: World, clients: dict[bool, Client], part: int) -> None:
    """In what one types alone, and in every field at once."""
    broken, done = [], set()
    for name, entry in islice(ENTRIES.items(), part, None, PARTS):
        if entry.is_api or name == "portal:leave":
            continue
        client = clients[entry.is_portal]
        for form in _forms(client, _address(world, name, entry), entry):
            mark = (form.action, *form.values)
            if mark in done or form.action.startswith(("/account/", "/i18n/")) or form.action.endswith("/leave/"):
                continue
            done.add(mark)
            for kind, nasty in NASTY.items():
                for names in (form.typed, set() if kind == "long" else set(form.values)):
                    status = _send(client, form, nasty, names)
                    if status >= 500:
                        broken.append(f"{name}: {form.action} {kind} {status} {sorted(names)}")
    assert broken == []
    assert len(done) > 50 / PARTS


def test_no_page_breaks_on_nasty_questions(world: World, clients: dict[bool, Client]) -> None:
    """In the filters, the search, the order and the number of the page."""
    broken = []
    names = ("q", "page", "sort", "state", "year", "as_of", "part", "format", "supplier", "theme", "edition", "kind")
    for name, entry in ENTRIES.items():
        if entry.post or entry.is_open:
            continue
        url = _address(world, name, entry)
        for kind, nasty in NASTY.items():
            if kind == "long":
                continue
            text = nasty if "%ED" in nasty else None
            with transaction.atomic(), connection.execute_wrapper(_refuse_null):
                if text:
                    answer = clients[entry.is_portal].get(f"{url}?{'&'.join(f'{each}={text}' for each in names)}")
                else:
                    answer = clients[entry.is_portal].get(url, dict.fromkeys(names, nasty))
                transaction.set_rollback(True)
                answer.close()
            if answer.status_code >= 500:
                broken.append(f"{name} {kind}")
    assert broken == []
