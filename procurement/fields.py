"""Form fields for what people here type: amounts as they write them, CPV codes, dates."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Model, QuerySet
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.calendar import FIRST_DAY, LAST_DAY
from procurement.formats.cpv import is_cpv, without_check_digit

GROUPED = re.compile(r"\d{1,3}([.,\s])\d{3}(\1\d{3})*")
MOST = Decimal(10) ** 15
Row = TypeVar("Row", bound=Model)


class ManyField(forms.ModelMultipleChoiceField[Row]):
    """Rows to choose; a number that the database cannot hold is a choice that does not exist, like any other."""

    def _check_values(self, value: Any) -> QuerySet[Row]:
        try:
            return super()._check_values(value)  # type: ignore[no-any-return,misc]
        except OverflowError:
            raise ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": "…"}
            ) from None


class AmountField(forms.CharField):
    """An amount in whole cents, 0 or more: ``1.240.000,00``, ``1 240 000``, ``€ 1240000,5`` or ``1,240,000.00``."""

    default_error_messages = {
        "amount": _("Fill in an amount of 0 or more, for example %(example)s."),
        "cents": _("Fill in at most two decimals."),
        "large": _("This amount is too large."),
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "class": "control--short"}))
        super().__init__(max_length=40, **options)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        return formats.number_format(value, decimal_pos=2, use_l10n=True, force_grouping=True)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            amount = parse_amount(text, decimal_comma=(get_language() or "nl").startswith("nl"))
        except ValueError:
            example = "1.240.000,00" if (get_language() or "nl").startswith("nl") else "1,240,000.00"
            raise ValidationError(self.error_messages["amount"], code="amount", params={"example": example}) from None
        if amount >= MOST:
            raise ValidationError(self.error_messages["large"], code="large")
        if amount != amount.quantize(Decimal("0.01")):
            raise ValidationError(self.error_messages["cents"], code="cents")
        return amount.quantize(Decimal("0.01"))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((data or "").strip() != (self.prepare_value(initial) or ""))


class NumberField(AmountField):
    """A number of 0 or more with at most two decimals, written without needless ones."""

    default_error_messages = {"amount": _("Fill in a number, for example 30 or 12,5.")}

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        return formats.number_format(format(value.normalize(), "f"), use_l10n=True, force_grouping=False)


def parse_amount(text: str, *, decimal_comma: bool) -> Decimal:
    """Read an amount as a person writes it; ``ValueError`` when it is none.

    With both signs the last one is the decimal sign. With one sign that only splits off groups of three, it is
    the decimal sign where that is the habit of the language, and else the sign of the thousands.
    """
    plain = re.sub(r"^(€|EUR)\s*|\s*(€|EUR)$", "", text.strip(), flags=re.IGNORECASE).replace("\u00a0", " ")
    plain = re.sub(r"(?<=\d)[ '](?=\d{3}\b)", "", plain).removesuffix(",-").removesuffix(",--")
    habit = "," if decimal_comma else "."
    other = "." if decimal_comma else ","
    if "." in plain and "," in plain:
        sign = max(".,", key=plain.rfind)
    elif other in plain:
        sign = habit if GROUPED.fullmatch(plain) else other
    else:
        sign = habit
    whole, _sign, cents = plain.rpartition(sign) if sign in plain else (plain, "", "")
    if not (whole or cents):
        raise ValueError(text)
    thousands = "," if sign == "." else "."
    if thousands in whole and not GROUPED.fullmatch(whole):
        raise ValueError(text)
    digits = f"{whole.replace(thousands, '') or '0'}.{cents or '0'}"
    if not re.fullmatch(r"[0-9]+\.[0-9]+", digits):
        raise ValueError(text)
    try:
        return Decimal(digits)
    except InvalidOperation:
        raise ValueError(text) from None


class PercentageField(forms.CharField):
    """A percentage from 0 to 100, with a comma or a point."""

    def __init__(self, *, decimals: int = 2, **options: Any) -> None:
        self.decimals = decimals
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "class": "control--short"}))
        super().__init__(max_length=10, **options)

    def prepare_value(self, value: Any) -> Any:
        return formats.number_format(value.normalize(), use_l10n=True) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value).removesuffix("%").strip().replace(",", ".")
        if not text:
            return None
        if not re.fullmatch(rf"[0-9]{{1,3}}(\.[0-9]{{1,{self.decimals}}})?", text):
            raise ValidationError(_("Fill in a percentage from 0 to 100."), code="percentage")
        number = Decimal(text)
        for validator in (MinValueValidator(0), MaxValueValidator(100)):
            try:
                validator(number)
            except ValidationError:
                raise ValidationError(_("Fill in a percentage from 0 to 100."), code="percentage") from None
        return number


class CpvField(forms.CharField):
    """CPV codes with spaces or commas between them; kept as a list of eight digits each."""

    def prepare_value(self, value: Any) -> Any:
        return " ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        codes = [code for code in re.split(r"[\s,;]+", super().clean(value)) if code]
        wrong = [code for code in codes if not is_cpv(code)]
        if wrong:
            raise ValidationError(
                _("%(codes)s: a CPV code has 8 digits, for example 18100000."),
                code="cpv",
                params={"codes": ", ".join(wrong)[:80]},
            )
        return list(dict.fromkeys(without_check_digit(code) for code in codes))


class DayField(forms.DateField):
    """A date; the browser's own picker, or typed as 14-01-2027."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "control--short"})
        )
        options.setdefault("input_formats", ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"])
        messages = {"invalid": _("Fill in a date, for example 14-01-2027."), **options.pop("error_messages", {})}
        super().__init__(error_messages=messages, **options)

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise ValidationError(_("Fill in a year between 1970 and 2100."), code="year")
        return day


YES_NO: list[tuple[str, Any]] = [("", _("unknown")), ("yes", _("yes")), ("no", _("no"))]


class YesNoField(forms.ChoiceField):
    """Yes, no or unknown."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.RadioSelect)
        super().__init__(choices=YES_NO, required=False, **options)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no", None: ""}.get(value, value) if not isinstance(value, str) else value

    def clean(self, value: Any) -> Any:
        return {"yes": True, "no": False}.get(super().clean(value))
