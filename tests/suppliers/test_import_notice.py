"""`import_notice`: a line per notice, whole or not at all, and twice changes nothing."""

from __future__ import annotations

import json
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent, Organisation
from procurement.models import Buyer, Lot, Notice, Tender
from suppliers.models import Contract, Supplier
from suppliers.proposals import award_proposals, proposal_for
from tests.accounts.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

SAMPLES = Path(settings.BASE_DIR) / "procurement" / "samples"
ANNOUNCED = SAMPLES / "bedrijfskleding-aankondiging.xml"
AWARDED = SAMPLES / "bedrijfskleding-gunning.xml"


@pytest.fixture
def organisation(db: None) -> Organisation:
    return OrganisationFactory(slug="demo")


@pytest.fixture
def ojs(real_data: Path) -> Path:
    """The Dutch and Belgian notices as they were published."""
    return real_data / "eforms" / "real-ojs"


def _run(*files: Path, **options: Any) -> tuple[int, list[dict[str, Any]]]:
    """The exit status and the JSON lines."""
    out = StringIO()
    status = 0
    try:
        call_command("import_notice", *map(str, files), organisation="demo", json=True, stdout=out, **options)
    except CommandError as error:
        status = error.returncode
    return status, [json.loads(line) for line in out.getvalue().splitlines()]


class TestOurSamples:
    def test_an_announcement_makes_a_tender(self, organisation: Organisation) -> None:
        status, lines = _run(ANNOUNCED)
        assert (status, [line["result"] for line in lines]) == (0, ["created"])
        assert set(lines[0]) == {"file", "result", "reason", "notice", "tender"}
        assert lines[0]["file"] == str(ANNOUNCED)
        assert Tender.objects.get().organisation == organisation

    def test_its_award_joins_the_same_tender(self, organisation: Organisation) -> None:
        status, lines = _run(ANNOUNCED, AWARDED)
        assert (status, [line["result"] for line in lines]) == (0, ["created", "updated"])
        assert Tender.objects.get().stage == "awarded"
        assert Notice.objects.count() == 2

    def test_an_award_makes_its_tender_when_it_is_alone(self, organisation: Organisation) -> None:
        _run(AWARDED)
        assert Tender.objects.get().stage == "awarded"

    def test_it_makes_no_contract_and_no_supplier_by_itself(self, organisation: Organisation) -> None:
        _run(ANNOUNCED, AWARDED)
        assert not Contract.objects.exists()
        assert not Supplier.objects.exists()

    def test_twice_changes_nothing(self, organisation: Organisation) -> None:
        _run(ANNOUNCED, AWARDED)
        before = (AuditEvent.objects.count(), list(Tender.objects.values()), list(Lot.objects.values()))
        status, lines = _run(ANNOUNCED, AWARDED)
        assert (status, [line["result"] for line in lines]) == (0, ["unchanged", "unchanged"])
        assert (AuditEvent.objects.count(), list(Tender.objects.values()), list(Lot.objects.values())) == before

    def test_a_rehearsal_says_the_same_and_keeps_nothing(self, organisation: Organisation) -> None:
        before = AuditEvent.objects.count()
        status, lines = _run(ANNOUNCED, AWARDED, dry_run=True)
        assert (status, [line["result"] for line in lines]) == (0, ["created", "updated"])
        assert not Tender.objects.exists()
        assert AuditEvent.objects.count() == before

    def test_each_organisation_has_its_own_tender(self, organisation: Organisation) -> None:
        OrganisationFactory(slug="other")
        _run(ANNOUNCED)
        call_command("import_notice", str(ANNOUNCED), organisation="other", stdout=StringIO())
        assert Tender.objects.count() == 2

    def test_a_file_that_cannot_be_read_is_refused_whole(self, organisation: Organisation, tmp_path: Path) -> None:
        broken = tmp_path / "half.xml"
        broken.write_bytes(ANNOUNCED.read_bytes()[:-200])
        status, lines = _run(broken, ANNOUNCED)
        assert (status, [line["result"] for line in lines]) == (1, ["rejected", "created"])
        assert (lines[0]["notice"], lines[0]["tender"]) == (None, None)
        assert lines[0]["reason"]
        assert Tender.objects.count() == 1

    def test_people_read_a_line_per_notice(self, organisation: Organisation) -> None:
        out = StringIO()
        call_command("import_notice", str(ANNOUNCED), organisation="demo", stdout=out)
        assert out.getvalue().startswith("created\t")
        assert out.getvalue().count("\n") == 1


class TestWrongUse:
    def test_an_unknown_organisation(self, db: None) -> None:
        assert _run(ANNOUNCED) == (2, [])

    def test_a_file_that_is_not_there(self, organisation: Organisation, tmp_path: Path) -> None:
        assert _run(ANNOUNCED, tmp_path / "nothing.xml") == (2, [])
        assert not Tender.objects.exists()


class TestRealNotices:
    """The facts V1–V4 of the shared data, as they come into the database."""

    def test_a_dutch_competition_without_a_tender_deadline(self, organisation: Organisation, ojs: Path) -> None:
        status, lines = _run(ojs / "2024-OJS044-00127505.xml")
        tender = Tender.objects.get()
        assert status == 0
        assert (lines[0]["notice"]["type"], lines[0]["notice"]["subtype"]) == ("pin-cfc-standard", "10")
        assert tender.procedure_id == "cd9b9071-6cd2-47bb-aad6-3d9cca00bb59"
        assert tender.reference == tender.title == "20383042 Werving en selectie IT personeel"
        assert (tender.stage, tender.nature, tender.estimated_value) == ("published", "services", Decimal(1_000_000))
        assert [buyer.name for buyer in Buyer.objects.all()] == ["Ministerie van Defensie"]
        assert [(str(lot.start_on), str(lot.end_on)) for lot in Lot.objects.all()] == [("2022-12-22", "2025-01-31")]

    def test_a_dutch_award_proposes_its_contract(self, organisation: Organisation, ojs: Path) -> None:
        _run(ojs / "2024-OJS065-00191536.xml")
        tender = Tender.objects.get()
        assert (tender.reference, tender.stage, tender.nature) == ("2023053171", "awarded", "works")
        assert (str(tender.award_date), tender.estimated_value) == ("2024-02-14", Decimal(7_000_000))
        (proposal,) = award_proposals(Notice.objects.get())
        assert (proposal.supplier_name, proposal.kvk, proposal.country) == (
            "Hegeman Bouw & Infra B.V.",
            "70248311",
            "NL",
        )
        assert (proposal.value, proposal.currency, proposal.value_is_sum) == (Decimal("3887000.00"), "EUR", False)
        assert (proposal.reference, proposal.lots) == ("219964", ("LOT-0000",))
        assert (str(proposal.awarded_on), proposal.concluded_on) == ("2024-02-14", None)
        assert (str(proposal.start_on), str(proposal.end_on)) == ("2024-04-01", "2026-12-31")

    def test_a_belgian_award_with_joint_buyers_and_two_contracts(self, organisation: Organisation, ojs: Path) -> None:
        status, lines = _run(ojs / "2024-OJS198-00611835.xml")
        tender = Tender.objects.get()
        assert status == 0
        assert tender.title == "Bestek met betrekking tot ICT-diensten : Raamovereenkomst voor 4 ombudsdiensten"
        assert tender.estimated_value is None
        assert Buyer.objects.filter(identifier="0243.405.860").count() == 2
        assert Lot.objects.count() == 6
        assert [len(award["lots"]) for award in lines[0]["tender"]["awards"]] == [3, 2]
        first, second = award_proposals(Notice.objects.get())
        assert (first.supplier_name, first.lots) == ("DVIT", ("LOT-0001", "LOT-0004", "LOT-0006"))
        assert (first.value, first.value_is_sum) == (Decimal("6017.18"), True)
        assert (second.supplier_name, second.country, second.kvk) == ("3D-ICT", "BE", "")
        assert str(second.concluded_on) == "2024-10-07"

    def test_a_private_buyer_with_a_lots_group(self, organisation: Organisation, ojs: Path) -> None:
        _run(ojs / "2024-OJS047-00137599.xml")
        assert Tender.objects.get().reference == "01-HRS"
        assert [lot.identifier for lot in Lot.objects.all()] == ["LOT-0001"]

    def test_all_of_them_twice(self, organisation: Organisation, ojs: Path) -> None:
        files = sorted(ojs.glob("*.xml"))
        status, first = _run(*files)
        assert (status, len(first)) == (0, len(files))
        _status, second = _run(*files)
        assert {line["result"] for line in second} == {"unchanged"}

    def test_hostile_xml_is_refused_with_a_sentence(self, organisation: Organisation, real_data: Path) -> None:
        files = sorted((real_data / "hostile-files" / "xml-defusedxml").glob("*.xml"))
        status, lines = _run(*files)
        assert status == 1
        assert {line["result"] for line in lines} == {"rejected"}
        assert all(line["reason"] for line in lines)


def test_a_number_that_is_not_there_proposes_nothing(organisation: Organisation) -> None:
    _run(AWARDED)
    assert proposal_for(Notice.objects.get(), 99) is None
    assert proposal_for(Notice.objects.get(), 1) is not None
