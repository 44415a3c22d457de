"""Whatever file the product hands out, what people typed is text in it: no formula, no header, no line of its own."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from openpyxl import load_workbook

from accounts.models import Organisation, User
from accounts.roles import ROLES
from dialogues.models import Agreement, Meeting
from monitoring.actions import builds
from procurement.formats.sheets import RISKY
from procurement.models import Tender
from suppliers.models import Contract, Deliverable, Finding, Supplier
from tests.accounts.factories import AT, UserFactory
from tests.accounts.fixtures import Cast
from tests.house.test_url_roles import session_of
from tests.house.url_roles import ENTRIES
from tests.house.world import World, build

pytestmark = pytest.mark.postgres  # the whole product: once

NASTY = "=cmd|'/C calc'!A0\r\nBcc: b@c.example"
"""A formula, and a line of its own: in a mail a header, in a calendar a property."""
KEPT = {"slug", "currency", "kvk", "lei", "country", "email", "password", "language", "cpv", "procedure_id"}
ROWS = (Tender, Contract, Deliverable, Supplier, Meeting, Agreement, Finding)
QUERIES = ("", "?format=xlsx", "?as_of=2027-12-31")


def poison() -> None:
    """Put the nasty text in every free text field, as a program that writes to the database would."""
    for model in ROWS:
        _poison(model)
    Organisation.objects.update(name=NASTY)
    User.objects.exclude(kind="system").update(name=NASTY)


def _poison(model: type[models.Model]) -> None:
    for field in model._meta.get_fields():
        if not isinstance(field, (models.CharField, models.TextField)) or isinstance(field, models.URLField):
            continue
        if field.choices or field.name in KEPT or (field.max_length or 99) < 50:
            continue
        rows: Any = model._default_manager
        for key in rows.values_list("pk", flat=True):
            text = f"{NASTY}{key}" if _is_unique(model, field.name) else NASTY
            with suppress(IntegrityError), transaction.atomic():  # where the database itself refuses it
                rows.filter(pk=key).update(**{field.name: text})


def _is_unique(model: type[models.Model], name: str) -> bool:
    together = {each for constraint in model._meta.constraints for each in getattr(constraint, "fields", ())}
    return name in together or bool(getattr(model._meta.get_field(name), "unique", False))


@pytest.fixture
def world(cast: Cast) -> World:
    made = build(cast)
    poison()
    return made


@pytest.fixture
def member(world: World) -> Client:
    client = Client()
    user = UserFactory(organisation=world.cast.organisation, roles=list(ROLES))
    client.cookies["sessionid"] = session_of(user)
    client.cookies["django_language"] = "nl"
    return client


def files(world: World, client: Client) -> Iterator[tuple[str, Any, bytes]]:
    """Each answer that is no page: of exports, downloads, calendars, reports and the API."""
    for name, entry in ENTRIES.items():
        if entry.post or entry.is_portal or entry.is_open:
            continue
        fixed = dict(entry.fixed)
        for kind in ("csv", "xlsx", "json") if "kind" in fixed and name != "suppliers:question-set-edit" else ("",):
            values = {**fixed, **({"kind": kind} if kind else {})}
            url = reverse(name, args=[*(world.key(each) for each in entry.args), *values.values()])
            for query in QUERIES:
                answer: Any = client.get(url + query)
                body = b"".join(answer) if answer.streaming else answer.content
                answer.close()
                if answer.status_code == 200 and not answer["Content-Type"].startswith("text/html"):
                    yield url + query, answer, body


def live_cells(body: bytes, kind: str) -> list[str]:
    """Cells that a spreadsheet would compute."""
    if "spreadsheetml" in kind:
        book = load_workbook(io.BytesIO(body))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        return [f"{cell.coordinate}: {cell.value}" for cell in cells if cell.data_type == "f" or cell.hyperlink]
    text = body.decode("utf-8-sig")
    first = text.splitlines()[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",")
    return [cell for row in rows for cell in row if cell.startswith(RISKY) and not _is_number(cell)]


def _is_number(cell: str) -> bool:
    return cell.removeprefix("-").replace(",", ".").replace(".", "", 1).isdigit()


def test_what_is_handed_out_holds_text_only(world: World, member: Client) -> None:
    """No cell that computes, no header of somebody's own, and JSON that reads."""
    live, seen, poisoned = {}, set(), set()
    for url, answer, body in files(world, member):
        kind = answer["Content-Type"]
        assert_headers(url, answer)
        if "json" in kind and not body.startswith(b"<?xml"):  # the world's notice is kept as JSON
            json.loads(body)
        if "csv" not in kind and "spreadsheetml" not in kind:
            continue
        seen.add(url)
        if found := live_cells(body, kind):
            live[url] = found[:3]
        if b"calc" in body or "spreadsheetml" in kind:
            poisoned.add(url)
    assert live == {}
    assert len(seen) >= 12
    assert len(poisoned) >= 10


def assert_headers(url: str, answer: Any) -> None:
    for name, value in answer.items():
        assert "\n" not in value, f"{url} {name}"
        assert "\r" not in value, f"{url} {name}"
        assert name.lower() != "bcc", url
    assert answer["X-Content-Type-Options"] == "nosniff", url


def test_no_built_report_carries_a_live_formula(world: World, member: Client) -> None:
    cast = world.cast
    for file_format in ("csv", "xlsx"):
        build_row = builds.request(
            organisation=cast.organisation, year=2026, as_of=AT.date(), report=None, file_format=file_format,
            language="nl", by=cast.management, at=AT,
        )  # fmt: skip
        builds.build(key=build_row.pk, at=AT, by=cast.system)
        answer: Any = member.get(reverse("monitoring:report-file", args=[build_row.pk]))

        body = b"".join(answer)
        answer.close()
        assert answer.status_code == 200
        assert live_cells(body, answer["Content-Type"]) == []


def test_calendar_has_no_property_that_somebody_typed(world: World, member: Client) -> None:
    answer = member.get(reverse("dialogues:meeting-calendar", args=[world.key("meeting")]))

    lines = answer.content.replace(b"\r\n ", b"").split(b"\r\n")
    assert not [line for line in lines if line.upper().startswith(b"BCC")]
    assert b"\n" not in answer.content.replace(b"\r\n", b"")
    event = Calendar.from_ical(answer.content.decode()).walk("VEVENT")[0]
    assert "calc" in str(event["summary"]) + str(event["description"])
