"""What holds for the whole API: who gets in, how it refuses, how it is described."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from pytest_django import Settings
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from accounts.api.problems import handle
from accounts.roles import ROLES
from accounts.workflow import TransitionNotAllowed
from tests.accounts.factories import UserFactory
from tests.accounts.fixtures import Cast
from tests.house.url_roles import ENTRIES

PROBLEM = "application/problem+json"


def problem(answer: Any, status: int) -> dict[str, Any]:
    """The problem of an answer, which is one in all its parts."""
    assert answer.status_code == status
    assert answer["Content-Type"] == PROBLEM
    assert answer["API-Version"] == "1.0.0"
    found: dict[str, Any] = answer.json()
    assert found["status"] == status
    return found


@pytest.fixture
def buyer(client: Client, cast: Cast) -> Client:
    client.force_login(cast.buyer)
    return client


def test_a_stranger_is_told_so_and_not_sent_to_a_page(client: Client, db: None) -> None:
    answer = client.get("/api/v1/tenders", headers={"Accept-Language": "en"})

    assert problem(answer, 401) == {
        "type": "about:blank",
        "title": "Unauthorized",
        "status": 401,
        "detail": "Authentication credentials were not provided.",
    }
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_supplier_has_the_portal(client: Client, cast: Cast) -> None:
    client.force_login(cast.supplier, backend="accounts.backends.LinkBackend")

    answer = client.get("/api/v1/tenders", headers={"Accept-Language": "en"})

    assert problem(answer, 403)["detail"] == "The API is for members of an organisation."


def test_who_has_no_role_anywhere_is_told_whom_to_ask(client: Client, db: None) -> None:
    client.force_login(UserFactory())

    assert problem(client.get("/api/v1/tenders"), 403)


def test_a_problem_speaks_the_language_asked_for(buyer: Client) -> None:
    def said(language: str) -> str:
        return str(buyer.get("/api/v1/tenders/999", headers={"Accept-Language": language}).json()["detail"])

    assert said("en") == "This does not exist, or you may not see it."
    assert said("nl") == "Dit bestaat niet, of u mag het niet zien."


@pytest.mark.parametrize("path", ["", "onzin", "tenders/abc", "tenders/1/onzin", "annual-reports/99"])
def test_what_is_no_address_is_a_problem_too(client: Client, db: None, path: str) -> None:
    assert problem(client.get(f"/api/v1/{path}"), 401 if path == "annual-reports/99" else 404)


def test_an_address_may_end_in_a_slash(buyer: Client) -> None:
    assert buyer.get("/api/v1/tenders/").json() == buyer.get("/api/v1/tenders").json()


def test_nothing_is_written_yet(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.buyer)

    assert client.post("/api/v1/tenders", {}).status_code in {403, 405}
    assert Client().post("/api/v1/tenders", {}).status_code == 401


def test_who_asks_too_often_waits(client: Client, db: None) -> None:
    found = [client.get("/api/v1/openapi.json").status_code for _ in range(61)]

    assert found == [200] * 60 + [429]


def test_a_throttled_answer_says_how_long(client: Client, db: None) -> None:
    for _ in range(60):
        client.get("/api/v1/openapi.json")

    answer = client.get("/api/v1/openapi.json", headers={"accept-language": "nl"})

    assert problem(answer, 429)
    wait = int(answer["Retry-After"])
    assert wait > 0
    assert answer.json()["detail"].startswith("Te veel verzoeken. Probeer het over ")


def test_a_move_that_came_too_late_is_a_conflict() -> None:
    answer = handled(TransitionNotAllowed("Somebody else was first."))

    assert (answer.status_code, answer.data["detail"]) == (409, "Somebody else was first.")


def test_a_refused_value_is_named() -> None:
    answer = handled(ValidationError({"title": ["Fill in a title."]}))

    assert (answer.status_code, answer.data["errors"]) == (400, [{"name": "title", "detail": "Fill in a title."}])


def test_an_error_of_ours_is_a_problem_without_its_cause(caplog: pytest.LogCaptureFixture) -> None:
    try:
        raise RuntimeError("the cause")
    except RuntimeError as error:
        answer = handled(error)

    assert (answer.status_code, answer.content_type) == (500, PROBLEM)
    assert "the cause" not in json.dumps(answer.data)
    assert "the cause" in caplog.text


def handled(error: Exception) -> Any:
    request = Request(APIRequestFactory().get("/api/v1/tenders"))
    return handle(error, {"request": request})


def test_everybody_reads_the_description(client: Client, db: None, settings: Settings) -> None:
    answer = client.get("/api/v1/openapi.json")

    described = answer.json()
    assert described["openapi"].startswith("3.")
    assert described["info"]["version"] == answer["API-Version"]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not [path for path in described["paths"] if path.endswith("/")]
    assert described["components"]["securitySchemes"]["session"]["name"] == settings.SESSION_COOKIE_NAME


def test_the_description_names_the_filters_of_the_pages(client: Client, db: None) -> None:
    operation = client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/tenders"]["get"]
    parameters = {one["name"]: one["schema"] for one in operation["parameters"]}

    assert {"organisation", "page", "page_size", "q", "year", "signal"} <= set(parameters)
    assert "-publication_date" in parameters["sort"]["enum"]
    assert parameters["stage"]["enum"] == ["awarded", "planned", "published", "withdrawn"]


@pytest.mark.parametrize("name", [name for name in ENTRIES if name.startswith("api:") and name.endswith("-list")])
def test_a_filter_that_was_misspelt_is_refused_by_name_and_gives_not_all_rows(
    client: Client, cast: Cast, name: str
) -> None:
    client.force_login(cast.with_roles(*ROLES))
    address = reverse(name)
    asked = f"{address}?page=1&page_size=5&organisation={cast.organisation.slug}"
    assert client.get(asked).status_code == 200
    assert "onzin" in json.dumps(problem(client.get(f"{asked}&onzin=1"), 400)["errors"])
