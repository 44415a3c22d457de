"""Tenders: list and one."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch

from accounts.api.queries import check
from accounts.api.views import DetailAnswer, ListAnswer
from procurement.api.serializers import TenderDetailSerializer, TenderSerializer
from procurement.filters import SORTS, TenderFilter, ordered
from procurement.models import Ambition, Lot, Tender
from procurement.querysets import TenderQuerySet


class TenderList(ListAnswer):
    """The tenders of the organisation, the newest publication first."""

    serializer_class = TenderSerializer
    filters = TenderFilter
    sorts = SORTS

    def rows(self) -> Any:
        visible = Tender.objects.visible_to(self.member).of(self.organisation).with_obligation()
        asked = TenderFilter(self.request.query_params, visible, organisation=self.organisation)
        check(asked)
        return ordered(asked.qs.with_ambition_summary(), self.sort).defer("description")


class TenderDetail(DetailAnswer):
    """One tender: facts, lots, ambitions, the ISV decision and what its obligation rests on."""

    serializer_class = TenderDetailSerializer

    def get_queryset(self) -> TenderQuerySet:
        visible = Tender.objects.visible_to(self.member).of(self.organisation)
        related = (
            "buyers",
            Prefetch("lots", Lot.objects.select_related("category")),
            Prefetch("ambitions", Ambition.objects.select_related("theme")),
        )
        return (
            visible.with_obligation().with_ambition_summary().select_related("organisation").prefetch_related(*related)
        )
