"""Category plans over the API: list, one, and the commands, through the same actions as the pages."""

from __future__ import annotations

from types import ModuleType
from typing import Any, ClassVar, cast

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.asking import body
from accounts.api.queries import check
from accounts.api.views import DetailAnswer, ListAnswer
from accounts.permissions import check_right
from accounts.roles import WRITE
from procurement.actions import category_plans
from procurement.actions.category_plans import AREA
from procurement.api.approval_serializers import WhySerializer
from procurement.api.plan_commands import Decision, NextEdition, PlanAnswer, PlanCommand, Submission, Withdrawal
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


class OfCategory(PlanAnswer):
    """Plans of this kind, and their verbs."""

    model = CategoryPlan
    verbs: ClassVar[ModuleType] = category_plans
    shown_by: ClassVar[Any] = CategoryPlanSerializer


class CategoryPlanList(OfCategory, ListAnswer):
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
        return self.made(request, PlanChangeSerializer)


class CategoryPlanDetail(OfCategory, DetailAnswer):
    """One edition of one plan, with its agreements, KPIs and their results."""

    serializer_class = CategoryPlanSerializer
    area = AREA
    http_method_names = ["get", "head", "patch", "delete"]

    def get_queryset(self) -> CategoryPlanQuerySet:
        return cast("CategoryPlanQuerySet", self.seen())

    @extend_schema(request=PlanPatchSerializer, responses=CategoryPlanSerializer)
    def patch(self, request: Request, pk: int) -> Response:
        """Change a draft. 409 when it is none, or when somebody else changed it since ``version``."""
        return self.rewritten(request, pk, PlanPatchSerializer)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        """Throw away a draft. 409 when it is none: what was adopted stays for good."""
        return self.discarded(pk)


@extend_schema_view(post=extend_schema(request=None, responses=CategoryPlanSerializer))
class CategoryPlanSubmission(OfCategory, Submission):
    """Submit a draft. 409 where something is missing, with what."""

    serializer_class = CategoryPlanSerializer


@extend_schema_view(post=extend_schema(request=PlanDecisionSerializer, responses=CategoryPlanSerializer))
class CategoryPlanDecision(OfCategory, Decision):
    """Adopt a submitted plan, or send it back with a reason; not by who submitted it."""

    serializer_class = CategoryPlanSerializer


@extend_schema_view(post=extend_schema(request=WhySerializer, responses=CategoryPlanSerializer))
class CategoryPlanWithdrawal(OfCategory, Withdrawal):
    """Take a submitted plan back to draft, with a reason, by who writes it."""

    serializer_class = CategoryPlanSerializer


@extend_schema_view(post=extend_schema(request=None, responses={201: CategoryPlanSerializer}))
class CategoryPlanEdition(OfCategory, NextEdition):
    """Make a draft of the next edition of an adopted plan; the answer is that draft."""

    serializer_class = CategoryPlanSerializer


class KpiResults(OfCategory, PlanCommand):
    """Record what was measured of a KPI over one year."""

    serializer_class = CategoryPlanSerializer

    @extend_schema(request=KpiResultChangeSerializer, responses=CategoryPlanSerializer)
    def post(self, request: Request, pk: int, kpi_pk: int) -> Response:
        plan = self.found(pk)
        kpi = PlanKpi.objects.filter(plan=plan, pk=kpi_pk).first()
        if kpi is None:
            raise Http404(_("This does not exist, or you may not see it."))
        check_right(self.member, self.organisation, AREA, WRITE)
        sent = body(KpiResultChangeSerializer, request.data)
        category_plans.record_result(kpi=kpi, by=self.member, at=self.now, **sent.validated_data)
        return self.answered(pk)
