"""Amounts, codes and dates as people type them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from procurement.fields import (
    AmountField,
    CpvField,
    DayField,
    ManyField,
    PercentageField,
    YesNoField,
    parse_amount,
)
from procurement.models import Theme


@pytest.mark.parametrize(
    ("text", "decimal_comma", "amount"),
    [
        ("1240000", True, "1240000"),
        ("1.240.000,00", True, "1240000"),
        ("1.240.000", True, "1240000"),
        ("1.240", True, "1240"),
        ("1,240", True, "1.240"),
        ("1240000.50", True, "1240000.50"),
        ("€ 1.240.000,5", True, "1240000.5"),
        ("1 240 000", True, "1240000"),
        ("1.240.000,-", True, "1240000"),
        ("1,240,000.00", True, "1240000"),
        ("1,240,000.00", False, "1240000"),
        ("1,240", False, "1240"),
        ("1.240", False, "1.240"),
        ("0", True, "0"),
    ],
)
def test_an_amount_is_read_as_it_is_meant(text: str, decimal_comma: bool, amount: str) -> None:
    assert parse_amount(text, decimal_comma=decimal_comma) == Decimal(amount)


@pytest.mark.parametrize("text", ["-5", "veel", "1.2.3", "1,2,3", "12.34.567,00", "1e9", "NaN", "∞", "€", "1-2"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_amount(text, decimal_comma=True)


@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_what_the_field_shows_it_reads_back(amount: Decimal) -> None:
    for language in ("nl", "en"):
        with translation.override(language):
            field = AmountField(required=False)
            assert field.clean(field.prepare_value(amount)) == amount


@given(st.text(max_size=40))
def test_no_text_breaks_the_amount_field(text: str) -> None:
    field = AmountField(required=False)
    try:
        found = field.clean(text)
    except ValidationError:
        return
    assert found is None or found >= 0


@pytest.mark.parametrize("text", ["0,001", "1" * 20])
def test_an_amount_has_cents_and_an_end(text: str) -> None:
    with pytest.raises(ValidationError):
        AmountField().clean(text)


def test_cpv_codes_lose_their_check_digit_and_their_doubles() -> None:
    assert CpvField().clean("18100000-0, 18110000 18100000") == ["18100000", "18110000"]


def test_a_wrong_cpv_code_is_named() -> None:
    with pytest.raises(ValidationError, match="1810"):
        CpvField().clean("18100000 1810")


@pytest.mark.parametrize(("text", "expected"), [("60", "60"), ("33,5", "33.5"), ("100%", "100"), ("", None)])
def test_a_percentage_is_read(text: str, expected: str | None) -> None:
    assert PercentageField(required=False).clean(text) == (None if expected is None else Decimal(expected))


@pytest.mark.parametrize("text", ["101", "-1", "veel", "1,234"])
def test_a_percentage_is_between_0_and_100(text: str) -> None:
    with pytest.raises(ValidationError):
        PercentageField().clean(text)


@pytest.mark.parametrize("text", ["2027-01-14", "14-01-2027"])
def test_a_date_may_be_typed_or_picked(text: str) -> None:
    assert DayField().clean(text).isoformat() == "2027-01-14"


@pytest.mark.parametrize("text", ["14-13-2027", "0001-01-01", "gisteren"])
def test_a_date_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        DayField().clean(text)


@pytest.mark.parametrize(("choice", "value"), [("yes", True), ("no", False), ("", None)])
def test_unknown_is_an_answer(choice: str, value: bool | None) -> None:
    assert YesNoField().clean(choice) is value
    assert YesNoField().prepare_value(value) == choice


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["999999", "9" * 30, "9" * 400])
def test_a_row_that_does_not_exist_is_no_choice(number: str) -> None:
    with pytest.raises(ValidationError):
        ManyField(queryset=Theme.objects.all()).clean([number])
