"""Files with signals and criteria over the API: looked through as on the page, and taken in once confirmed."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.actions import tokens
from accounts.models import AuditEvent
from documents.models import Document
from procurement.models import CriteriaFile, Criterion, Signal, SignalFile
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.accounts.test_api import problem

pytestmark = pytest.mark.usefixtures("shipped", "frozen")

SIGNALS = "/api/v1/signals/files"
CRITERIA = "/api/v1/criteria/files"
TEA = {"good": "Tea", "country": "KE", "child_labour": "yes"}
CRITERION = {
    "number": "K-1", "kind": "award_criterion", "level": 2, "themes": ["climate"], "title": "Minder CO₂",
    "text": "Tekst",
}  # fmt: skip


@pytest.fixture
def buyer(client: Client, cast: Cast) -> Client:
    client.force_login(cast.buyer)
    return client


def sent(client: Client, path: str, *rows: dict[str, Any], name: str = "rijen.json", **fields: Any) -> Any:
    return client.post(path, {"document": SimpleUploadedFile(name, json.dumps(rows).encode()), **fields})


def test_signals_are_looked_through_first_and_taken_in_once(buyer: Client, cast: Cast) -> None:
    answer = sent(buyer, SIGNALS, TEA, source="Lijst", dated_on="2026-09-01", is_whole="true")
    assert answer.status_code == 201
    told = answer.json()
    assert (told["state"], told["counts"]["created"], told["problems"]) == ("ready", 1, [])
    assert (told["name"], told["source"], told["dated_on"], told["is_whole"]) == (
        "rijen.json", "Lijst", "2026-09-01", True
    )  # fmt: skip
    assert not Signal.objects.exists()
    path = answer["Location"]
    assert path == f"{SIGNALS}/{told['id']}"
    assert buyer.get(path).json() == told
    taken = buyer.post(f"{path}/confirmation")
    assert (taken.status_code, taken.json()["state"], taken.json()["taken_in_by"]["id"]) == (
        200, "taken_in", cast.buyer.pk
    )  # fmt: skip
    made = Signal.objects.get()
    assert (made.good, made.country, made.source, str(made.dated_on)) == ("Tea", "KE", "Lijst", "2026-09-01")
    assert AuditEvent.objects.filter(action="signal_file.imported", actor_id=cast.buyer.pk).count() == 1
    problem(buyer.post(f"{path}/confirmation"), 409)


def test_a_file_with_errors_tells_each_and_is_given_back_but_never_taken_in(buyer: Client) -> None:
    told = sent(buyer, SIGNALS, {"good": "Tea"}, {"country": "KE", "rating": "9"}, source="Lijst").json()
    assert (told["state"], told["problem_count"]) == ("has_errors", len(told["problems"]))
    assert {(each["row"], each["column"]) for each in told["problems"]} >= {(2, "theme"), (3, "rating")}
    book = buyer.get(
        told["errors"], headers={"Accept": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
    )
    assert (book.status_code, b"".join(book)[:2]) == (200, b"PK")
    problem(buyer.post(f"{SIGNALS}/{told['id']}/confirmation"), 409)
    assert not Signal.objects.exists()


def test_criteria_are_looked_through_first_and_taken_in_after_that(buyer: Client, cast: Cast) -> None:
    answer = sent(buyer, CRITERIA, CRITERION)
    told = answer.json()
    assert (answer.status_code, told["state"], told["counts"]["created"], told["errors"]) == (201, "ready", 1, None)
    problem(buyer.get(f"{answer['Location']}/errors"), 404)
    assert not Criterion.objects.filter(organisation=cast.organisation).exists()
    assert buyer.post(f"{answer['Location']}/confirmation").json()["counts"]["created"] == 1
    assert Criterion.objects.get(organisation=cast.organisation).title == "Minder CO₂"


@pytest.mark.parametrize(
    ("path", "fields", "name"),
    [
        (SIGNALS, {}, "document"),
        (SIGNALS, {"document": SimpleUploadedFile("leeg.json", b"")}, "document"),
        (SIGNALS, {"document": SimpleUploadedFile("a.json", b"{")}, "document"),
        (SIGNALS, {"document": SimpleUploadedFile("a.exe", b"MZ")}, "document"),
        (SIGNALS, {"document": SimpleUploadedFile("a.json", b"[]"), "dated_on": "gisteren"}, "dated_on"),
        (SIGNALS, {"document": SimpleUploadedFile("a.json", b"[]"), "is_whole": "misschien"}, "is_whole"),
        (SIGNALS, {"document": SimpleUploadedFile("a.json", b"[]"), "source": "a\0b"}, "source"),
        (CRITERIA, {"document": "geen bestand"}, "document"),
        (CRITERIA, {"document": SimpleUploadedFile("a.xlsx", b"PK geen werkmap")}, "document"),
    ],
)
def test_what_is_refused_is_named_and_nothing_is_kept(
    buyer: Client, path: str, fields: dict[str, Any], name: str
) -> None:
    for each in fields.values():
        if isinstance(each, SimpleUploadedFile):
            each.seek(0)
    told = problem(buyer.post(path, fields), 400)
    assert [each["name"] for each in told["errors"]] == [name]
    assert [model.objects.count() for model in (SignalFile, CriteriaFile, Document)] == [0, 0, 0]


def test_a_file_comes_in_parts_of_a_form_only(buyer: Client) -> None:
    problem(buyer.post(SIGNALS, {"document": "x"}, content_type="application/json"), 415)


def test_a_request_with_too_many_parts_is_refused(buyer: Client) -> None:
    problem(buyer.post(SIGNALS, {f"veld-{number}": "x" for number in range(2000)}), 400)


def test_the_list_costs_the_same_whatever_its_length(
    buyer: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        sent(buyer, CRITERIA, CRITERION | {"number": f"K-{number}"})
    with django_assert_num_queries(7):
        found = buyer.get(CRITERIA).json()
    assert (found["count"], [each["state"] for each in found["results"]]) == (3, ["ready"] * 3)
    assert "problems" not in found["results"][0]


def test_who_may_not_take_in_sees_no_files(client: Client, cast: Cast) -> None:
    client.force_login(cast.management)
    problem(client.get(SIGNALS), 403)
    problem(sent(client, CRITERIA, CRITERION), 403)


@pytest.mark.parametrize("may_write", [True, False])
def test_a_program_sends_a_file_with_a_key_that_may_write(cast: Cast, may_write: bool) -> None:
    _token, secret = tokens.create(
        user=cast.buyer, organisation=cast.organisation, name="Inlezen", may_write=may_write,
        expires_on=AT.date() + timedelta(days=30), at=AT,
    )  # fmt: skip
    program = Client(headers={"Authorization": f"Bearer {secret}"}, enforce_csrf_checks=True)
    answer = sent(program, CRITERIA, CRITERION)
    if not may_write:
        problem(answer, 403)
        return
    assert answer.status_code == 201
    assert program.post(f"{answer['Location']}/confirmation").json()["state"] == "taken_in"
    assert Criterion.objects.filter(organisation=cast.organisation).count() == 1
