"""A plan of either kind on its own page: what may be done with it now, making one, and changing a draft."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from accounts.actions.transitions import may_move
from accounts.calendar import local_date
from accounts.models import AuditEvent
from accounts.permissions import check_right, has_right
from accounts.requests import MemberRequest
from accounts.roles import WRITE
from accounts.trail import lines
from accounts.workflow import TransitionNotAllowed
from procurement.actions.plans import PlanChanged, same_subject
from procurement.forms import ReasonForm, show
from procurement.plan_filters import STANDING_LABELS
from procurement.plan_forms import DecideForm
from procurement.plan_period import ADOPTED, DRAFT, SUBMITTED
from procurement.reads import themes_on

HISTORY = 40


def answer_list(request: MemberRequest, kind: str, area: str, context: dict[str, Any]) -> HttpResponse:
    """The list, or its results alone where HTMX asks for them."""
    context |= {
        "may_write": has_right(request.user, request.organisation, area, WRITE),
        "query": request.GET.urlencode(),
    }
    is_fragment = request.htmx and not request.htmx.history_restore_request
    name = f"_{kind}_results" if is_fragment else f"{kind}_list"
    response = render(request, f"procurement/{name}.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def answer_detail(
    request: MemberRequest, plan: Any, kind: str, context: dict[str, Any], *, missing_of: Callable[[Any], list[str]],
    decision: DecideForm | None, back: ReasonForm | None,
) -> HttpResponse:  # fmt: skip
    """The page of one plan: its own ``context``, its steps, its editions and its history."""
    day = local_date(request.now)
    may_write = has_right(request.user, plan.organisation, plan.area, WRITE)
    may_adopt = may_move(
        plan, workflow=plan.workflow, to=ADOPTED, by=request.user, organisation_id=plan.organisation_id
    )  # fmt: skip
    if decision is None and may_adopt:
        decision = DecideForm()
    if back is None and may_write and plan.state == SUBMITTED:
        back = ReasonForm(auto_id="id_back_%s")
    editions = sorted([plan, *same_subject(plan).visible_to(request.user)], key=lambda each: each.edition, reverse=True)
    events = list(AuditEvent.objects.about(plan)[:HISTORY])
    context |= {
        "may_write": may_write,
        "sent_back": _sent_back(plan, events),
        "needed": missing_of(plan) if may_write and plan.state == DRAFT else [],
        "decision": decision,
        "back": back if decision is None else None,
        "is_own": plan.submitted_by_id == request.user.pk,
        "editions": [(each, STANDING_LABELS[each.standing(day)]) for each in editions],
        "history": lines(events),
    }
    is_wrong = any(form is not None and form.errors for form in (decision, back))
    return render(request, f"procurement/{kind}_detail.html", context, status=422 if is_wrong else 200)


def _sent_back(plan: Any, events: list[AuditEvent]) -> AuditEvent | None:
    """Who sent a draft back and why, as long as it is so: what its writer does now. ``events``: the last first."""
    moved = next((each for each in events if each.action == f"{plan._meta.model_name}.{plan.workflow.field}"), None)
    return moved if plan.state == DRAFT and moved is not None and moved.reason else None


class PlanWriting:
    """The form of one kind of plan. ``entry``: makes all its forms; ``more``: how many empty rows each of its
    buttons ``more_PREFIX`` adds, without saving.
    """

    def __init__(self, prefix: str, *, verbs: ModuleType, entry: Callable[..., Any], more: dict[str, int]) -> None:
        self.prefix, self.verbs, self.entry, self.more = prefix, verbs, entry, more

    def create(self, request: MemberRequest, initial: dict[str, Any]) -> HttpResponse:
        """A draft."""
        check_right(request.user, request.organisation, self.verbs.AREA, WRITE)
        entry = self._entry(request, None, initial)
        if self._is_sent(request) and entry.is_valid():
            try:
                plan = self.verbs.create(
                    organisation=request.organisation, by=request.user, at=request.now, **entry.facts.facts(),
                    **entry.rows(),
                )  # fmt: skip
            except ValidationError as error:
                show(entry.facts, error)
            else:
                messages.success(request, _("The plan is a draft. Submit it when it is complete."))
                return self._to(plan.pk)
        return self._form(request, entry, None)

    def edit(self, request: MemberRequest, plan: Any) -> HttpResponse:
        """Change a draft; what somebody else saved meanwhile is not overwritten without saying so."""
        check_right(request.user, plan.organisation, plan.area, WRITE)
        if not plan.is_editable:
            messages.error(request, _("Only a draft can be changed. Make a new edition of an adopted plan."))
            return self._to(plan.pk)
        entry = self._entry(request, plan)
        if self._is_sent(request) and entry.is_valid():
            try:
                self.verbs.change(
                    plan=plan, version=entry.facts.cleaned_data["version"], by=request.user, at=request.now,
                    **entry.facts.facts(), **entry.rows(),
                )  # fmt: skip
            except PlanChanged as clash:
                entry.facts.rebase(clash.version)
                entry.facts.add_error(None, str(clash))
            except TransitionNotAllowed as refusal:
                messages.error(request, str(refusal))
                return self._to(plan.pk)
            except ValidationError as error:
                show(entry.facts, error)
            else:
                messages.success(request, _("The changes are saved."))
                return self._to(plan.pk)
        return self._form(request, entry, plan)

    def _is_sent(self, request: MemberRequest) -> bool:
        return request.method == "POST" and not {f"more_{rows}" for rows in self.more} & set(request.POST)

    def _entry(self, request: MemberRequest, plan: Any, initial: dict[str, Any] | None = None) -> Any:
        data = request.POST.copy()
        for rows, more in self.more.items():
            asked = str(data.get(f"{rows}-TOTAL_FORMS", ""))
            if f"more_{rows}" in data and asked.isdecimal():
                data[f"{rows}-TOTAL_FORMS"] = str(int(asked[:4]) + more)
        themes = themes_on(local_date(request.now))
        sent = data if request.method == "POST" else None
        return self.entry(sent, organisation=request.organisation, themes=themes, plan=plan, initial=initial)

    def _form(self, request: MemberRequest, entry: Any, plan: Any) -> HttpResponse:
        is_wrong = self._is_sent(request) and entry.has_errors
        context = {"entry": entry, "form": entry.facts, "plan": plan, "is_wrong": is_wrong}
        template = f"procurement/{self.prefix.replace('-', '_')}_form.html"
        return render(request, template, context, status=422 if is_wrong else 200)

    def _to(self, pk: int) -> HttpResponse:
        return redirect(f"monitoring:{self.prefix}-detail", pk)
