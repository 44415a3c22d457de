"""How an address of the API is written."""

from __future__ import annotations

from django.urls import URLPattern, path

from accounts.api.views import Answer


def address(route: str, view: type[Answer], name: str) -> list[URLPattern]:
    """The address as it is published, without a slash at the end; and with one, for who adds it, the same answer."""
    answer = view.as_view()
    return [path(route, answer, name=name), path(f"{route}/", answer)]
