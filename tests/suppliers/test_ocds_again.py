"""Our own export taken in again changes nothing, whatever the tender; what another published is taken in as ever."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, Organisation
from procurement.models import Notice, Tender
from suppliers.actions.notices import Outcome, SentFile, take_in_files
from suppliers.models import Contract
from tests.accounts.factories import AT
from tests.accounts.fixtures import Cast
from tests.procurement.factories import CategoryFactory, TenderFactory
from tests.suppliers.factories import ContractFactory, SupplierFactory

PROCEDURE = "6a1f5f2e-6d2c-4f5e-9b1a-0f7f1c2d3e4f"


def take_in(cast: Cast, package: dict[str, Any], organisation: Organisation | None = None) -> list[Outcome]:
    file = SentFile("ocds.json", json.dumps(package).encode())
    by = cast.outsider if organisation else cast.buyer
    return list(take_in_files(files=[file], organisation=organisation or cast.organisation, by=by, at=AT))


def of_procedure(cast: Cast, procedure: str, **traits: Any) -> Tender:
    """A published tender that a notice of this procedure made."""
    made: Tender = TenderFactory(organisation=cast.organisation, stage="published", **traits)
    Tender.objects.filter(pk=made.pk).update(procedure_id=procedure)
    return made


def every_kind(cast: Cast) -> list[Tender]:
    own: dict[str, Any] = {"organisation": cast.organisation}
    made: list[Tender] = [
        TenderFactory(**own, stage="planned", publication_date=None),
        of_procedure(cast, PROCEDURE, lots=[CategoryFactory(), None]),
        of_procedure(cast, "ocds-abc123-7"),
        TenderFactory(**own, stage="withdrawn", reference="met spatie-en-streep"),
        TenderFactory(**own, state="approved", stage="published"),
    ]
    ContractFactory(tender=made[-1], supplier=SupplierFactory(organisation=cast.organisation), reference="C-1")
    return made


def exported(client: Client, cast: Cast) -> dict[str, Any]:
    client.force_login(cast.buyer)
    answer = client.get(reverse("suppliers:tenders-ocds"))
    package: dict[str, Any] = json.loads(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    return package


@pytest.mark.parametrize("prefix", ["", "ocds-xyz789"])
def test_our_own_export_changes_nothing(client: Client, cast: Cast, prefix: str) -> None:
    Organisation.objects.filter(pk=cast.organisation.pk).update(ocds_prefix=prefix)
    cast.organisation.refresh_from_db()
    tenders = every_kind(cast)
    package = exported(client, cast)
    events = AuditEvent.objects.count()

    outcomes = take_in(cast, package)

    assert {one.result for one in outcomes} == {"unchanged"}
    assert sorted(one.tender_id or 0 for one in outcomes) == sorted(tender.pk for tender in tenders)
    assert (Tender.objects.count(), Contract.objects.count(), Notice.objects.count()) == (len(tenders), 1, 0)
    assert AuditEvent.objects.count() == events
    assert exported(client, cast)["releases"] == package["releases"]


def test_an_export_of_before_the_own_prefix_is_ours_too(client: Client, cast: Cast) -> None:
    every_kind(cast)
    package = exported(client, cast)
    Organisation.objects.filter(pk=cast.organisation.pk).update(ocds_prefix="ocds-xyz789")
    cast.organisation.refresh_from_db()
    assert {one.result for one in take_in(cast, package)} == {"unchanged"}


def test_it_is_new_to_another_organisation(client: Client, cast: Cast) -> None:
    every_kind(cast)
    before = Tender.objects.filter(organisation=cast.organisation).count()
    outcomes = take_in(cast, exported(client, cast), cast.other)
    assert {one.result for one in outcomes} == {"created"}
    assert Tender.objects.filter(organisation=cast.other).count() == len(outcomes) == before


def test_what_the_first_publisher_says_later_is_taken_in(client: Client, cast: Cast) -> None:
    tender = of_procedure(cast, "ocds-abc123-7")
    release = {"ocid": "ocds-abc123-7", "id": "ocds-abc123-7-2026-01-01", "tag": ["tender"], "tender": {"title": "A"}}
    (outcome,) = take_in(cast, {"version": "1.1", "releases": [{**release, "date": "2026-01-01T00:00:00Z"}]})
    assert (outcome.result, outcome.tender_id) == ("updated", tender.pk)


def test_our_prefix_with_a_number_that_is_not_here_is_new(client: Client, cast: Cast) -> None:
    ocid = f"ocds-{cast.organisation.slug}-elders"
    release = {"ocid": ocid, "id": "1", "tag": ["tender"], "date": "2026-01-01T00:00:00Z", "tender": {"title": "A"}}
    (outcome,) = take_in(cast, {"version": "1.1", "releases": [release]})
    assert outcome.result == "created"
