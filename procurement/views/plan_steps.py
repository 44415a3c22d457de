"""Steps that category plans and action plans share, as pages: submit, decide, take back, new edition, throw away."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.permissions import check_right
from accounts.requests import MemberRequest
from accounts.roles import DECIDE, WRITE
from accounts.views.gates import internal
from accounts.workflow import TransitionNotAllowed
from procurement.actions import plans
from procurement.forms import ReasonForm
from procurement.models.plans import Plan
from procurement.plan_forms import DecideForm
from procurement.plan_period import ADOPTED

Find = Callable[[MemberRequest, int], Any]
Detail = Callable[..., HttpResponse]


class PlanSteps:
    """The steps of one kind of plan, for the app that has its page: a step that is refused answers with that page.

    ``detail``: makes it; ``verbs``: the module of actions, with ``submit`` and ``new_edition``.
    """

    def __init__(self, prefix: str, *, find: Find, detail: Detail, verbs: ModuleType) -> None:
        self.prefix, self.find, self.detail, self.verbs = prefix, find, detail, verbs

    def urls(self, base: str) -> list[URLPattern]:
        """``PREFIX-submit``, ``-decide``, ``-take-back``, ``-follow`` and ``-discard``, all by POST."""
        steps = {
            "submit": self.submit, "decide": self.decide, "take-back": self.take_back, "follow": self.follow,
            "discard": self.discard,
        }  # fmt: skip
        return [
            path(f"{base}<int:pk>/{name}/", require_POST(internal(step)), name=f"{self.prefix}-{name}")
            for name, step in steps.items()
        ]

    def submit(self, request: MemberRequest, pk: int) -> HttpResponse:
        plan = self._writable(request, pk)
        try:
            self.verbs.submit(plan=plan, by=request.user, at=request.now)
        except plans.PlanIncomplete as refusal:
            messages.error(request, " ".join([str(refusal), *refusal.missing]))
        except TransitionNotAllowed as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The plan is submitted. Management adopts it."))
        return self._back(pk)

    def decide(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Adopt it or send it back."""
        plan: Plan = self.find(request, pk)
        check_right(request.user, plan.organisation_id, plan.area, DECIDE)
        form = DecideForm(request.POST)
        if not form.is_valid():
            return self.detail(request, plan, decision=form)
        try:
            if form.cleaned_data["verdict"] == ADOPTED:
                plans.adopt(plan=plan, by=request.user, at=request.now)
                messages.success(request, _("The plan is adopted. From its first day it feeds the proposed levels."))
            else:
                plans.send_back(plan=plan, reason=form.cleaned_data["reason"], by=request.user, at=request.now)
                messages.success(request, _("The plan is a draft again, with your reason."))
        except TransitionNotAllowed as refusal:
            messages.error(request, str(refusal))
        return self._back(pk)

    def take_back(self, request: MemberRequest, pk: int) -> HttpResponse:
        """Who writes it takes a submitted plan back, with a reason."""
        plan = self._writable(request, pk)
        form = ReasonForm(request.POST, auto_id="id_back_%s")
        if not form.is_valid():
            return self.detail(request, plan, back=form)
        try:
            plans.send_back(plan=plan, reason=form.cleaned_data["reason"], by=request.user, at=request.now)
        except TransitionNotAllowed as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The plan is a draft again, with your reason."))
        return self._back(pk)

    def follow(self, request: MemberRequest, pk: int) -> HttpResponse:
        """A draft of the next edition."""
        plan = self._writable(request, pk)
        try:
            made = self.verbs.new_edition(plan=plan, by=request.user, at=request.now)
        except TransitionNotAllowed as refusal:
            messages.error(request, str(refusal))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("This is a draft of the next edition: change what has to be different."))
            return redirect(f"procurement:{self.prefix}-edit", made.pk)
        return self._back(pk)

    def discard(self, request: MemberRequest, pk: int) -> HttpResponse:
        plan = self._writable(request, pk)
        try:
            plans.discard(plan=plan, by=request.user, at=request.now)
        except TransitionNotAllowed as refusal:
            messages.error(request, str(refusal))
            return self._back(pk)
        messages.success(request, _("The draft is thrown away."))
        return redirect(f"procurement:{self.prefix}-list")

    def _writable(self, request: MemberRequest, pk: int) -> Plan:
        plan: Plan = self.find(request, pk)
        check_right(request.user, plan.organisation_id, plan.area, WRITE)
        return plan

    def _back(self, pk: int) -> HttpResponse:
        return redirect(f"monitoring:{self.prefix}-detail", pk)
