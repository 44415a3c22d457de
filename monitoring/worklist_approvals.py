"""Approaches on the day's page: to judge by when, for who judges; returned, remarked on or missing, for who writes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from monitoring.worklist_sections import SHOWN, Item, Section, section_of
from procurement.models import ApproachRemark, ApproachRound, Tender
from procurement.querysets import TenderQuerySet
from procurement.workflow import APPROVERS, WRITERS


def approval_sections(user: User, organisation: Organisation, today: date) -> list[Section]:
    roles = user.roles_in(organisation.pk)
    tenders = Tender.objects.visible_to(user).of(organisation)
    found: list[Section] = []
    if roles & set(APPROVERS):
        found += _to_judge(tenders, user, today)
    if roles & set(WRITERS):
        found += _to_write(tenders)
    return found


def _to_judge(tenders: TenderQuerySet, user: User, today: date) -> list[Section]:
    waiting = ApproachRound.objects.running().filter(tender__in=tenders.awaiting_decision_of(user, today))
    rows = waiting.select_related("tender", "submitted_by").order_by("due_on", "pk")
    late, in_time = rows.overdue(today), rows.in_time(today)
    more = f"{reverse('procurement:tender-list')}?approach=submitted"
    return [
        section_of(
            "approvals-overdue", _("Approaches to judge, overdue"), "danger", late, _judged(late), more_url=more
        ),
        section_of("approvals", _("Approaches to judge"), "warning", in_time, _judged(in_time), more_url=more),
    ]


def _judged(rows: QuerySet[ApproachRound]) -> Iterable[Item]:
    for row in rows[:SHOWN]:
        yield Item(
            what=row.tender.title,
            about=row.tender.reference,
            who=str(row.submitted_by),
            due_on=row.due_on,
            url=reverse("procurement:approval", args=[row.tender_id]),
            state=row.tender.approach_state,
            state_label=row.tender.get_approach_state_display(),
        )


def _to_write(tenders: TenderQuerySet) -> list[Section]:
    url = reverse("procurement:tender-list")
    returned = tenders.filter(approach_state="returned").order_by("-approach_submitted_at")
    remarks = ApproachRemark.objects.unanswered().filter(tender__in=tenders).exclude(tender__approach_state="approved")
    remarks = remarks.select_related("tender", "theme", "written_by").order_by("written_at", "pk")
    planned = tenders.filter(approach_state="draft", stage="planned").order_by("publication_date", "-pk")
    return [
        section_of(
            "returned", _("Returned approaches"), "warning", returned, _written(returned, "procurement:approval"),
            more_url=f"{url}?approach=returned",
        ),
        section_of("remarks", _("Remarks to answer"), "warning", remarks, _remarks(remarks)),
        section_of(
            "drafts", _("Approaches to fill in"), "info", planned, _written(planned, "procurement:ambition-edit"),
            more_url=f"{url}?approach=draft&stage=planned",
        ),
    ]  # fmt: skip


def _written(rows: QuerySet[Tender], page: str) -> Iterable[Item]:
    for row in rows[:SHOWN]:
        yield Item(
            what=row.title,
            about=row.reference,
            url=reverse(page, args=[row.pk]),
            state=row.approach_state,
            state_label=row.get_approach_state_display(),
        )


def _remarks(rows: QuerySet[ApproachRemark]) -> Iterable[Item]:
    for row in rows[:SHOWN]:
        yield Item(
            what=f"{row.about}: {row.text}",
            about=f"{row.tender.reference} {row.tender.title}",
            who=str(row.written_by),
            url=f"{reverse('procurement:approval', args=[row.tender_id])}#row-{row.row}",
        )
