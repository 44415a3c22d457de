"""Amounts stay as written, days keep their calendar day, and CPV codes are judged by form."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.formats import Money, NoticeRefused
from procurement.formats.cpv import division, is_cpv, without_check_digit
from procurement.formats.values import calendar_day, decimal_text

ZONES = st.sampled_from(["", "Z", "+00:00", "+02:00", "-05:00", "+14:00"])
AMOUNTS = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**15), max_value=10**15)


@given(AMOUNTS)
def test_an_amount_stays_as_written_and_keeps_its_value(amount: Decimal) -> None:
    written = f"{amount:f}"
    assert decimal_text(written, field="amount") == written
    assert Money(written, "EUR").value == amount


@given(st.integers(min_value=0, max_value=10**15))
def test_zeros_behind_the_point_are_not_dropped(whole: int) -> None:
    assert decimal_text(f"{whole}.00", field="amount") == f"{whole}.00"
    assert Money(f"{whole}.00", None).value == whole


@pytest.mark.parametrize(
    "written", ["1.000,00", "1 000", "7E6", "NaN", "Infinity", "+1", "-", ".", "1.2.3", "€ 5", "٣", "1_000", "9" * 41]
)
def test_what_is_no_decimal_number_is_refused(written: str) -> None:
    with pytest.raises(NoticeRefused):
        decimal_text(written, field="amount")


@given(st.dates(min_value=date(1000, 1, 1)), ZONES)
def test_a_day_keeps_its_calendar_day_in_every_zone(day: date, zone: str) -> None:
    assert calendar_day(day.isoformat() + zone, field="day") == day


@given(st.dates(min_value=date(1000, 1, 1)), st.times(), ZONES)
def test_a_day_with_a_time_keeps_its_calendar_day(day: date, time: object, zone: str) -> None:
    assert calendar_day(f"{day.isoformat()}T{time}{zone}", field="day") == day


@pytest.mark.parametrize(
    "written", ["2024-02-30", "0000-01-01", "24-02-01", "01-02-2024", "2024-2-1", "nan", "٢٠٢٤-01-01"]
)
def test_a_day_that_does_not_exist_is_refused(written: str) -> None:
    with pytest.raises(NoticeRefused):
        calendar_day(written, field="day")


@given(st.text(max_size=60))
def test_any_text_is_a_value_or_a_refusal(text: str) -> None:
    for read in (decimal_text, calendar_day):
        with suppress(NoticeRefused):
            assert read(text, field="x")


@pytest.mark.parametrize("code", ["39121200", "39121200-8", "09121000"])
def test_a_cpv_code_has_eight_digits_with_or_without_check_digit(code: str) -> None:
    assert is_cpv(code)
    assert without_check_digit(code) == code[:8]
    assert division(code) == code[:2]


@pytest.mark.parametrize(
    "code", ["", "3912120", "391212000", "39121200-", "39121200-88", "3912120X", "٣٩١٢١٢٠٠", " 39121200"]
)
def test_other_forms_are_no_cpv_code(code: str) -> None:
    assert not is_cpv(code)
    with pytest.raises(ValueError, match="CPV"):
        without_check_digit(code)
