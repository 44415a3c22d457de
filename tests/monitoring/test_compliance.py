"""The compliance report: complete for who may read it all, silent about the rest, and nobody else's."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from typing import Any

import openpyxl
import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEvent, User
from monitoring.actions import compliance
from monitoring.compliance import Report, Subject, gather, report
from monitoring.compliance.files import as_data
from monitoring.compliance.tables import wrapping_of
from monitoring.indicators import Scope, figures
from monitoring.models import ComplianceBuild
from suppliers.actions import findings
from suppliers.models import Contract, Deliverable
from tests.accounts.factories import AT, UserFactory, system_user
from tests.accounts.fixtures import Cast
from tests.dialogues.factories import AgreementFactory, MeetingFactory
from tests.suppliers.factories import ContractFactory, DeliverableFactory, ExtensionFactory, SupplierFactory, noon, walk

TODAY = date(2027, 6, 1)
LATER = AT + timedelta(hours=1)


@pytest.fixture
def contract(cast: Cast) -> Contract:
    """One accepted on time, one accepted late after an extension, one overdue; a dialogue; a finding."""
    supplier = SupplierFactory(name="Naaiatelier Noord B.V.", kvk="27000001", organisation=cast.organisation)
    made: Contract = ContractFactory(
        organisation=cast.organisation, supplier=supplier, contract_manager=cast.contract_manager
    )
    DeliverableFactory(
        contract=made, occurrence=1, due_on=date(2027, 3, 1), accepted=True, submitted_on=date(2027, 2, 20)
    )
    extended = DeliverableFactory(contract=made, occurrence=2, due_on=date(2027, 3, 1))
    ExtensionFactory(deliverable=extended, wanted_on=date(2027, 4, 1), granted=True)
    _walk(extended, date(2027, 4, 12))
    DeliverableFactory(contract=made, occurrence=3, due_on=date(2027, 4, 15))
    DeliverableFactory(contract=made, occurrence=4, due_on=date(2027, 12, 1))
    meeting = MeetingFactory(organisation=cast.organisation, suppliers=(supplier,), by=cast.contract_manager, held=True)
    meeting.contracts.add(made)
    AgreementFactory(meeting=meeting, text="Bezoek aan de spinnerij")
    findings.report(
        organisation=cast.organisation,
        reported=findings.Reported(
            reference="B-2027-1", supplier=supplier, contract=made, reported_on=date(2027, 5, 1),
            source="worker_monitoring", theme=None, severity=4, description="Paspoorten worden ingehouden.",
        ),
        by=cast.contract_manager, at=noon(date(2027, 5, 2)),
    )  # fmt: skip
    return made


def _walk(deliverable: Deliverable, on: date) -> None:
    deliverable.refresh_from_db()
    walk(deliverable, to="accepted_with_remarks", on=on)


def subject(contract: Contract, reader: User, as_of: date = TODAY, *, whole: bool = False) -> Subject:
    return Subject(contract.organisation, contract.supplier, None if whole else contract, reader, as_of)


def made_for(contract: Contract, reader: User, as_of: date = TODAY, *, whole: bool = False) -> Report:
    return report(gather(subject(contract, reader, as_of, whole=whole)))


def text(made: Report) -> str:
    return json.dumps(as_data(made), ensure_ascii=False)


def values(made: Report) -> dict[str, Any]:
    return {one.code: one.value for one in made.figures}


def test_the_summary_counts_what_was_due(contract: Contract, cast: Cast) -> None:
    made = made_for(contract, cast.contract_manager)
    assert values(made) == {"on_time": 1 / 3, "outstanding": 1, "overdue": 1, "accepted": 2}
    assert made.tone == "danger"


def test_the_figures_are_those_of_the_annual_report(contract: Contract, cast: Cast) -> None:
    last_day = date(2027, 12, 31)
    annual = {one.code: one for one in figures(Scope(cast.organisation, 2027, last_day))}
    found = gather(subject(contract, cast.contract_manager, last_day)).figures
    kind = contract.deliverables.all()[0].kind
    assert found.due == annual[f"deliverables.{kind}.due"].value
    assert found.on_time == annual[f"deliverables.{kind}.on_time"].numerator
    assert found.late == annual[f"deliverables.{kind}.late"].value
    assert found.outstanding == annual[f"deliverables.{kind}.outstanding"].value
    assert found.accepted == annual[f"deliverables.{kind}.accepted"].numerator


def test_overdue_is_that_of_the_work_list(contract: Contract, cast: Cast) -> None:
    for day in (date(2027, 4, 15), date(2027, 4, 16), date(2027, 4, 19), TODAY, date(2027, 12, 2), date(2027, 12, 3)):
        found = gather(subject(contract, cast.contract_manager, day))
        overdue = {one.row.pk for several in found.owed.values() for one in several if one.is_overdue}
        listed = set(Deliverable.objects.filter(contract=contract).overdue(day).values_list("pk", flat=True))
        assert overdue == listed, day


def test_the_past_is_shown_as_it_was(contract: Contract, cast: Cast) -> None:
    made = made_for(contract, cast.contract_manager, date(2027, 3, 31))
    assert values(made) == {"on_time": 1.0, "outstanding": 0, "overdue": 0, "accepted": 1}
    assert "B-2027-1" not in text(made)


def test_it_tells_the_whole_chain(contract: Contract, cast: Cast) -> None:
    told = text(made_for(contract, cast.contract_manager))
    document = contract.deliverables.get(occurrence=2).submissions.get().files.get().document
    assert contract.tender is not None
    expected = (
        contract.tender.reference, contract.reference, "2027-04-01", "De gegevens van onze toeleveranciers",
        document.sha256, document.name, "Staat op bladzijde 2.", "Noem de landen per schakel.",
        "Bezoek aan de spinnerij", "Paspoorten worden ingehouden.",
    )  # fmt: skip
    assert [one for one in expected if one not in told] == []


READERS = {
    "contract_manager": "files answers dialogues findings",
    "auditor": "files answers dialogues findings",
    "management": "answers dialogues findings",
    "administrator": "answers dialogues findings",
    "commissioning_owner": "dialogues findings",
    "buyer": "dialogues",
}


def test_it_holds_what_its_reader_may_see(contract: Contract, cast: Cast, subtests: pytest.Subtests) -> None:
    document = contract.deliverables.get(occurrence=1).submissions.get().files.get().document
    parts = {
        "files": [document.sha256, document.name],
        "answers": ["Staat op bladzijde 2.", "Noem de landen"],
        "dialogues": ["Bezoek aan de spinnerij"],
        "findings": ["Paspoorten"],
    }
    for role, shown in READERS.items():
        with subtests.test(role):
            made = made_for(contract, cast.people[role], whole=True)
            told = text(made)
            assert {name for name, words in parts.items() if all(word in told for word in words)} == set(shown.split())
            assert {name for name, words in parts.items() if any(word in told for word in words)} == set(shown.split())
            assert len(made.left_out) == len(parts) - len(shown.split())


def test_a_shared_supplier_shows_only_the_contracts_of_ones_own_organisation(contract: Contract, cast: Cast) -> None:
    theirs = ContractFactory(organisation=cast.other, supplier=contract.supplier, reference="ELDERS-1")
    assert "ELDERS-1" not in text(made_for(contract, cast.contract_manager, whole=True))
    own = Subject(cast.other, contract.supplier, None, cast.outsider, TODAY)
    told = text(report(gather(own)))
    assert "ELDERS-1" in told
    assert contract.reference not in told
    assert "B-2027-1" not in told
    assert theirs.reference == "ELDERS-1"


def test_nobody_asks_for_what_he_does_not_see(contract: Contract, cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        asked(contract, cast.outsider)


def asked(contract: Contract, by: User, file_format: str = "pdf", language: str = "nl") -> ComplianceBuild:
    return compliance.request(
        organisation=contract.organisation, supplier=contract.supplier, contract=contract, as_of=TODAY,
        file_format=file_format, language=language, by=by, at=AT,
    )  # fmt: skip


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_pdf_is_tagged_and_carries_its_data(contract: Contract, cast: Cast, language: str) -> None:
    build = asked(contract, cast.contract_manager, language=language)
    assert compliance.build_waiting(at=LATER, by=system_user()) == 1
    build.refresh_from_db()
    assert build.document is not None
    with build.document.file.open() as kept, pikepdf.open(io.BytesIO(kept.read())) as pdf:
        assert sorted(pdf.attachments) == ["compliance-report.json", "compliance-report.xlsx"]
        assert str(pdf.Root.Lang) == language
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert b"pdfuaid" in pdf.Root.Metadata.read_bytes()
        data = json.loads(pdf.attachments["compliance-report.json"].get_file().read_bytes())
    assert data["figures"]["overdue"] == 1
    assert data["made_for"] == str(cast.contract_manager)


def test_the_workbook_has_the_rows_and_no_formula(contract: Contract, cast: Cast) -> None:
    Contract.objects.filter(pk=contract.pk).update(title="=1+1")
    contract.refresh_from_db()
    build = asked(contract, cast.contract_manager, "xlsx")
    compliance.build_waiting(at=LATER, by=system_user())
    build.refresh_from_db()
    assert build.document is not None
    with build.document.file.open() as kept:
        book = openpyxl.load_workbook(io.BytesIO(kept.read()))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert "=1+1" in {cell.value for cell in cells}


def test_a_file_is_for_who_asked_and_is_noted(contract: Contract, cast: Cast, client: Client) -> None:
    build = asked(contract, cast.contract_manager, "xlsx")
    compliance.build_waiting(at=LATER, by=system_user())
    client.force_login(cast.contract_manager)
    answer: Any = client.get(f"/compliance/{build.pk}/download/")
    assert b"".join(answer.streaming_content)
    answer.close()
    actions = list(AuditEvent.objects.about(contract).values_list("action", flat=True))
    assert actions[:2] == ["compliance_report.downloaded", "compliance_report.requested"]
    for other in (cast.category_manager, cast.outsider, cast.buyer):
        client.force_login(other)
        assert client.get(f"/compliance/{build.pk}/download/").status_code == 404
        assert client.get(f"/compliance/{build.pk}/").status_code == 404


def test_who_has_left_gets_no_file(contract: Contract, cast: Cast) -> None:
    leaver = UserFactory(organisation=cast.organisation, roles=["contract_manager"])
    build = asked(contract, leaver)
    leaver.memberships.all().delete()
    assert compliance.build_waiting(at=LATER, by=system_user()) == 0
    build.refresh_from_db()
    assert (build.state, build.attempts) == ("failed", 1)


def test_the_page_asks_for_a_file_as_of_its_day(contract: Contract, cast: Cast, client: Client) -> None:
    client.force_login(cast.management)
    answer = client.post(f"/contracts/{contract.pk}/compliance/", {"as_of": "2026-11-01", "format": "xlsx"})
    build = ComplianceBuild.objects.get()
    assert answer["Location"] == f"/compliance/{build.pk}/"
    assert (build.format, build.as_of, build.requested_by) == ("xlsx", date(2026, 11, 1), cast.management)


def test_words_stay_whole_and_a_hash_may_break() -> None:
    cells = ("23-04-2025", "bevestigd", "geaccepteerd met opmerkingen", "a" * 64)
    assert [wrapping_of(text) for text in cells] == ["nowrap", "nowrap", "", "breaks"]


def test_a_wrong_day_is_told_at_its_field(
    contract: Contract, cast: Cast, client: Client, subtests: pytest.Subtests
) -> None:
    client.force_login(cast.management)
    for day in ("2999-01-01", "onzin", "31-02-2026"):
        with subtests.test(day):
            shown = client.get(f"/contracts/{contract.pk}/compliance/", {"as_of": day}).content.decode()
            assert 'aria-invalid="true"' in shown
            assert not ComplianceBuild.objects.exists()


def test_the_queries_do_not_grow(
    contract: Contract, cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        more = ContractFactory(
            organisation=cast.organisation, supplier=contract.supplier, contract_manager=cast.contract_manager
        )
        for occurrence in range(2):
            DeliverableFactory(
                contract=more, occurrence=occurrence + 1, due_on=date(2027, 3, 1 + number), accepted=True,
                submitted_on=date(2027, 2, 1),
            )  # fmt: skip
    client.force_login(cast.contract_manager)
    with django_assert_max_num_queries(45):
        assert client.get(f"/suppliers/{contract.supplier_id}/compliance/").status_code == 200
