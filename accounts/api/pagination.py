"""Lists by the page: ``page`` and ``page_size``, with the number of rows and the addresses of the neighbours."""

from typing import Any

from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.views import APIView


class Pages(PageNumberPagination):
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 100

    def paginate_queryset(self, queryset: Any, request: Request, view: APIView | None = None) -> list[Any]:
        """The rows of one page. Their keys come first: what is computed per row is then computed for these alone."""
        keys: list[int] = super().paginate_queryset(queryset.values_list("pk", flat=True), request, view) or []
        rows = queryset.order_by().in_bulk(keys)
        return [rows[key] for key in keys if key in rows]
