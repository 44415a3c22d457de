"""Findings: list, new, and one with the steps that may follow."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.actions.transitions import may_move
from accounts.calendar import local_date
from accounts.models import AuditEvent
from accounts.permissions import check_right, has_right
from accounts.requests import MemberRequest
from accounts.roles import READ, WRITE
from accounts.views.gates import internal
from accounts.workflow import TransitionNotAllowed
from suppliers.actions import findings
from suppliers.filters_suppliers import findings_that_fit
from suppliers.forms_suppliers import FindingFilterForm, FindingForm, MoveForm
from suppliers.models import Finding
from suppliers.querysets import FindingQuerySet
from suppliers.workflow import FINDING

PER_PAGE = 50

STEPS = {
    "requested": (gettext_lazy("Send a formal request"), "primary", ""),
    "in_remedy": (gettext_lazy("Remedy has started"), "primary", ""),
    "verified": (gettext_lazy("Remedy verified"), "primary", gettext_lazy("What was seen, and by whom?")),
    "closed_confirmed": (
        gettext_lazy("Close: confirmed by the affected people"),
        "primary",
        gettext_lazy("Who confirmed it, when and how?"),
    ),
    "closed_unconfirmed": (
        gettext_lazy("Close without confirmation"),
        "danger",
        gettext_lazy("Why could the affected people not confirm it?"),
    ),
    "reopened": (gettext_lazy("Reopen"), "secondary", gettext_lazy("What is new?")),
}


@internal
@require_GET
def finding_list(request: MemberRequest) -> HttpResponse:
    """The findings of the organisation, searched, filtered and sorted."""
    check_right(request.user, request.organisation, "findings", READ)
    form = FindingFilterForm(request.GET)
    rows = findings_that_fit(_own(request), form, request.GET.get("sort", ""))
    context = {
        "form": form,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "may_write": has_right(request.user, request.organisation, "findings", WRITE),
    }
    return render(request, "suppliers/finding_list.html", context)


@internal
@require_http_methods(["GET", "POST"])
def finding_create(request: MemberRequest) -> HttpResponse:
    """Record a finding; ``?supplier=`` or ``?contract=`` fills those in."""
    check_right(request.user, request.organisation, "findings", WRITE)
    initial = {name: request.GET[name] for name in ("supplier", "contract") if request.GET.get(name, "").isdigit()}
    form = FindingForm(
        request.POST or None,
        organisation=request.organisation,
        user=request.user,
        today=local_date(request.now),
        initial=initial,
    )
    if form.is_search:
        form.errors.clear()
    elif request.method == "POST" and form.is_valid():
        try:
            finding = findings.report(
                organisation=request.organisation, reported=form.reported, by=request.user, at=request.now
            )
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The finding has been recorded."))
            return redirect("suppliers:finding-detail", finding.pk)
    return render(request, "suppliers/finding_create.html", {"form": form})


@internal
@require_GET
def finding_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """One finding, its history and the steps that the reader may take."""
    return _detail_page(request, _finding(request, pk), to="", reason="", error="")


@internal
@require_POST
def finding_move(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a step; a missing reason comes back at its field."""
    finding = _finding(request, pk)
    check_right(request.user, finding.organisation_id, "findings", WRITE)
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This step does not exist."))
        return redirect("suppliers:finding-detail", pk)
    to, reason = form.cleaned_data["to"], form.cleaned_data["reason"]
    allowed = FINDING.move(finding.state, to)
    if allowed is not None and allowed.asks_reason and not reason.strip():
        return _detail_page(request, finding, to=to, reason=reason, error=_("Fill in the explanation."))
    try:
        findings.move(finding=finding, to=to, by=request.user, at=request.now, reason=reason)
    except TransitionNotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The finding is “%(state)s” now.") % {"state": finding.get_state_display()})
    return redirect("suppliers:finding-detail", pk)


def _own(request: MemberRequest) -> FindingQuerySet:
    return Finding.objects.visible_to(request.user).filter(organisation=request.organisation)


def _finding(request: MemberRequest, pk: int) -> Finding:
    check_right(request.user, request.organisation, "findings", READ)
    found = _own(request).select_related("supplier", "contract", "theme", "organisation", "created_by", "verified_by")
    return get_object_or_404(found, pk=pk)


def _detail_page(request: MemberRequest, finding: Finding, *, to: str, reason: str, error: str) -> HttpResponse:
    steps: list[dict[str, Any]] = []
    refused = ""
    for (source, target), move in FINDING.moves.items():
        if source != finding.state:
            continue
        label, variant, question = STEPS[target]
        if may_move(finding, workflow=FINDING, to=target, by=request.user, organisation_id=finding.organisation_id):
            chosen = target == to
            steps.append(
                {
                    "to": target, "label": label, "variant": variant, "question": question, "asks": move.asks_reason,
                    "reason": reason if chosen else "", "error": error if chosen else "",
                }
            )  # fmt: skip
        elif move.other_than and getattr(finding, move.other_than) == request.user.pk:
            refused = _("You verified the remedy yourself; somebody else has to close it without confirmation.")
    context = {
        "finding": finding,
        "steps": steps,
        "refused": refused,
        "history": _history(finding),
    }
    return render(request, "suppliers/finding_detail.html", context, status=400 if error else 200)


def _history(finding: Finding) -> list[dict[str, Any]]:
    """Each state the finding came into, newest first."""
    return [
        {
            "at": event.at,
            "title": str(FINDING.labels[event.after["state"]]).capitalize(),
            "by": event.actor_label,
            "reason": event.reason,
        }
        for event in AuditEvent.objects.about(finding)
        if event.after.get("state") in FINDING.labels
    ]
