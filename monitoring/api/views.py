"""The annual report of a year, as data."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.queries import check
from accounts.api.views import MemberAnswer
from monitoring import editions
from monitoring.actions.reports import FIRST_YEAR
from monitoring.api.serializers import AnnualReportSerializer
from monitoring.forms_reports import AsOfForm


class AnnualReport(MemberAnswer):
    """The published report, unless ``as_of`` names another day than its own; else the figures as they are now."""

    area = "annual_report"

    @extend_schema(
        responses=AnnualReportSerializer,
        parameters=[
            OpenApiParameter("as_of", str, description="The figures as of the end of this day, as 2024-02-01.")
        ],
    )
    def get(self, request: Request, year: int) -> Response:
        if not FIRST_YEAR <= year <= self.today.year:
            raise Http404(_("There is no report of this year."))
        asked = AsOfForm(request.query_params, today=self.today)
        check(asked)
        as_of = asked.cleaned_data["as_of"]
        return Response(editions.data(organisation=self.organisation, year=year, as_of=as_of, today=self.today))
