"""Tenders: list and one, and the commands that make and change them, through the same actions as the pages."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.asking import body
from accounts.api.queries import check
from accounts.api.views import DetailAnswer, ListAnswer, MemberAnswer
from accounts.permissions import check_right
from accounts.roles import WRITE
from procurement.actions import isv, tenders
from procurement.api.changes import (
    IsvDecisionSerializer,
    StageMoveSerializer,
    TenderChangeSerializer,
    TenderPatchSerializer,
)
from procurement.api.serializers import TenderDetailSerializer, TenderSerializer
from procurement.filters import SORTS, TenderFilter, ordered
from procurement.forms import PublishForm
from procurement.models import Ambition, Lot, Tender
from procurement.querysets import TenderQuerySet
from procurement.reads import categories_for


class TenderList(ListAnswer):
    """The tenders of the organisation, the newest publication first."""

    serializer_class = TenderSerializer
    filters = TenderFilter
    sorts = SORTS
    http_method_names = ["get", "head", "post"]

    def rows(self) -> Any:
        visible = Tender.objects.visible_to(self.member).of(self.organisation)
        asked = TenderFilter(self.request.query_params, visible, organisation=self.organisation)
        check(asked)
        return ordered(asked.qs.with_obligation().with_ambition_summary(), self.sort).defer("description")

    @extend_schema(request=TenderChangeSerializer, responses={201: TenderDetailSerializer})
    def post(self, request: Request) -> Response:
        """Make a planned tender."""
        check_right(self.member, self.organisation, tenders.AREA, WRITE)
        sent = body(TenderChangeSerializer, request.data)
        tender = tenders.create(
            organisation=self.organisation, by=self.member, at=self.now,
            lots=sent.lot_inputs(None, categories_for(self.organisation)) or (), **sent.facts(),
        )  # fmt: skip
        return Response(TenderDetailSerializer(detailed(self, tender.pk)).data, status=201)


class TenderDetail(DetailAnswer):
    """One tender: facts, lots, ambitions, the ISV decision and what its obligation rests on."""

    serializer_class = TenderDetailSerializer
    http_method_names = ["get", "head", "patch"]

    def get_queryset(self) -> TenderQuerySet:
        return details(self)

    @extend_schema(request=TenderPatchSerializer, responses=TenderDetailSerializer)
    def patch(self, request: Request, pk: int) -> Response:
        """Change what is named. Refused while judged or approved, where it would change whether ISV is mandatory."""
        tender = found(self, pk)
        check_right(self.member, self.organisation, tenders.AREA, WRITE)
        sent = body(TenderPatchSerializer, request.data)
        lots = sent.lot_inputs(tender, categories_for(self.organisation))
        tenders.change(tender=tender, by=self.member, at=self.now, lots=lots, **sent.facts())
        return Response(TenderDetailSerializer(detailed(self, pk)).data)


class TenderCommand(MemberAnswer):
    """Something done to one tender; the answer is the tender as it is then."""

    http_method_names = ["post"]
    serializer_class = TenderDetailSerializer

    def done(self, pk: int) -> Response:
        return Response(TenderDetailSerializer(detailed(self, pk)).data)


class TenderIsv(TenderCommand):
    """Decide on ISV for one tender."""

    @extend_schema(request=IsvDecisionSerializer, responses=TenderDetailSerializer)
    def post(self, request: Request, pk: int) -> Response:
        tender = found(self, pk)
        isv.apply(tender=tender, by=self.member, at=self.now, **given(self, IsvDecisionSerializer, tenders.AREA))
        return self.done(pk)


class TenderStage(TenderCommand):
    """Publish, withdraw or put back a tender; an award is made with its contract."""

    @extend_schema(request=StageMoveSerializer, responses=TenderDetailSerializer)
    def post(self, request: Request, pk: int) -> Response:
        tender = found(self, pk)
        sent = given(self, StageMoveSerializer, tenders.AREA)
        to, reason = sent["to"], sent["reason"]
        if to == "published" and tender.stage == "planned":
            form = PublishForm({"publication_date": sent.get("date")}, today=self.today)
            if not form.is_valid():
                raise ValidationError({"date": list(map(str, form.errors["publication_date"]))})
            tenders.publish(tender=tender, by=self.member, at=self.now, **form.cleaned_data)
        elif to == "withdrawn":
            tenders.withdraw(tender=tender, by=self.member, at=self.now, reason=reason)
        else:
            tenders.correct_stage(tender=tender, to=to, by=self.member, at=self.now, reason=reason)
        return self.done(pk)


def details(view: MemberAnswer) -> TenderQuerySet:
    """The tenders that this member sees, with all that one answer holds."""
    visible = Tender.objects.visible_to(view.member).of(view.organisation)
    related = (
        "buyers",
        Prefetch("lots", Lot.objects.select_related("category")),
        Prefetch("ambitions", Ambition.objects.select_related("theme", "responsible")),
    )
    return visible.with_obligation().with_ambition_summary().select_related("organisation").prefetch_related(*related)


def detailed(view: MemberAnswer, pk: int) -> Tender:
    """One tender with all that its answer holds."""
    return details(view).get(pk=pk)


def found(view: MemberAnswer, pk: int) -> Tender:
    """The tender, if this member sees it."""
    tender = Tender.objects.visible_to(view.member).of(view.organisation).filter(pk=pk).first()
    if tender is None:
        raise Http404(_("This does not exist, or you may not see it."))
    return tender


def given(view: MemberAnswer, serializer: Any, area: str, right: str = WRITE, **context: Any) -> dict[str, Any]:
    """What is asked, checked by the serializer (with this context), of who has this right; else 403 or 400."""
    check_right(view.member, view.organisation, area, right)
    sent = body(serializer, view.request.data, **context)
    return dict(sent.validated_data)
