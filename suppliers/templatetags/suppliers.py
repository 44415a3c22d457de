"""Small words that the pages about suppliers need."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from procurement import countries

register = template.Library()


@register.filter
def country(code: str) -> str:
    """The name of a country in the reader's language."""
    return countries.name(code, get_language() or "nl")
