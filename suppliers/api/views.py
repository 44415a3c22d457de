"""Contracts, deliverables, suppliers and findings: list and one, and what came of a commitment."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.asking import body
from accounts.api.queries import check
from accounts.api.views import DetailAnswer, ListAnswer, MemberAnswer
from accounts.permissions import check_right
from accounts.roles import WRITE
from suppliers.actions import commitments
from suppliers.api import serializers
from suppliers.filters import ContractFilter, DeliverableFilter, Reader
from suppliers.filters_suppliers import (
    FINDING_SORTS,
    SUPPLIER_SORTS,
    countries_of,
    findings_that_fit,
    suppliers_that_fit,
)
from suppliers.forms_suppliers import FindingFilterForm, SharedFilterForm, SupplierFilterForm
from suppliers.models import Commitment, Contract, Deliverable, Finding, Submission, Supplier
from suppliers.querysets import (
    ContractQuerySet,
    DeliverableQuerySet,
    FindingQuerySet,
    SubmissionQuerySet,
    SupplierQuerySet,
)


class ContractList(ListAnswer):
    """The contracts of the organisation, the latest start first."""

    serializer_class = serializers.ContractSerializer
    filters = ContractFilter
    sorts = tuple(ContractFilter.sorts)

    def rows(self) -> ContractQuerySet:
        asked = ContractFilter(self.request.query_params, reader=_reader(self))
        check(asked)
        return asked.rows()


class ContractDetail(DetailAnswer):
    """One contract with its deliverables."""

    serializer_class = serializers.ContractDetailSerializer

    def get_queryset(self) -> ContractQuerySet:
        return contracts_in_full(self)


class CommitmentResults(MemberAnswer):
    """Record what came of a commitment, in the year of the measurement; the answer is the commitment."""

    http_method_names = ["post"]
    serializer_class = serializers.CommitmentSerializer

    @extend_schema(request=serializers.ResultSerializer, responses=serializers.CommitmentSerializer)
    def post(self, request: Request, pk: int) -> Response:
        seen = Commitment.objects.visible_to(self.member).filter(contract__organisation=self.organisation)
        commitment = seen.select_related("contract", "theme").filter(pk=pk).first()
        if commitment is None:
            raise Http404(_("This does not exist, or you may not see it."))
        check_right(self.member, self.organisation, "contract", WRITE)
        sent = body(serializers.ResultSerializer, request.data)
        result = commitments.Result(**sent.validated_data)
        commitments.record(commitment=commitment, result=result, by=self.member, at=self.now)
        return Response(serializers.CommitmentSerializer(commitment).data)


class DeliverableList(ListAnswer):
    """The deliverables of the organisation, the earliest due date first; without ``status`` the open ones."""

    serializer_class = serializers.DeliverableSerializer
    filters = DeliverableFilter
    sorts = tuple(DeliverableFilter.sorts)

    def rows(self) -> DeliverableQuerySet:
        asked = DeliverableFilter(self.request.query_params, reader=_reader(self))
        check(asked)
        return asked.rows()


class DeliverableDetail(DetailAnswer):
    """One deliverable with the history of its due date."""

    serializer_class = serializers.DeliverableDetailSerializer

    def get_queryset(self) -> DeliverableQuerySet:
        visible = Deliverable.objects.visible_to(self.member).of(self.organisation).with_timeliness(self.today)
        return visible.select_related("contract__supplier").prefetch_related("due_date_changes")


class SupplierList(ListAnswer):
    """The suppliers that the organisation has to do with, by name."""

    serializer_class = serializers.SupplierSerializer
    filters = SupplierFilterForm
    sorts = tuple(SUPPLIER_SORTS)

    def rows(self) -> SupplierQuerySet:
        own = _suppliers(self)
        asked = SupplierFilterForm(self.request.query_params, codes=countries_of(own))
        check(asked)
        return suppliers_that_fit(own, asked, self.sort, organisation=self.organisation, today=self.today)


class SupplierDetail(DetailAnswer):
    """One supplier that the organisation has to do with."""

    serializer_class = serializers.SupplierSerializer

    def get_queryset(self) -> SupplierQuerySet:
        return _suppliers(self).with_follow_up(self.organisation, self.today)


class SharedDocumentList(ListAnswer):
    """What suppliers share of that which they handed in to other buyers, the latest first."""

    serializer_class = serializers.SharedDocumentsSerializer
    filters = SharedFilterForm

    def rows(self) -> SubmissionQuerySet:
        asked = SharedFilterForm(self.request.query_params)
        check(asked)
        shared = Submission.objects.shared_with(self.organisation, today=self.today)
        if supplier := asked.cleaned_data["supplier"]:
            shared = shared.filter(deliverable__contract__supplier=supplier)
        related = shared.select_related("deliverable__contract__supplier").prefetch_related("files__document")
        return related.order_by("-submitted_at", "-pk")


class FindingList(ListAnswer):
    """The findings of the organisation, the latest first."""

    area = "findings"
    serializer_class = serializers.FindingSerializer
    filters = FindingFilterForm
    sorts = tuple(FINDING_SORTS)

    def rows(self) -> FindingQuerySet:
        asked = FindingFilterForm(self.request.query_params)
        check(asked)
        return findings_that_fit(_findings(self), asked, self.sort)


class FindingDetail(DetailAnswer):
    """One finding."""

    area = "findings"
    serializer_class = serializers.FindingDetailSerializer

    def get_queryset(self) -> FindingQuerySet:
        return _findings(self).select_related("supplier", "contract", "theme")


def contracts_in_full(view: MemberAnswer) -> ContractQuerySet:
    """The contracts that this member sees, with all that one answer holds."""
    deliverables = Deliverable.objects.visible_to(view.member).with_timeliness(view.today).order_by("due_on", "pk")
    visible = Contract.objects.visible_to(view.member).of(view.organisation).with_follow_up(view.today)
    return visible.select_related("supplier", "tender", "contract_manager").prefetch_related(
        Prefetch("deliverables", deliverables),
        Prefetch("commitments", Commitment.objects.select_related("theme").prefetch_related("results")),
    )


def _reader(view: MemberAnswer) -> Reader:
    return Reader(view.member, view.organisation, view.today)


def _suppliers(view: MemberAnswer) -> SupplierQuerySet:
    return Supplier.objects.visible_to(view.member).of(view.organisation)


def _findings(view: MemberAnswer) -> FindingQuerySet:
    return Finding.objects.visible_to(view.member).filter(organisation=view.organisation)
