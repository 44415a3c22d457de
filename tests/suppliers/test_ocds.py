"""Tenders and awards as open data: valid OCDS 1.1 with lots and sustainability, complete, and only of one's own."""

from __future__ import annotations

import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from jsonschema import Draft4Validator, FormatChecker

from procurement.models import Tender
from suppliers.models import Contract
from tests.accounts.factories import OrganisationFactory
from tests.accounts.fixtures import Cast
from tests.procurement.factories import CategoryFactory, TenderFactory, ThemeFactory
from tests.suppliers.factories import ContractFactory, SupplierFactory


@pytest.fixture
def tender(cast: Cast) -> Tender:
    """A tender with two lots, ambitions and ISV as contract condition, awarded in one contract."""
    for code in ("climate", "supply_chain"):
        ThemeFactory(code=code, name_nl=code)
    made: Tender = TenderFactory(
        organisation=cast.organisation, state="approved", stage="published", lots=[CategoryFactory(), None],
        cpv=["18110000", "18100000"], procedure="open",
    )  # fmt: skip
    supplier = SupplierFactory(organisation=cast.organisation, kvk="70248311", name="Naaiatelier Noord B.V.")
    ContractFactory(tender=made, supplier=supplier, reference="C-OCDS", value=Decimal("900000.50"))
    return made


def package_of(client: Client, cast: Cast, address: str) -> dict[str, Any]:
    client.force_login(cast.buyer)
    answer = client.get(address)
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    return found


def release_of(client: Client, cast: Cast, tender: Tender) -> dict[str, Any]:
    found = package_of(client, cast, reverse("suppliers:tender-ocds", args=[tender.pk]))
    (one,) = found["releases"]
    return dict(one)


def test_a_release_says_what_was_bought_from_whom(client: Client, cast: Cast, tender: Tender) -> None:
    found = release_of(client, cast, tender)

    said = found["tender"]
    assert (said["id"], said["status"], said["mainProcurementCategory"]) == (tender.reference, "complete", "goods")
    assert said["value"] == {"amount": 2_000_000, "currency": "EUR"}
    assert said["items"][0]["additionalClassifications"] == [{"scheme": "CPV", "id": "18100000"}]
    assert [lot["id"] for lot in said["lots"]] == ["LOT-0001", "LOT-0002"]
    (award,) = found["awards"]
    assert award["value"] == {"amount": 900000.5, "currency": "EUR"}
    assert award["suppliers"] == [{"id": "NL-KVK-70248311", "name": "Naaiatelier Noord B.V."}]
    assert found["contracts"][0]["awardID"] == award["id"]
    assert {role for party in found["parties"] for role in party["roles"]} == {"buyer", "procuringEntity", "supplier"}
    assert found["tag"] == ["tender", "award", "contract"]


def test_ambition_and_isv_are_sustainability(client: Client, cast: Cast, tender: Tender) -> None:
    said = release_of(client, cast, tender)["tender"]

    assert said["hasSustainability"] is True
    assert {each["goal"]: each.get("strategies") for each in said["sustainability"]} == {
        "environmental.climateChangeMitigation": None,
        "social.humanRightsInSupplyChains": ["contractPerformanceConditions"],
    }


def test_what_is_not_known_is_left_out(client: Client, cast: Cast) -> None:
    bare = TenderFactory(organisation=cast.organisation, estimated_value=None, publication_date=None, nature="")

    said = release_of(client, cast, bare)["tender"]

    assert not {"value", "datePublished", "mainProcurementCategory", "hasSustainability", "sustainability"} & set(said)


def test_the_same_facts_give_the_same_release_and_others_another(client: Client, cast: Cast, tender: Tender) -> None:
    first, again = (release_of(client, cast, tender) for _ in range(2))
    Tender.objects.filter(pk=tender.pk).update(title="Werkkleding")

    assert first == again
    assert release_of(client, cast, tender)["id"] != first["id"]


def test_a_process_keeps_the_number_under_which_it_was_published(client: Client, cast: Cast, tender: Tender) -> None:
    cast.organisation.ocds_prefix = "ocds-213czf"
    cast.organisation.save()
    assert release_of(client, cast, tender)["ocid"] == f"ocds-213czf-{tender.reference}"

    Tender.objects.filter(pk=tender.pk).update(procedure_id="ocds-abc123-7")

    assert release_of(client, cast, tender)["ocid"] == "ocds-abc123-7"


def test_a_contract_is_pending_active_or_terminated(client: Client, cast: Cast, tender: Tender) -> None:
    def status(start: date, end: date) -> str:
        Contract.objects.update(start_on=start, end_on=end)
        return str(release_of(client, cast, tender)["contracts"][0]["status"])

    assert status(date(2099, 1, 1), date(2099, 12, 31)) == "pending"
    assert status(date(2020, 1, 1), date(2099, 12, 31)) == "active"
    assert status(date(2020, 1, 1), date(2021, 12, 31)) == "terminated"


def test_the_list_is_exported_with_its_filters_and_without_others(client: Client, cast: Cast, tender: Tender) -> None:
    TenderFactory(organisation=cast.organisation, title="Kantoormeubilair")
    TenderFactory(organisation=OrganisationFactory(), title="Bedrijfskleding van een ander")

    found = package_of(client, cast, reverse("suppliers:tenders-ocds") + "?q=bedrijfskleding")

    assert [each["tender"]["id"] for each in found["releases"]] == [tender.reference]


def test_an_export_takes_a_fixed_number_of_queries(
    client: Client, cast: Cast, tender: Tender, django_assert_max_num_queries: Any
) -> None:
    TenderFactory.create_batch(5, organisation=cast.organisation)

    client.force_login(cast.buyer)

    with django_assert_max_num_queries(15):
        answer = client.get(reverse("suppliers:tenders-ocds"))
        found = json.loads(b"".join(answer.streaming_content))  # type: ignore[attr-defined]

    assert len(found["releases"]) == 6


def test_the_command_writes_the_package(cast: Cast, tender: Tender, tmp_path: Path) -> None:
    call_command("export_ocds", str(tmp_path / "out.json"), organisation=cast.organisation.slug, stdout=io.StringIO())

    found = json.loads((tmp_path / "out.json").read_text())
    assert found["version"] == "1.1"
    assert len(found["releases"]) == 1


def merged(schema: Any, patch: Any) -> Any:
    """JSON merge patch (RFC 7396), by which OCDS extensions extend the schema."""
    if not isinstance(patch, dict):
        return patch
    return {**schema, **{key: merged(schema.get(key, {}), value) for key, value in patch.items()}}


def test_it_is_valid_by_the_published_schema(client: Client, cast: Cast, tender: Tender, real_data: Path) -> None:
    schema = json.loads((real_data / "ocds/schema/release-schema.json").read_text())
    extension = json.loads((real_data / "ocds/sustainability-extension/release-schema.json").read_text())
    extended = merged(schema, extension)
    package_schema = json.loads((real_data / "ocds/schema/release-package-schema.json").read_text())
    package_schema["properties"]["releases"] = {"type": "array", "minItems": 1}  # each is judged below, extended
    TenderFactory(organisation=cast.organisation, estimated_value=None, publication_date=None, nature="")

    found = package_of(client, cast, reverse("suppliers:tenders-ocds"))
    assert list(Draft4Validator(package_schema).iter_errors({**found, "releases": [{}]})) == []

    validator = Draft4Validator(extended, format_checker=FormatChecker())
    assert [str(error) for each in found["releases"] for error in validator.iter_errors(each)] == []
    goals = (real_data / "ocds/sustainability-extension/codelists/sustainabilityGoal.csv").read_text()
    assert all(
        f"{each['goal']}," in goals for one in found["releases"] for each in one["tender"].get("sustainability", [])
    )
