"""Form fields that every app needs: a day and an amount, typed as people here type them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

NOISE = re.compile(r"[\s\u00a0€]")
GROUPED = {"nl": re.compile(r"^-?\d{1,3}(\.\d{3})+(,\d+)?$"), "en": re.compile(r"^-?\d{1,3}(,\d{3})+(\.\d+)?$")}


class DayField(forms.DateField):
    """A date with the browser's own date picker; also takes what is typed as 31-12-2027."""

    default_error_messages = {"invalid": _("This is not a date. Write it as 31-12-2027.")}

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**options)


class AmountField(forms.DecimalField):
    """An amount of at least 0; takes 1.240.000,00 in Dutch, 1,240,000.00 in English, and plain digits in both."""

    default_error_messages = {"invalid": _("This is not an amount. Write it as 1240000 or 1240000,50.")}

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        options.setdefault("max_digits", 18)
        options.setdefault("decimal_places", 2)
        super().__init__(**options)
        self.validators.append(MinValueValidator(0, _("An amount cannot be below 0.")))

    def to_python(self, value: Any) -> Decimal | None:
        return super().to_python(_plain(value) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """A stored amount as people write it; what was typed stays as it was typed."""
        return number_format(value, decimal_pos=2, use_l10n=True) if isinstance(value, Decimal) else value


def _plain(text: str) -> str:
    """The amount without signs between its digits and with a point before the cents."""
    text = NOISE.sub("", text)
    for language, separator in (("nl", "."), ("en", ",")):
        is_own = (get_language() or "nl").startswith(language)
        if GROUPED[language].match(text) and (is_own or text.count(separator) > 1):
            text = text.replace(separator, "")
    return text.replace(",", ".")
