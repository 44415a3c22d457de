"""Findings: every state, target and role; two people to close one that nobody could confirm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client

from accounts.models import User
from accounts.roles import ROLES
from accounts.workflow import TransitionNotAllowed
from suppliers.actions import findings
from suppliers.actions.findings import Reported
from suppliers.models import Finding, Supplier
from suppliers.workflow import FINDING
from tests.accounts.factories import AT, UserFactory
from tests.accounts.fixtures import Cast
from tests.suppliers.factories import ContractFactory, SupplierFactory

pytestmark = pytest.mark.django_db

WATCHERS = {"contract_manager", "category_manager"}
READERS = WATCHERS | {"commissioning_owner", "mvi_adviser", "management", "auditor", "administrator"}
PATH = {
    "reported": [],
    "requested": ["requested"],
    "in_remedy": ["requested", "in_remedy"],
    "verified": ["requested", "in_remedy", "verified"],
    "closed_confirmed": ["requested", "in_remedy", "verified", "closed_confirmed"],
    "closed_unconfirmed": ["requested", "in_remedy", "verified", "closed_unconfirmed"],
    "reopened": ["requested", "in_remedy", "verified", "closed_confirmed", "reopened"],
}


@pytest.fixture
def supplier(cast: Cast) -> Supplier:
    return SupplierFactory(organisation=cast.organisation)


@pytest.fixture
def reported(supplier: Supplier) -> Reported:
    return Reported(
        reference="B-1",
        supplier=supplier,
        contract=None,
        reported_on=date(2026, 10, 1),
        source="audit",
        theme=None,
        severity=4,
        description="Te lange werkdagen.",
    )


@pytest.fixture
def finding(cast: Cast, reported: Reported) -> Finding:
    return findings.report(organisation=cast.organisation, reported=reported, by=cast.contract_manager, at=AT)


def _walk(finding: Finding, cast: Cast, state: str) -> Finding:
    """Take it to a state; the contract manager verifies, the category manager closes."""
    for step in PATH[state]:
        by = cast.category_manager if step.startswith("closed") else cast.contract_manager
        findings.move(finding=finding, to=step, by=by, at=AT, reason="Gezien tijdens het bezoek.")
    return finding


@pytest.mark.parametrize("target", list(FINDING.labels))
@pytest.mark.parametrize("source", list(FINDING.labels))
def test_every_state_target_and_role(cast: Cast, finding: Finding, source: str, target: str) -> None:
    _walk(finding, cast, source)
    moved = {role for role in ROLES if _can_move(finding, target, cast.people[role])}
    expected = set(WATCHERS) if (source, target) in FINDING.moves else set()
    if target == "closed_unconfirmed":
        expected -= {"contract_manager"}  # who verified it
    assert moved == expected


def _can_move(finding: Finding, target: str, by: User) -> bool:
    """Whether the step succeeds; it is taken back."""
    with transaction.atomic():
        try:
            findings.move(finding=Finding.objects.get(), to=target, by=by, at=AT, reason="Omdat.")
        except (TransitionNotAllowed, PermissionDenied):
            return False
        assert Finding.objects.get().state == target
        transaction.set_rollback(True)
    return True


@pytest.mark.parametrize("target", ["verified", "closed_confirmed", "closed_unconfirmed", "reopened"])
def test_a_reason_is_asked(cast: Cast, finding: Finding, target: str) -> None:
    before = {"verified": "in_remedy", "reopened": "closed_confirmed"}.get(target, "verified")
    _walk(finding, cast, before)
    with pytest.raises(TransitionNotAllowed):
        findings.move(finding=finding, to=target, by=cast.category_manager, at=AT, reason="  ")


def test_closing_keeps_the_day_and_reopening_takes_it_away(cast: Cast, finding: Finding) -> None:
    _walk(finding, cast, "closed_confirmed")
    assert Finding.objects.get().closed_on == AT.date()
    findings.move(finding=finding, to="reopened", by=cast.contract_manager, at=AT, reason="Nieuw signaal.")
    again = Finding.objects.get()
    assert (again.closed_on, again.verified_by) == (None, None)


class TestReporting:
    @pytest.mark.parametrize("role", list(ROLES))
    def test_who_may(self, cast: Cast, reported: Reported, role: str) -> None:
        def report() -> Finding:
            return findings.report(organisation=cast.organisation, reported=reported, by=cast.people[role], at=AT)

        if role in WATCHERS:
            assert report().state == "reported"
        else:
            with pytest.raises(PermissionDenied):
                report()

    def test_the_supplier_follows_from_the_contract(self, cast: Cast, reported: Reported) -> None:
        contract = ContractFactory(organisation=cast.organisation)
        made = findings.report(
            organisation=cast.organisation,
            reported=replace(reported, supplier=None, contract=contract),
            by=cast.contract_manager,
            at=AT,
        )
        assert made.supplier == contract.supplier

    @pytest.mark.parametrize(
        ("field", "value"),
        [("reported_on", date(2027, 1, 1)), ("severity", 6), ("source", "gossip")],
    )
    def test_what_cannot_be_is_said_at_the_field(
        self, cast: Cast, reported: Reported, field: str, value: object
    ) -> None:
        with pytest.raises(ValidationError) as refused:
            findings.report(
                organisation=cast.organisation,
                reported=replace(reported, **{field: value}),  # type: ignore[arg-type]  # wrong on purpose
                by=cast.contract_manager,
                at=AT,
            )
        assert field in refused.value.message_dict

    def test_others_suppliers_and_contracts_are_refused(self, cast: Cast, reported: Reported) -> None:
        theirs = ContractFactory(organisation=cast.other)
        for wrong in ({"supplier": theirs.supplier}, {"supplier": None, "contract": theirs}):
            with pytest.raises(ValidationError):
                findings.report(
                    organisation=cast.organisation,
                    reported=replace(reported, **wrong),
                    by=cast.contract_manager,
                    at=AT,
                )

    def test_a_reference_is_used_once(self, cast: Cast, finding: Finding, reported: Reported) -> None:
        with pytest.raises(ValidationError) as refused:
            findings.report(organisation=cast.organisation, reported=reported, by=cast.contract_manager, at=AT)
        assert "reference" in refused.value.message_dict


class TestPages:
    def _as(self, client: Client, user: User) -> Client:
        client.force_login(user, backend="accounts.backends.PersonBackend")
        return client

    @pytest.mark.parametrize("role", list(ROLES))
    def test_who_sees_them(self, client: Client, cast: Cast, finding: Finding, role: str) -> None:
        expected = 200 if role in READERS else 403
        self._as(client, cast.people[role])
        assert client.get("/findings/").status_code == expected
        assert client.get(f"/findings/{finding.pk}/").status_code == expected
        assert client.get("/findings/new/").status_code == (200 if role in WATCHERS else 403)

    def test_another_organisation_finds_nothing(self, client: Client, cast: Cast, finding: Finding) -> None:
        colleague = UserFactory(organisation=cast.other, roles=["contract_manager"])
        self._as(client, colleague)
        assert finding.reference not in client.get("/findings/").content.decode()
        assert client.get(f"/findings/{finding.pk}/").status_code == 404
        assert client.post(f"/findings/{finding.pk}/move/", {"to": "requested"}).status_code == 404

    def test_a_finding_is_recorded(self, client: Client, cast: Cast, supplier: Supplier) -> None:
        self._as(client, cast.contract_manager)
        answer = client.post(
            "/findings/new/",
            {
                "reference": "B-7", "reported_on": "2026-11-01", "supplier": supplier.pk, "source": "media",
                "severity": "3", "description": "Kinderarbeid in een spinnerij.",
            },
        )  # fmt: skip
        made = Finding.objects.get()
        assert answer["Location"] == f"/findings/{made.pk}/"
        assert (made.severity, made.supplier) == (3, supplier)

    def test_a_missing_reason_comes_back_at_its_field(self, client: Client, cast: Cast, finding: Finding) -> None:
        _walk(finding, cast, "in_remedy")
        self._as(client, cast.contract_manager)
        answer = client.post(f"/findings/{finding.pk}/move/", {"to": "verified", "reason": ""})
        assert answer.status_code == 400
        assert "reason-verified-error" in answer.content.decode()

    def test_who_verified_is_told_that_somebody_else_must_close(
        self, client: Client, cast: Cast, finding: Finding
    ) -> None:
        _walk(finding, cast, "verified")
        self._as(client, cast.contract_manager)
        page = client.get(f"/findings/{finding.pk}/").content.decode()
        assert 'value="closed_confirmed"' in page
        assert 'value="closed_unconfirmed"' not in page
        refused = client.post(f"/findings/{finding.pk}/move/", {"to": "closed_unconfirmed", "reason": "x"})
        assert refused.status_code == 403

    def test_a_stale_step_is_a_message(self, client: Client, cast: Cast, finding: Finding) -> None:
        _walk(finding, cast, "in_remedy")
        self._as(client, cast.contract_manager)
        answer = client.post(f"/findings/{finding.pk}/move/", {"to": "requested"}, follow=True)
        assert answer.status_code == 200
        assert Finding.objects.get().state == "in_remedy"

    def test_filters(self, client: Client, cast: Cast, finding: Finding) -> None:
        self._as(client, cast.auditor)
        for query, found in [("q=werkdagen", True), ("q=niets", False), ("state=open", True), ("source=media", False)]:
            assert (finding.reference in client.get(f"/findings/?{query}").content.decode()) is found, query

    def test_an_unknown_severity_comes_last(self, client: Client, cast: Cast, reported: Reported) -> None:
        for number, severity in enumerate((2, None, 5)):
            changed = replace(reported, reference=f"B-{number}", severity=severity)
            findings.report(organisation=cast.organisation, reported=changed, by=cast.contract_manager, at=AT)
        self._as(client, cast.auditor)
        for sort, wanted in (("-severity", [5, 2, None]), ("severity", [2, 5, None])):
            assert [row.severity for row in client.get(f"/findings/?sort={sort}").context["page"]] == wanted

    def test_the_list_costs_a_fixed_number_of_queries(
        self, client: Client, cast: Cast, reported: Reported, django_assert_max_num_queries: object
    ) -> None:
        for number in range(20):
            findings.report(
                organisation=cast.organisation,
                reported=replace(reported, reference=f"B-{number}"),
                by=cast.contract_manager,
                at=AT,
            )
        self._as(client, cast.auditor)
        with django_assert_max_num_queries(9):  # type: ignore[operator]  # a fixture without types
            client.get("/findings/")
