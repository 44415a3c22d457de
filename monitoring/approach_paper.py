"""A tender approach as PDF: what ``procurement`` knows of it, with the schedule that will follow from ``suppliers``."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.calendar import local_date
from accounts.models import User
from documents.formats.kinds import KINDS
from documents.pdf import Attachment, render_pdf
from monitoring.report_files import ReportFile, Tell
from procurement.approach_paper import Paper
from procurement.models import Tender
from suppliers.reads_expected import Expected, expected_schedule

SCHEMA = "tender-approach/1"


def make(tender: Tender, *, number: int | None, reader: User, language: str, at: datetime, tell: Tell) -> ReportFile:
    """The document of a round, or of the approach as it stands, for this reader; ``tell`` hears how far it is."""
    with translation.override(language):
        paper = Paper(tender, number=number, reader=reader, at=at)
        schedule = schedule_of(paper, at=at)
        tell(35, "pages")
        title = _("Tender approach %(reference)s") % {"reference": paper.facts["reference"]}
        content = render_pdf(
            "monitoring/approach_pdf.html",
            {"paper": paper, "tender": tender, "schedule": schedule, "reader": reader},
            title=title, language=language, created=at, author=tender.organisation.name,
            attachments=[Attachment("tender-approach.json", _data(paper), _("The approach as data"))],
        )  # fmt: skip
        part = _("round-%(number)d") % {"number": number} if number else f"{local_date(at):%Y%m%d}"
        name = f"{slugify(title)[:80]}-{part}.pdf"
    return ReportFile(name, KINDS["pdf"], content)


def schedule_of(paper: Paper, *, at: datetime) -> Expected | None:
    """The dated schedule; none without the contract condition, without follow-up, or where the dates were not kept."""
    if paper.kept is None or not paper.follow_up_code or "contract_condition" not in (paper.isv.get("forms") or []):
        return None
    facts = paper.kept.tender
    return expected_schedule(
        paper.tender.organisation, paper.follow_up_code, published_on=facts["publication_date"],
        awarded_on=facts["award_date"], starts_on=facts["starts_on"], ends_on=facts["ends_on"], today=local_date(at),
    )  # fmt: skip


def _data(paper: Paper) -> bytes:
    """What was kept of the approach, with the decisions, for programs."""
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "organisation": paper.tender.organisation.slug,
        "tender": paper.facts["reference"],
        "round": paper.number,
        "outcome": paper.outcome,
        "approach": paper.snapshot,
        "rounds": [
            {"number": each.number, "submitted_at": each.submitted_at.isoformat(), "asks": each.asks,
             "submitted_by": str(each.submitted_by), "due_on": each.due_on.isoformat()}
            for each in paper.rounds
        ],
        "due_date_moves": [
            {"round": each.number, "before": each.before.isoformat(), "after": each.after.isoformat(), "by": each.by,
             "at": each.at.isoformat(), "reason": each.reason}
            for each in paper.due_date_moves
        ],
        "decisions": [
            {"round": each.round, "role": each.role, "verdict": each.verdict, "reason": each.reason,
             "decided_by": str(each.decided_by), "decided_at": each.decided_at.isoformat(),
             "on_behalf_of": str(each.on_behalf_of) if each.on_behalf_of else None}
            for each in paper.decisions
        ],
        "remarks": [
            {"round": each.remark.round, "about": each.remark.row, "name": each.about,
             "text": each.remark.text, "answer": each.remark.answer or None}
            for each in paper.remarks
        ],
    }  # fmt: skip
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
