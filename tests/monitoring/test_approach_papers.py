"""The document of a tender approach: what was decided then, for who may see it, tagged and with its data inside."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.calendar import add_working_days, local_date
from accounts.models import AuditEvent
from monitoring.actions import approach_papers
from monitoring.approach_paper import schedule_of
from monitoring.models import ApproachPaper
from procurement.actions import ambitions, approvals, isv, remarks, risk_scan
from procurement.actions.ambitions import chosen
from procurement.approach_kept import KEPT
from procurement.approach_paper import Paper
from procurement.models import ApproachRound, RiskTheme, Tender, Theme
from suppliers.models import ScheduleLine
from tests.accounts.factories import AT, system_user
from tests.accounts.fixtures import Cast
from tests.procurement.factories import TenderFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped")]
LATER = AT + timedelta(hours=1)


@pytest.fixture
def tender(cast: Cast, shipped: None) -> Tender:
    """Complete, with a scanned product and a judged risk."""
    made: Tender = TenderFactory(organisation=cast.organisation, by=cast.buyer, state="complete")
    risk_scan.save_product(tender=made, by=cast.buyer, at=AT, name="Jassen", is_main=True, countries=["BD"], goods=[])
    risk_scan.judge(
        tender=made, theme=RiskTheme.objects.get(code="wages"), by=cast.buyer, at=AT, scale=4, scope=3,
        irremediability=2, likelihood=3, reason="Lonen onder het bestaansminimum.",
    )  # fmt: skip
    return made


@pytest.fixture
def returned(cast: Cast, tender: Tender) -> Tender:
    """Submitted, remarked upon, returned."""
    approvals.submit(tender=tender, by=cast.buyer, at=AT)
    remark = remarks.write(tender=tender, theme=None, text="Waarom zo?", by=cast.tenderboard, at=AT)
    approvals.decide(
        tender=tender, role="tenderboard", verdict="returned", reason="Het doel is te laag.", by=cast.tenderboard, at=AT
    )
    remarks.answer(remark=remark, text="Omdat de markt niet meer kan.", by=cast.buyer, at=AT)
    tender.refresh_from_db()
    return tender


def change(tender: Tender, cast: Cast, goal: str) -> None:
    row = tender.ambitions.select_related("theme").get(theme__code="climate")
    answer = chosen(row.theme, row.level, row.reason, goal, version=row.version)
    ambitions.save(tender=tender, answers=[answer], by=cast.buyer, at=AT)


def paper_of(tender: Tender, cast: Cast, number: int | None) -> Paper:
    return Paper(tender, number=number, reader=cast.auditor, at=LATER)


def test_a_round_shows_what_was_submitted_then(returned: Tender, cast: Cast) -> None:
    change(returned, cast, "Een heel ander doel")
    risk_scan.save_product(tender=returned, by=cast.buyer, at=AT, name="Schoenen", countries=["PK"], goods=[])
    then, now = paper_of(returned, cast, 1), paper_of(returned, cast, None)
    goals = {row.name: row.goal for row in now.themes}
    assert goals["Klimaat"] == "Een heel ander doel"
    assert "Een heel ander doel" not in {row.goal for row in then.themes}
    assert then.risks is not None
    assert now.risks is not None
    assert [row.product.name for row in then.risks.products] == ["Jassen"]
    assert [row.product.name for row in now.risks.products] == ["Jassen", "Schoenen"]
    assert [(row.code, row.severity) for row in then.risks.judged] == [("wages", 4)]


def test_the_facts_of_the_tender_are_those_of_the_round(returned: Tender, cast: Cast) -> None:
    Tender.objects.filter(pk=returned.pk).update(title="Heel iets anders", estimated_value=1)
    returned.refresh_from_db()
    facts = paper_of(returned, cast, 1).facts
    assert (facts["title"], facts["estimated_value"]) == ("Bedrijfskleding voor buitendienst", 2_000_000)


def test_the_sheet_says_who_decided_what(returned: Tender, cast: Cast) -> None:
    paper = paper_of(returned, cast, 1)
    assert paper.outcome == "returned"
    assert [(each.role, each.reason) for each in paper.decisions] == [("tenderboard", "Het doel is te laag.")]
    assert [(row.about, row.remark.answer) for row in paper.remarks] == [
        ("Besluit over ISV", "Omdat de markt niet meer kan.")
    ]


def test_a_later_round_is_no_part_of_an_earlier_one(returned: Tender, cast: Cast) -> None:
    change(returned, cast, "Een beter doel")
    approvals.submit(tender=returned, by=cast.buyer, at=LATER)
    for role in ("tenderboard", "budget_holder"):
        approvals.decide(
            tender=returned, role=role, verdict="approved", reason="Mits gemeten.", by=cast.people[role], at=LATER
        )
    first, second = paper_of(returned, cast, 1), paper_of(returned, cast, 2)
    assert (first.outcome, first.is_passed, len(first.decisions)) == ("returned", True, 1)
    assert (second.outcome, second.is_passed, len(second.decisions)) == ("approved", False, 3)
    for days, is_late in ((0, False), (-1, True)):
        second.tender.publication_date = local_date(LATER) + timedelta(days=days)
        assert ("nadat de aanbesteding was gepubliceerd" in second.verdict) is is_late
    ((number, rows),) = second.changes
    assert (number, [row.code for row in rows], first.changes) == (2, ["climate"], [])


def test_what_the_team_works_on_shows_what_changed_since(returned: Tender, cast: Cast) -> None:
    change(returned, cast, "Een beter doel")
    paper = paper_of(returned, cast, None)
    assert (paper.outcome, [number for number, _rows in paper.changes]) == ("draft", [0])


@pytest.mark.parametrize("snapshot", [{}, "rows"])
def test_an_early_round_says_what_was_not_kept(returned: Tender, cast: Cast, snapshot: Any) -> None:
    held = ApproachRound.objects.get(tender=returned)
    held.snapshot = {} if not snapshot else {k: v for k, v in held.snapshot.items() if k != KEPT}
    held.save(update_fields=["snapshot"])
    paper = paper_of(returned, cast, 1)
    assert (paper.kept, paper.risks, paper.web, bool(paper.themes)) == (None, None, None, bool(snapshot))
    done = made(returned, cast, 1)
    assert done.state == "done", done.error


def test_the_schedule_follows_from_the_choice(tender: Tender, cast: Cast) -> None:
    isv.apply(tender=tender, forms=[], explanation="Nee.", by=cast.buyer, at=AT)
    assert schedule_of(paper_of(tender, cast, None), at=AT) is None
    isv.apply(
        tender=tender, forms=["contract_condition"], explanation="", by=cast.buyer, at=AT, follow_up="normal",
        follow_up_reason="Zo doen wij het.",
    )  # fmt: skip
    ScheduleLine.objects.create(
        organisation=cast.organisation,
        follow_up="normal",
        kind="risk_analysis",
        anchor="contract_start",
        offset_months=3,
    )
    schedule = schedule_of(paper_of(tender, cast, None), at=AT)
    assert schedule is not None
    assert [(name, due.due_on.isoformat()) for name, due in schedule.due] == [("Risicoanalyse", "2027-09-01")]
    assert len(schedule.assumed) == 3
    assert paper_of(tender, cast, None).follow_up == "normaal"


def made(tender: Tender, cast: Cast, number: int | None, language: str = "nl") -> ApproachPaper:
    paper = approach_papers.request(tender=tender, number=number, language=language, by=cast.auditor, at=AT)
    approach_papers.build_waiting(at=LATER, by=system_user())
    paper.refresh_from_db()
    return paper


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_pdf_is_tagged_and_carries_its_data(returned: Tender, cast: Cast, language: str) -> None:
    paper = made(returned, cast, 1, language)
    assert paper.document is not None, paper.error
    with paper.document.file.open() as kept, pikepdf.open(io.BytesIO(kept.read())) as pdf:
        assert str(pdf.Root.Lang) == language
        assert pdf.Root.MarkInfo.Marked
        data = json.loads(pdf.attachments["tender-approach.json"].get_file().read_bytes())
    assert (data["round"], data["outcome"]) == (1, "returned")
    assert data["decisions"][0]["reason"] == "Het doel is te laag."
    actions = set(AuditEvent.objects.about(returned).values_list("action", flat=True))
    assert "approach_paper.requested" in actions


def test_the_risk_scan_has_its_map(returned: Tender, cast: Cast) -> None:
    paper = made(returned, cast, 1)
    assert paper.document is not None, paper.error
    with paper.document.file.open() as kept, pikepdf.open(io.BytesIO(kept.read())) as pdf:
        drawn = [str(each.get("/Alt", "")) for each in pdf.objects if isinstance(each, pikepdf.Dictionary)]
    assert any("Waar de producten vandaan komen en wat er is gevonden" in alternative for alternative in drawn)


def test_the_same_is_not_made_twice(tender: Tender, cast: Cast) -> None:
    for _each in range(2):
        approach_papers.request(tender=tender, number=None, language="nl", by=cast.auditor, at=AT)
    assert ApproachPaper.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"progress": 101}, {"state": "done"}, {"state": "failed"}])
def test_the_database_refuses_a_document_that_cannot_be(tender: Tender, cast: Cast, wrong: dict[str, Any]) -> None:
    made = approach_papers.request(tender=tender, number=None, language="nl", by=cast.auditor, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        ApproachPaper.objects.filter(pk=made.pk).update(document=None, finished_at=None, **wrong)


def test_the_database_refuses_a_finished_document_without_file(tender: Tender, cast: Cast) -> None:
    made = approach_papers.request(tender=tender, number=None, language="nl", by=cast.auditor, at=AT)
    with pytest.raises(IntegrityError, match="approach_paper_done_has_file"), transaction.atomic():
        ApproachPaper.objects.filter(pk=made.pk).update(state="done", document=None, finished_at=AT)


def test_the_sheet_tells_how_a_due_date_was_moved(tender: Tender, cast: Cast) -> None:
    approvals.submit(tender=tender, by=cast.buyer, at=AT)
    later = add_working_days(AT.date(), 20)
    approvals.move_due_date(tender=tender, due_on=later, reason="Ziekte.", by=cast.buyer, at=AT)
    (move,) = paper_of(tender, cast, 1).due_date_moves
    assert (move.number, move.after, move.reason) == (1, later, "Ziekte.")


def test_nobody_of_elsewhere_asks(tender: Tender, cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        approach_papers.request(tender=tender, number=None, language="nl", by=cast.outsider, at=AT)


def test_the_button_leads_to_the_file(returned: Tender, cast: Cast, client: Client) -> None:
    client.force_login(cast.auditor)
    path = f"/tenders/{returned.pk}/approval/paper/"
    assert client.post(path, {"round": "7"}).status_code == 404
    answer = client.post(path, {"round": "1"})
    paper = ApproachPaper.objects.get()
    assert answer["Location"] == f"/approach-papers/{paper.pk}/"
    assert client.get(f"/approach-papers/{paper.pk}/download/").status_code == 404
    approach_papers.build(key=paper.pk, at=LATER, by=system_user())
    file: Any = client.get(f"/approach-papers/{paper.pk}/download/")
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    assert AuditEvent.objects.filter(action="approach_paper.downloaded").exists()
    for other in (cast.buyer, cast.outsider):
        client.force_login(other)
        assert client.get(f"/approach-papers/{paper.pk}/").status_code == 404


def test_what_is_submitted_is_its_round(tender: Tender, cast: Cast, client: Client) -> None:
    approvals.submit(tender=tender, by=cast.buyer, at=AT)
    client.force_login(cast.auditor)
    client.post(f"/tenders/{tender.pk}/approval/paper/")
    assert ApproachPaper.objects.get().round == 1


def test_the_queries_do_not_grow(
    returned: Tender, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    theme = Theme.objects.get(code="climate")
    for number in range(4):
        change(returned, cast, f"Doel {number}")
        approvals.submit(tender=returned, by=cast.buyer, at=LATER)
        remarks.write(tender=returned, theme=theme, text="En nu?", by=cast.tenderboard, at=LATER)
        approvals.decide(
            tender=returned, role="tenderboard", verdict="returned", reason="Nee.", by=cast.tenderboard, at=LATER
        )
        returned.refresh_from_db()
    with django_assert_max_num_queries(9):
        paper = paper_of(returned, cast, 3)
        _ = (paper.decisions, paper.remarks, paper.themes, paper.web, paper.criteria, paper.risks, paper.changes)
