"""Action plans over the API: list, one with the progress of its goals, and the commands, as on the pages."""

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
from procurement.actions import action_plans
from procurement.actions.action_plans import AREA
from procurement.api.action_plan_serializers import (
    ActionPlanChangeSerializer,
    ActionPlanPatchSerializer,
    ActionPlanSerializer,
    ExplainSerializer,
)
from procurement.api.approval_serializers import WhySerializer
from procurement.api.plan_commands import Decision, NextEdition, PlanAnswer, PlanCommand, Submission, Withdrawal
from procurement.api.plan_serializers import PlanDecisionSerializer
from procurement.models import ActionGoal, ActionPlan
from procurement.plan_filters import ActionPlanFilter
from procurement.plan_querysets import ActionPlanQuerySet


class OfAction(PlanAnswer):
    """Plans of this kind, and their verbs."""

    model = ActionPlan
    verbs: ClassVar[ModuleType] = action_plans
    shown_by: ClassVar[Any] = ActionPlanSerializer


class ActionPlanList(OfAction, ListAnswer):
    """The action plans of the organisation, the latest period first."""

    serializer_class = ActionPlanSerializer
    filters = ActionPlanFilter
    area = AREA
    http_method_names = ["get", "head", "post"]

    def rows(self) -> Any:
        asked = ActionPlanFilter(self.request.query_params, self.seen(), day=self.today)
        check(asked)
        return asked.qs.order_by("-valid_from", "-pk")

    @extend_schema(request=ActionPlanChangeSerializer, responses={201: ActionPlanSerializer})
    def post(self, request: Request) -> Response:
        """Make a draft. 400 where an edition is in hand already."""
        return self.made(request, ActionPlanChangeSerializer)


class ActionPlanDetail(OfAction, DetailAnswer):
    """One edition, with its goals and how far they are today."""

    serializer_class = ActionPlanSerializer
    area = AREA
    http_method_names = ["get", "head", "patch", "delete"]

    def get_queryset(self) -> ActionPlanQuerySet:
        return cast("ActionPlanQuerySet", self.seen())

    @extend_schema(request=ActionPlanPatchSerializer, responses=ActionPlanSerializer)
    def patch(self, request: Request, pk: int) -> Response:
        """Change a draft. 409 when it is none, or when somebody else changed it since ``version``."""
        return self.rewritten(request, pk, ActionPlanPatchSerializer)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        """Throw away a draft. 409 when it is none: what was adopted stays for good."""
        return self.discarded(pk)


@extend_schema_view(post=extend_schema(request=None, responses=ActionPlanSerializer))
class ActionPlanSubmission(OfAction, Submission):
    """Submit a draft. 409 where something is missing, with what."""

    serializer_class = ActionPlanSerializer


@extend_schema_view(post=extend_schema(request=PlanDecisionSerializer, responses=ActionPlanSerializer))
class ActionPlanDecision(OfAction, Decision):
    """Adopt a submitted plan, or send it back with a reason; not by who submitted it."""

    serializer_class = ActionPlanSerializer


@extend_schema_view(post=extend_schema(request=WhySerializer, responses=ActionPlanSerializer))
class ActionPlanWithdrawal(OfAction, Withdrawal):
    """Take a submitted plan back to draft, with a reason, by who writes it."""

    serializer_class = ActionPlanSerializer


@extend_schema_view(post=extend_schema(request=None, responses={201: ActionPlanSerializer}))
class ActionPlanEdition(OfAction, NextEdition):
    """Make a draft of the next edition of an adopted plan; the answer is that draft."""

    serializer_class = ActionPlanSerializer


class GoalExplanations(OfAction, PlanCommand):
    """Explain why a goal was not reached. 409 where it was reached, or its year is not over."""

    serializer_class = ActionPlanSerializer

    @extend_schema(request=ExplainSerializer, responses=ActionPlanSerializer)
    def post(self, request: Request, pk: int, goal_pk: int) -> Response:
        goal = ActionGoal.objects.filter(plan=self.found(pk), pk=goal_pk).first()
        if goal is None:
            raise Http404(_("This does not exist, or you may not see it."))
        check_right(self.member, self.organisation, AREA, WRITE)
        sent = body(ExplainSerializer, request.data)
        action_plans.explain(goal=goal, text=sent.validated_data["text"], by=self.member, at=self.now)
        return self.answered(pk)
