"""The approval over the API: the same rounds, decisions and remarks as on the page."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from procurement.actions import replacements
from procurement.models import Tender
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.procurement.criteria import price
from tests.procurement.factories import TenderFactory

pytestmark = pytest.mark.usefixtures("shipped", "frozen")


@pytest.fixture
def tender(cast: Cast, shipped: None) -> Tender:
    return TenderFactory(organisation=cast.organisation, by=cast.buyer, state="submitted")


def send(person: User, tender: Tender, path: str, **body: Any) -> Any:
    client = Client()
    client.force_login(person, backend="accounts.backends.PersonBackend")
    return client.post(f"/api/v1/tenders/{tender.pk}/approval{path}", body, content_type="application/json")


def test_a_round_goes_from_submission_to_approval(cast: Cast, tender: Tender) -> None:
    remarked = send(cast.tenderboard, tender, "/remarks", about="climate", text="Waarom 2?").json()
    key = remarked["remarks"][0]["id"]
    answered = send(cast.buyer, tender, f"/remarks/{key}/answer", text="Omdat het kan.").json()
    assert [(one["about"], one["text"], one["answer"]) for one in answered["remarks"]] == [
        ("climate", "Waarom 2?", "Omdat het kan.")
    ]
    returned = send(cast.tenderboard, tender, "/decision", role="tenderboard", verdict="returned", reason="Nee.").json()
    assert (returned["approach_state"], returned["open_roles"]) == ("returned", [])
    again = send(cast.buyer, tender, "/submission").json()
    assert ([one["number"] for one in again["rounds"]], again["open_roles"]) == (
        [1, 2],
        ["tenderboard", "budget_holder"],
    )
    send(cast.tenderboard, tender, "/decision", role="tenderboard", verdict="approved")
    done = send(cast.budget_holder, tender, "/decision", role="budget_holder", verdict="approved").json()
    assert done["approach_state"] == "approved"
    assert [one["role"] for one in done["rounds"][1]["decisions"]] == ["tenderboard", "budget_holder"]
    assert send(cast.buyer, tender, "/reopening", reason="Anders.").json()["approach_state"] == "draft"


def test_a_remark_on_a_criterion_names_it(cast: Cast) -> None:
    tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, state="complete")
    money = price(cast, tender)
    send(cast.buyer, tender, "/submission")
    about = f"criterion-{money.pk}"
    (told,) = send(cast.tenderboard, tender, "/remarks", about=about, text="Zwaar.").json()["remarks"]
    assert (told["about"], told["criterion"]) == (about, str(money))
    assert send(cast.tenderboard, tender, "/remarks", about="criterion-0", text="Hm.").status_code == 400


def test_a_due_date_is_moved_with_its_reason(cast: Cast, tender: Tender) -> None:
    moved = send(cast.buyer, tender, "/due-date", due_on="2026-12-07", reason="Ziekte.").json()["rounds"][0]
    assert moved["due_on"] == "2026-12-07"
    assert [(one["after"], one["by"], one["reason"]) for one in moved["due_date_moves"]] == [
        ("2026-12-07", str(cast.buyer), "Ziekte.")
    ]
    assert send(cast.buyer, tender, "/due-date", due_on="2026-12-06", reason="Zo.").status_code == 400
    auditor = cast.with_roles("auditor")
    assert send(auditor, tender, "/due-date", due_on="2026-12-08", reason="Zo.").status_code == 403


def test_a_decision_on_behalf_of_a_colleague_names_both(cast: Cast, tender: Tender) -> None:
    replacements.name(
        organisation=cast.organisation, colleague=cast.budget_holder, from_on=AT.date(),
        until_on=AT.date().replace(day=30), by=cast.tenderboard, at=AT,
    )  # fmt: skip
    answer = send(
        cast.budget_holder, tender, "/decision", role="tenderboard", verdict="approved",
        on_behalf_of=cast.tenderboard.pk,
    )  # fmt: skip
    (decision,) = answer.json()["rounds"][0]["decisions"]
    assert (decision["decided_by"]["id"], decision["on_behalf_of"]["id"]) == (
        cast.budget_holder.pk,
        cast.tenderboard.pk,
    )
    assert send(cast.budget_holder, tender, "/decision", role="tenderboard", verdict="approved").status_code == 403


def test_what_cannot_be_done_says_why(cast: Cast, tender: Tender) -> None:
    draft = TenderFactory(organisation=cast.organisation)
    incomplete = send(cast.buyer, draft, "/submission")
    assert (incomplete.status_code, "ISV" in incomplete.json()["detail"]) == (409, True)
    assert send(cast.auditor, tender, "/submission").status_code == 403
    assert send(cast.buyer, tender, "/decision", role="tenderboard", verdict="approved").status_code == 403
    for body, name in (
        ({"role": "buyer", "verdict": "approved"}, "role"),
        ({"role": "tenderboard", "verdict": "returned"}, "reason"),
    ):
        refused = send(cast.tenderboard, tender, "/decision", **body)
        assert (refused.status_code, refused.json()["errors"][0]["name"]) == (400, name)
    assert send(cast.tenderboard, tender, "/remarks", about="onzin", text="x").status_code == 400
    assert send(cast.outsider, tender, "/submission").status_code == 404


def test_reading_costs_the_same_however_many_rounds(
    cast: Cast, tender: Tender, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(2):
        send(cast.tenderboard, tender, "/remarks", about="isv", text=f"Opmerking {number}")
        send(cast.tenderboard, tender, "/decision", role="tenderboard", verdict="returned", reason="Nee.")
        send(cast.buyer, tender, "/submission")
    client.force_login(cast.auditor, backend="accounts.backends.PersonBackend")
    with django_assert_num_queries(10):
        found = client.get(f"/api/v1/tenders/{tender.pk}/approval").json()
    assert (len(found["rounds"]), len(found["remarks"])) == (3, 2)


def test_a_colleague_stands_in_until_one_of_the_two_ends_it(cast: Cast) -> None:
    own, colleague = Client(), Client()
    own.force_login(cast.tenderboard, backend="accounts.backends.PersonBackend")
    colleague.force_login(cast.budget_holder, backend="accounts.backends.PersonBackend")
    days = {"from_on": "2026-12-01", "until_on": "2026-12-10"}

    def name(**values: Any) -> Any:
        return own.post("/api/v1/replacements", {**days, **values}, content_type="application/json")

    made = name(colleague=cast.budget_holder.pk)
    assert (made.status_code, made.json()["colleague"]["name"]) == (201, cast.budget_holder.name)
    refused = [name(colleague=key).json()["errors"][0]["name"] for key in (cast.buyer.pk, cast.outsider.pk)]
    assert refused == ["colleague", "colleague"]
    assert name(colleague=cast.budget_holder.pk).json()["errors"][0]["name"] == "from_on"
    assert colleague.get("/api/v1/replacements").json()["results"] == [made.json()]
    ending = f"/api/v1/replacements/{made.json()['id']}/ending"
    assert colleague.post(ending).json()["ended_at"] is not None
    assert own.post(ending).status_code == 409


def test_a_replacement_is_of_who_judges_and_of_nobody_else(cast: Cast) -> None:
    made = replacements.name(
        organisation=cast.organisation, colleague=cast.budget_holder, from_on=date(2026, 12, 1),
        until_on=date(2026, 12, 2), by=cast.tenderboard, at=AT,
    )  # fmt: skip
    client = Client()
    client.force_login(cast.buyer, backend="accounts.backends.PersonBackend")
    assert client.get("/api/v1/replacements").status_code == 403
    assert client.post(f"/api/v1/replacements/{made.pk}/ending").status_code == 404
