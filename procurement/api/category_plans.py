"""Category plans over the API: list, one, and the commands, through the same actions as the pages."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.problems import Conflict
from accounts.api.queries import check
from accounts.api.views import DetailAnswer, ListAnswer, MemberAnswer
from accounts.permissions import check_right
from accounts.roles import DECIDE, WRITE
from procurement.actions import category_plans, plans
from procurement.actions.category_plans import AREA
from procurement.api.approval_serializers import WhySerializer
from procurement.api.plan_serializers import (
    CategoryPlanSerializer,
    KpiResultChangeSerializer,
    PlanChangeSerializer,
    PlanDecisionSerializer,
    PlanPatchSerializer,
)
from procurement.models import CategoryPlan, PlanKpi
from procurement.plan_filters import SORTS, CategoryPlanFilter, ordered
from procurement.plan_querysets import CategoryPlanQuerySet
from procurement.reads import categories_for


class CategoryPlanList(ListAnswer):
    """The category plans of the organisation, the latest period first."""

    serializer_class = CategoryPlanSerializer
    filters = CategoryPlanFilter
    sorts = SORTS
    area = AREA
    http_method_names = ["get", "head", "post"]

    def rows(self) -> Any:
        visible = CategoryPlan.objects.visible_to(self.member).of(self.organisation)
        asked = CategoryPlanFilter(
            self.request.query_params, visible, organisation=self.organisation, day=self.today
        )  # fmt: skip
        check(asked)
        return ordered(asked.qs, self.sort).with_contents()

    @extend_schema(request=PlanChangeSerializer, responses={201: CategoryPlanSerializer})
    def post(self, request: Request) -> Response:
        """Make a draft. 400 where an edition of this category is in hand already."""
        check_right(self.member, self.organisation, AREA, WRITE)
        categories = {each.code: each for each in categories_for(self.organisation)}
        context = {"organisation": self.organisation, "categories": categories}
        asked = PlanChangeSerializer(data=request.data, context=context)
        asked.is_valid(raise_exception=True)
        given = {"responsible": self.member, **asked.given()}
        made = category_plans.create(organisation=self.organisation, by=self.member, at=self.now, **given)
        return answered(self, made.pk, status=201)


class CategoryPlanDetail(DetailAnswer):
    """One edition of one plan, with its agreements, KPIs and their results."""

    serializer_class = CategoryPlanSerializer
    area = AREA
    http_method_names = ["get", "head", "patch"]

    def get_queryset(self) -> CategoryPlanQuerySet:
        return seen(self)

    @extend_schema(request=PlanPatchSerializer, responses=CategoryPlanSerializer)
    def patch(self, request: Request, pk: int) -> Response:
        """Change a draft. 409 when it is none, or when somebody else changed it since ``version``."""
        plan = found(self, pk)
        check_right(self.member, self.organisation, AREA, WRITE)
        asked = PlanPatchSerializer(data=request.data, context={"organisation": self.organisation})
        asked.is_valid(raise_exception=True)
        try:
            category_plans.change(plan=plan, by=self.member, at=self.now, **asked.given())
        except plans.PlanChanged as clash:
            raise Conflict(str(clash)) from clash
        return answered(self, pk)


class PlanCommand(MemberAnswer):
    """Something done to one plan; the answer is the plan as it is then."""

    http_method_names = ["post"]
    serializer_class = CategoryPlanSerializer


class CategoryPlanSubmission(PlanCommand):
    """Submit a draft. 409 where something is missing, with what."""

    @extend_schema(request=None, responses=CategoryPlanSerializer)
    def post(self, request: Request, pk: int) -> Response:
        try:
            category_plans.submit(plan=found(self, pk), by=self.member, at=self.now)
        except plans.PlanIncomplete as refusal:
            raise Conflict(" ".join([str(refusal), *refusal.missing])) from refusal
        return answered(self, pk)


class CategoryPlanDecision(PlanCommand):
    """Adopt a submitted plan, or send it back with a reason; not by who submitted it."""

    @extend_schema(request=PlanDecisionSerializer, responses=CategoryPlanSerializer)
    def post(self, request: Request, pk: int) -> Response:
        plan = found(self, pk)
        check_right(self.member, self.organisation, AREA, DECIDE)
        asked = PlanDecisionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        if asked.validated_data["verdict"] == "adopted":
            plans.adopt(plan=plan, by=self.member, at=self.now)
        else:
            plans.send_back(plan=plan, reason=asked.validated_data["reason"], by=self.member, at=self.now)
        return answered(self, pk)


class CategoryPlanWithdrawal(PlanCommand):
    """Take a submitted plan back to draft, with a reason, by who writes it."""

    @extend_schema(request=WhySerializer, responses=CategoryPlanSerializer)
    def post(self, request: Request, pk: int) -> Response:
        plan = found(self, pk)
        check_right(self.member, self.organisation, AREA, WRITE)
        asked = WhySerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        plans.send_back(plan=plan, reason=asked.validated_data["reason"], by=self.member, at=self.now)
        return answered(self, pk)


class CategoryPlanEdition(PlanCommand):
    """Make a draft of the next edition of an adopted plan; the answer is that draft."""

    @extend_schema(request=None, responses={201: CategoryPlanSerializer})
    def post(self, request: Request, pk: int) -> Response:
        made = category_plans.new_edition(plan=found(self, pk), by=self.member, at=self.now)
        return answered(self, made.pk, status=201)


class KpiResults(PlanCommand):
    """Record what was measured of a KPI over one year."""

    @extend_schema(request=KpiResultChangeSerializer, responses=CategoryPlanSerializer)
    def post(self, request: Request, pk: int, kpi_pk: int) -> Response:
        plan = found(self, pk)
        kpi = PlanKpi.objects.filter(plan=plan, pk=kpi_pk).first()
        if kpi is None:
            raise Http404(_("This does not exist, or you may not see it."))
        check_right(self.member, self.organisation, AREA, WRITE)
        asked = KpiResultChangeSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        category_plans.record_result(kpi=kpi, by=self.member, at=self.now, **asked.validated_data)
        return answered(self, pk)


def seen(view: MemberAnswer) -> CategoryPlanQuerySet:
    """The plans that this member sees, with all that one answer holds."""
    return CategoryPlan.objects.visible_to(view.member).of(view.organisation).with_contents()


def found(view: MemberAnswer, pk: int) -> CategoryPlan:
    """The plan, if this member sees it."""
    plan: CategoryPlan | None = seen(view).select_related("organisation").filter(pk=pk).first()
    if plan is None:
        raise Http404(_("This does not exist, or you may not see it."))
    return plan


def answered(view: MemberAnswer, pk: int, status: int = 200) -> Response:
    """The plan as it is now."""
    return Response(CategoryPlanSerializer(seen(view).get(pk=pk), context={"view": view}).data, status=status)
