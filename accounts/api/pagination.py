"""Lists by the page: ``page`` and ``page_size``, with the number of rows and the addresses of the neighbours."""

from rest_framework.pagination import PageNumberPagination


class Pages(PageNumberPagination):
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 100
