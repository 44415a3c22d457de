"""``{% load numbers %}``: one way to write a number on a page."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils import formats

register = template.Library()


@register.filter
def plain(value: Decimal | float | None, digits: int = 2) -> str:
    """At most so many decimals and no needless one: 35,5 and 60, never 35,50 or 60,00; empty stays empty."""
    if value is None or value == "":
        return ""
    number = format(round(Decimal(str(value)), digits), "f")
    number = number.rstrip("0").rstrip(".") if "." in number else number
    return formats.number_format(Decimal(number), use_l10n=True, force_grouping=True)
