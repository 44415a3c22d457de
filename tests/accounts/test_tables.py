"""Editable tables: own rows by the organisation's beheerder, shared rows only by who administers everything."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from accounts.actions import people
from accounts.models import AuditEvent
from procurement.actions import lookups as procurement_lookups
from procurement.models import ProcurementCategory, Threshold
from suppliers.actions import lookups as suppliers_lookups
from suppliers.models import QuestionSet, ScheduleLine
from tests.accounts.factories import AT, system_user
from tests.accounts.fixtures import Cast

PAGES = ["themes", "categories", "thresholds", "risk-themes", "schedules"]


@pytest.fixture(autouse=True)
def _lookups(db: None) -> None:
    procurement_lookups.load_shipped(by=system_user(), at=AT)
    suppliers_lookups.load_shipped(by=system_user(), at=AT)


def own_category(cast: Cast, code: str = "straatmeubilair") -> dict[str, object]:
    return {"code": code, "name_nl": "Straatmeubilair", "name_en": "Street furniture", "position": 1}


@pytest.mark.parametrize("page", PAGES)
def test_a_table_is_shown_to_who_may_read_settings(cast: Cast, client: Client, page: str) -> None:
    seen = {}
    for role in ("auditor", "administrator", "buyer"):
        client.force_login(cast.people[role])
        seen[role] = client.get(f"/settings/tables/{page}/").status_code

    assert seen == {"auditor": 200, "administrator": 200, "buyer": 403}


def test_an_administrator_adds_a_category_of_his_own_organisation(cast: Cast, client: Client) -> None:
    client.force_login(cast.administrator)

    client.post("/settings/tables/categories/new/", own_category(cast))

    row = ProcurementCategory.objects.get(code="straatmeubilair")
    assert row.organisation == cast.organisation
    assert AuditEvent.objects.about(row).get().action == "categories.created"


def test_another_organisation_does_not_see_it(cast: Cast, client: Client) -> None:
    people.grant_roles(user=cast.outsider, organisation=cast.other, roles=["administrator"], by=cast.system, at=AT)
    client.force_login(cast.administrator)
    client.post("/settings/tables/categories/new/", own_category(cast))
    row = ProcurementCategory.objects.get(code="straatmeubilair")
    client.force_login(cast.outsider)

    assert "Straatmeubilair" not in client.get("/settings/tables/categories/").content.decode()
    assert client.get(f"/settings/tables/categories/{row.pk}/").status_code == 404


def test_a_shared_row_is_not_changed_by_the_beheerder_of_one_organisation(cast: Cast, client: Client) -> None:
    row = Threshold.objects.get(kind="central", valid_from="2026-01-01")
    client.force_login(cast.administrator)

    answer = client.post(
        f"/settings/tables/thresholds/{row.pk}/", {"kind": "central", "valid_from": "2026-01-01", "amount": "1"}
    )

    assert answer.status_code == 403
    row.refresh_from_db()
    assert row.amount == Decimal(140_000)


def test_a_shared_row_edited_by_who_administers_everything_survives_a_later_load(cast: Cast, client: Client) -> None:
    people.grant_roles(user=cast.administrator, organisation=cast.other, roles=["administrator"], by=cast.system, at=AT)
    row = Threshold.objects.get(kind="central", valid_from="2026-01-01")
    client.force_login(cast.administrator)
    client.post(
        f"/settings/tables/thresholds/{row.pk}/", {"kind": "central", "valid_from": "2026-01-01", "amount": "141000"}
    )

    procurement_lookups.load_shipped(by=system_user(), at=AT)

    row.refresh_from_db()
    assert row.amount == Decimal(141_000)


def test_bad_input_is_said_at_the_field_and_kept(cast: Cast, client: Client) -> None:
    client.force_login(cast.administrator)

    answer = client.post("/settings/tables/categories/new/", {**own_category(cast), "code": "met spatie"})

    assert answer.status_code == 200
    assert "met spatie" in answer.content.decode()
    assert not ProcurementCategory.objects.filter(organisation=cast.organisation).exists()


def test_an_own_schedule_begins_as_a_copy_of_the_product_s(cast: Cast, client: Client) -> None:
    client.force_login(cast.administrator)

    client.post("/settings/schedules/own/", {"follow_up": "light"})
    client.post("/settings/schedules/own/", {"follow_up": "light"})

    product = ScheduleLine.objects.filter(organisation=None, follow_up="light").count()
    assert ScheduleLine.objects.filter(organisation=cast.organisation, follow_up="light").count() == product


def test_changed_questions_are_a_new_version_for_this_organisation_only(cast: Cast, client: Client) -> None:
    client.force_login(cast.administrator)
    data = {
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "0",
        "form-0-text_nl": "Staat het loon erin?",
        "form-0-text_en": "Are wages covered?",
    }

    client.post("/settings/questions/risk_analysis/", data)

    made = QuestionSet.objects.get(organisation=cast.organisation)
    assert (made.version, made.is_current, made.questions.get().text_en) == (1, True, "Are wages covered?")
    assert QuestionSet.objects.get(organisation=None, kind="risk_analysis").is_current
