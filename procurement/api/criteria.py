"""The library of criteria, and the criteria of a tender: read, and changed through the same actions as the pages."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.asking import body
from accounts.api.problems import Conflict
from accounts.api.queries import check
from accounts.api.views import DetailAnswer, ListAnswer, MemberAnswer
from accounts.permissions import check_right, check_take_in
from accounts.roles import WRITE
from procurement.actions import criteria, criteria_library
from procurement.actions.criteria import AREA
from procurement.api.criteria_serializers import (
    ChosenChangeSerializer,
    ChosenSerializer,
    CriteriaSerializer,
    CriterionEntrySerializer,
    CriterionPlaceSerializer,
    CriterionSerializer,
    MoreCriteriaSerializer,
)
from procurement.api.views import found
from procurement.criteria_filters import SORTS, CriterionFilter, ordered
from procurement.criteria_querysets import CriterionQuerySet
from procurement.criteria_reads import Choice
from procurement.models import ChosenCriterion, Criterion, Tender
from procurement.reads import themes_of


class CriterionList(ListAnswer):
    """The library of the organisation: its own criteria, and those that ship with the product."""

    serializer_class = CriterionSerializer
    filters = CriterionFilter
    sorts = SORTS
    http_method_names = ["get", "head", "post"]

    def rows(self) -> Any:
        visible = Criterion.objects.visible_to(self.member).of(self.organisation)
        asked = CriterionFilter(self.request.query_params, visible, organisation=self.organisation, day=self.today)
        check(asked)
        return ordered(asked.qs, self.sort).prefetch_related("themes")

    @extend_schema(request=CriterionEntrySerializer, responses={201: CriterionSerializer})
    def post(self, request: Request) -> Response:
        """Add a criterion, or the next version of a number that is there; the same again changes nothing."""
        check_take_in(self.member, self.organisation, AREA)
        sent = body(CriterionEntrySerializer, request.data)
        made = criteria_library.save(entry=sent.entry(), organisation=self.organisation, by=self.member, at=self.now)
        return Response(CriterionSerializer(made, context={"view": self}).data, status=201)


class CriterionDetail(DetailAnswer):
    """One version of one criterion, also one that no longer counts: a tender may have taken it."""

    serializer_class = CriterionSerializer

    def get_queryset(self) -> CriterionQuerySet:
        visible = Criterion.objects.visible_to(self.member).prefetch_related("themes")
        own, shipped = (visible.filter(organisation=each) for each in (self.organisation, None))
        return own | shipped


class TenderCriteria(MemberAnswer):
    """What one tender asks, the weights together, and what asks attention."""

    serializer_class = CriteriaSerializer
    http_method_names = ["get", "head", "post"]

    @extend_schema(responses=CriteriaSerializer)
    def get(self, request: Request, pk: int) -> Response:
        return answer_of(self, found(self, pk))

    @extend_schema(request=MoreCriteriaSerializer, responses=CriteriaSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Take criteria of the library by their keys, or write an own one. 409 while judged or approved."""
        tender = found(self, pk)
        check_right(self.member, self.organisation, AREA, WRITE)
        sent = body(MoreCriteriaSerializer, request.data)
        own = sent.validated_data.get("own")
        if own is not None:
            criteria.write_own(tender=tender, by=self.member, at=self.now, **own)
        else:
            visible = Criterion.objects.visible_to(self.member).of(self.organisation)
            rows = list(visible.filter(pk__in=sent.validated_data["criteria"]))
            if len(rows) < len(set(sent.validated_data["criteria"])):
                raise Http404(_("This does not exist, or you may not see it."))
            criteria.choose(tender=tender, criteria=rows, by=self.member, at=self.now)
        return answer_of(self, tender)


class TenderCriterion(MemberAnswer):
    """One criterion of a tender: read it, change its words, weight or place, or take it out."""

    serializer_class = ChosenSerializer
    http_method_names = ["get", "head", "patch", "delete"]

    @extend_schema(operation_id="tenders_criterion_retrieve", responses=ChosenSerializer)
    def get(self, request: Request, pk: int, chosen_pk: int) -> Response:
        return Response(ChosenSerializer(chosen_of(self, pk, chosen_pk)).data)

    @extend_schema(request=ChosenChangeSerializer, responses=ChosenSerializer)
    def patch(self, request: Request, pk: int, chosen_pk: int) -> Response:
        """Change what is named. 409 when somebody else changed it since ``version``, or while judged or approved."""
        row = chosen_of(self, pk, chosen_pk)
        check_right(self.member, self.organisation, AREA, WRITE)
        sent = body(ChosenChangeSerializer, request.data)
        try:
            criteria.change(chosen=row, by=self.member, at=self.now, **sent.validated_data)
        except criteria.CriterionChanged as clash:
            raise Conflict(str(clash)) from clash
        return Response(ChosenSerializer(chosen_of(self, pk, chosen_pk)).data)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, pk: int, chosen_pk: int) -> Response:
        row = chosen_of(self, pk, chosen_pk)
        criteria.remove(chosen=row, by=self.member, at=self.now)
        return Response(status=204)


class TenderCriterionRenewal(MemberAnswer):
    """Let one criterion of a tender follow the newest version in the library. 409 when there is none."""

    serializer_class = ChosenSerializer
    http_method_names = ["post"]

    @extend_schema(request=None, responses=ChosenSerializer)
    def post(self, request: Request, pk: int, chosen_pk: int) -> Response:
        criteria.renew(chosen=chosen_of(self, pk, chosen_pk), by=self.member, at=self.now)
        return Response(ChosenSerializer(chosen_of(self, pk, chosen_pk)).data)


class TenderCriterionMove(MemberAnswer):
    """Put one criterion of a tender at a place among those of its kind, counted from 1; documents follow that order."""

    serializer_class = CriteriaSerializer
    http_method_names = ["post"]

    @extend_schema(request=CriterionPlaceSerializer, responses=CriteriaSerializer)
    def post(self, request: Request, pk: int, chosen_pk: int) -> Response:
        chosen = chosen_of(self, pk, chosen_pk)
        check_right(self.member, self.organisation, AREA, WRITE)
        sent = body(CriterionPlaceSerializer, request.data)
        criteria.move(chosen=chosen, place=sent.validated_data["place"], by=self.member, at=self.now)
        return answer_of(self, chosen.tender)


def answer_of(view: MemberAnswer, tender: Tender) -> Response:
    """The criteria of a tender, in their order."""
    return Response(CriteriaSerializer(Choice(tender, view.today, themes_of(tender, view.today))).data)


def chosen_of(view: MemberAnswer, pk: int, chosen_pk: int) -> ChosenCriterion:
    """A criterion of a tender that this member sees."""
    tender = found(view, pk)
    rows = ChosenCriterion.objects.visible_to(view.member).filter(tender=tender, pk=chosen_pk)
    row = rows.select_related("criterion", "changed_by").prefetch_related("themes").first()
    if row is None:
        raise Http404(_("This does not exist, or you may not see it."))
    row.tender = tender
    return row
