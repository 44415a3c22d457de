"""Numbers on a page are written in one way."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation

from accounts.templatetags.numbers import plain


@pytest.mark.parametrize(
    ("value", "digits", "said"),
    [
        (Decimal("35.50"), 2, "35,5"),
        (Decimal("60.00"), 2, "60"),
        (Decimal(100), 2, "100"),
        (Decimal("33.3333"), 2, "33,33"),
        (Decimal("33.3330"), 4, "33,333"),
        (Decimal("1240000.50"), 2, "1.240.000,5"),
        (12.0, 2, "12"),
        (Decimal("0E+1"), 2, "0"),
        (None, 2, ""),
    ],
)
def test_a_number_has_no_needless_decimals(value: Decimal | float | None, digits: int, said: str) -> None:
    with translation.override("nl"):
        assert plain(value, digits) == said
