"""What programs may do with a plan of either kind: submit, decide, take back, and make the next edition."""

from __future__ import annotations

from types import ModuleType
from typing import Any, ClassVar

from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.asking import body
from accounts.api.problems import Conflict
from accounts.api.views import MemberAnswer
from accounts.permissions import check_right
from accounts.roles import DECIDE, WRITE
from procurement.actions import plans
from procurement.api.approval_serializers import WhySerializer
from procurement.api.plan_serializers import PlanDecisionSerializer
from procurement.models.plans import Plan
from procurement.reads import categories_for


class PlanAnswer(MemberAnswer):
    """An answer about plans of one kind, each with all that it says."""

    model: ClassVar[type[Plan]]
    verbs: ClassVar[ModuleType]
    shown_by: ClassVar[Any]

    def seen(self) -> Any:
        """The plans that this member sees, with all that one answer holds."""
        manager: Any = self.model._default_manager
        return manager.visible_to(self.member).of(self.organisation).with_contents()

    def found(self, pk: int) -> Any:
        """The plan, if this member sees it."""
        plan = self.seen().select_related("organisation").filter(pk=pk).first()
        if plan is None:
            raise Http404(_("This does not exist, or you may not see it."))
        return plan

    @property
    def asked_in(self) -> dict[str, Any]:
        """What the check of a request needs to know of the organisation."""
        categories = {each.code: each for each in categories_for(self.organisation)}
        return {"organisation": self.organisation, "categories": categories}

    def made(self, request: Request, asked_by: Any) -> Response:
        """A draft of what was asked; who makes it is responsible, where nobody is named."""
        given = {"responsible": self.member, **self._given(request, asked_by)}
        plan = self.verbs.create(organisation=self.organisation, by=self.member, at=self.now, **given)
        return self.answered(plan.pk, status=201)

    def rewritten(self, request: Request, pk: int, asked_by: Any) -> Response:
        """The draft with what was asked changed in it."""
        plan = self.found(pk)
        given = self._given(request, asked_by)
        try:
            self.verbs.change(plan=plan, by=self.member, at=self.now, **given)
        except plans.PlanChanged as clash:
            raise Conflict(str(clash)) from clash
        return self.answered(pk)

    def discarded(self, pk: int) -> Response:
        """Nothing, once the draft is thrown away."""
        plans.discard(plan=self.found(pk), by=self.member, at=self.now)
        return Response(status=204)

    def _given(self, request: Request, asked_by: Any) -> dict[str, Any]:
        check_right(self.member, self.organisation, self.verbs.AREA, WRITE)
        sent = body(asked_by, request.data, **self.asked_in)
        given: dict[str, Any] = sent.given()
        return given

    def answered(self, pk: int, status: int = 200) -> Response:
        """The plan as it is now."""
        shown = self.shown_by(self.seen().get(pk=pk), context={"view": self})
        return Response(shown.data, status=status)


class PlanCommand(PlanAnswer):
    """Something done to one plan; the answer is the plan as it is then."""

    http_method_names = ["post"]


class Submission(PlanCommand):
    """Submit a draft. 409 where something is missing, with what."""

    def post(self, request: Request, pk: int) -> Response:
        try:
            self.verbs.submit(plan=self.found(pk), by=self.member, at=self.now)
        except plans.PlanIncomplete as refusal:
            raise Conflict(" ".join([str(refusal), *refusal.missing])) from refusal
        return self.answered(pk)


class Decision(PlanCommand):
    """Adopt a submitted plan, or send it back with a reason; not by who submitted it."""

    def post(self, request: Request, pk: int) -> Response:
        plan = self.found(pk)
        check_right(self.member, self.organisation, plan.area, DECIDE)
        sent = body(PlanDecisionSerializer, request.data)
        if sent.validated_data["verdict"] == "adopted":
            plans.adopt(plan=plan, by=self.member, at=self.now)
        else:
            plans.send_back(plan=plan, reason=sent.validated_data["reason"], by=self.member, at=self.now)
        return self.answered(pk)


class Withdrawal(PlanCommand):
    """Take a submitted plan back to draft, with a reason, by who writes it."""

    def post(self, request: Request, pk: int) -> Response:
        plan = self.found(pk)
        check_right(self.member, self.organisation, plan.area, WRITE)
        sent = body(WhySerializer, request.data)
        plans.send_back(plan=plan, reason=sent.validated_data["reason"], by=self.member, at=self.now)
        return self.answered(pk)


class NextEdition(PlanCommand):
    """Make a draft of the next edition of an adopted plan; the answer is that draft."""

    def post(self, request: Request, pk: int) -> Response:
        made = self.verbs.new_edition(plan=self.found(pk), by=self.member, at=self.now)
        return self.answered(made.pk, status=201)
