"""The risk scan of a tender over the API: read it, and change its products and judgements as on the page."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.problems import Conflict
from accounts.api.views import MemberAnswer
from procurement.actions import risk_scan
from procurement.actions.risk_scan import AREA, ScanChanged
from procurement.api.risk_scan_serializers import (
    JudgementChangeSerializer,
    ProductChangeSerializer,
    ProductPatchSerializer,
    ProductSerializer,
    ScanSerializer,
    scan_of,
)
from procurement.api.views import found, given
from procurement.models import ScanProduct, Tender


class ScanAnswer(MemberAnswer):
    """The scan of one tender, as it is then."""

    serializer_class = ScanSerializer

    def shown(self, tender: Tender, status: int = 200) -> Response:
        return Response(ScanSerializer(scan_of(tender)).data, status=status)

    def saved(self, save: Any, **values: Any) -> None:
        """Let the action do it; what clashes with somebody else's change is a conflict."""
        try:
            save(by=self.member, at=self.now, **values)
        except ScanChanged as clash:
            raise Conflict(_("Somebody else changed this meanwhile. Read it again, and decide.")) from clash


class RiskScan(ScanAnswer):
    """Products and countries with what was found, themes with their signals, and the team's judgement.

    Nothing found is never no risk: ``state`` of a place says whether anybody could look.
    """

    @extend_schema(responses=ScanSerializer)
    def get(self, request: Request, pk: int) -> Response:
        return self.shown(found(self, pk))


class ScanProducts(ScanAnswer):
    """Add a product. 409 while the approach is judged or approved."""

    http_method_names = ["post"]

    @extend_schema(request=ProductChangeSerializer, responses={201: ScanSerializer})
    def post(self, request: Request, pk: int) -> Response:
        tender = found(self, pk)
        self.saved(risk_scan.save_product, tender=tender, **given(self, ProductChangeSerializer, AREA))
        return self.shown(tender, status=201)


class ScanProductDetail(ScanAnswer):
    """One product of a scan, with its countries and what was found there: read it, change it, or take it out."""

    http_method_names = ["get", "head", "patch", "delete"]

    @extend_schema(operation_id="tenders_risk_product_retrieve", responses=ProductSerializer)
    def get(self, request: Request, pk: int, product_pk: int) -> Response:
        product = self._product(pk, product_pk)
        shown = next(each for each in scan_of(product.tender)["products"] if each.pk == product.pk)
        return Response(ProductSerializer(shown).data)

    @extend_schema(request=ProductPatchSerializer, responses=ScanSerializer)
    def patch(self, request: Request, pk: int, product_pk: int) -> Response:
        """Change what is named. 409 when somebody else changed it since ``seen``, or while judged or approved."""
        product = self._product(pk, product_pk)
        asked = given(self, ProductPatchSerializer, AREA)
        self.saved(risk_scan.save_product, tender=product.tender, product=product, **asked)
        return self.shown(product.tender)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, pk: int, product_pk: int) -> Response:
        risk_scan.remove_product(product=self._product(pk, product_pk), by=self.member, at=self.now)
        return Response(status=204)

    def _product(self, pk: int, product_pk: int) -> ScanProduct:
        product = ScanProduct.objects.filter(tender=found(self, pk), pk=product_pk).select_related("tender").first()
        if product is None:
            raise Http404(_("This does not exist, or you may not see it."))
        return product


class ScanJudgements(ScanAnswer):
    """Judge how severe and likely the harm of one theme is. 409 when somebody else judged it since ``seen``."""

    http_method_names = ["post"]

    @extend_schema(request=JudgementChangeSerializer, responses=ScanSerializer)
    def post(self, request: Request, pk: int) -> Response:
        tender = found(self, pk)
        self.saved(risk_scan.judge, tender=tender, **given(self, JudgementChangeSerializer, AREA))
        return self.shown(tender)
