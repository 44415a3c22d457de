"""What holds for every date, number, language and accident, tried on many that nobody thought of."""

from contextlib import suppress
from datetime import date, timedelta, timezone
from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procurement.formats import Notice, NoticeRefused, notice_as_json, read_notice
from procurement.formats.encoding import encoded_once
from procurement.formats.ted.elements import publication_number
from procurement.formats.ted.weights import number_and_kind
from procurement.formats.values import calendar_day, decimal_text
from tests.procurement.notices import ALL, AWARD, CALL, TED_AWARD, TED_CALL, changed, sample

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
ZONES = st.one_of(
    st.sampled_from(["", "Z"]),
    st.integers(-14 * 60, 14 * 60).map(lambda minutes: f"{'-' if minutes < 0 else '+'}{_clock(abs(minutes))}"),
)
LANGUAGES = st.sampled_from(["NLD", "ENG", "FRA", "DEU", "POL", "SWE"])
# What an accident leaves behind: a piece cut out, a piece twice, a letter changed, another file's end.
ACCIDENTS = st.lists(
    st.tuples(
        st.sampled_from(["cut", "double", "change", "element", "text"]),
        st.integers(0, 40_000),
        st.integers(1, 300),
        st.binary(min_size=1, max_size=6),
    ),
    min_size=1,
    max_size=5,
)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


class TestValues:
    @given(day=DAYS, zone=ZONES)
    def test_a_day_keeps_its_calendar_day_in_every_zone(self, day: date, zone: str) -> None:
        assert calendar_day(f"{day.isoformat()}{zone}", field="StartDate") == day

    @given(day=st.datetimes(), offset=st.integers(-14 * 60, 14 * 60))
    def test_an_instant_keeps_the_day_that_is_written(self, day: object, offset: int) -> None:
        written = day.replace(tzinfo=timezone(timedelta(minutes=offset)))  # type: ignore[attr-defined]
        assert calendar_day(written.isoformat(timespec="seconds"), field="StartDate") == written.date()

    @given(amount=st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False))
    def test_a_number_stays_as_written(self, amount: Decimal) -> None:
        assert decimal_text(str(amount), field="Amount") == str(amount)

    @given(text=st.text(max_size=30))
    def test_another_text_is_no_number_and_no_day(self, text: str) -> None:
        with suppress(NoticeRefused):
            assert Decimal(decimal_text(text, field="Amount")).is_finite()
        with suppress(NoticeRefused):
            assert calendar_day(text, field="StartDate").isoformat() in text

    @given(number=st.integers(1, 10**6 - 1), year=st.integers(2014, 2024), issue=st.integers(1, 260))
    def test_a_place_in_the_journal_gives_its_number(self, number: int, year: int, issue: int) -> None:
        assert publication_number(f"{year}/S {issue:03d}-{number:06d}") == f"{number:06d}-{year}"

    @given(text=st.text(max_size=40))
    def test_a_weight_is_a_number_or_nothing(self, text: str) -> None:
        number, kind = number_and_kind(text, beside=[text])
        assert (number is None) == (kind is None)
        assert number is None or Decimal(number) >= 0


class TestLanguages:
    @given(titles=st.dictionaries(LANGUAGES, st.sampled_from(["a", "b", "c"]), min_size=1), own=LANGUAGES)
    def test_the_notice_then_dutch_then_english_then_the_first(self, titles: dict[str, str], own: str) -> None:
        texts = "".join(f'<cbc:Name languageID="{code}">{code}{text}</cbc:Name>' for code, text in titles.items())
        data = sample().decode()
        start = data.index("<cbc:Name", data.index("<cac:ProcurementProject>"))
        end = data.index("</cbc:Name>", start) + len("</cbc:Name>")
        data = (data[:start] + texts + data[end:]).replace(
            ">NLD</cbc:NoticeLanguageCode>", f">{own}</cbc:NoticeLanguageCode>"
        )
        expected = next((code for code in (own, "NLD", "ENG") if code in titles), next(iter(titles)))
        assert read_notice(data.encode()).tender.title == expected + titles[expected]


class TestEncodedTwice:
    @given(text=st.text(alphabet="aeiouéèëïöüøåÆØÅßçñ€–’“”", min_size=1))
    def test_a_second_encoding_is_undone(self, text: str) -> None:
        once = text.encode()
        twice = "".join(
            bytes([byte]).decode("cp1252") if byte not in b"\x81\x8d\x8f\x90\x9d" else chr(byte) for byte in once
        ).encode()
        assert encoded_once(twice) == once

    @given(text=st.text())
    def test_what_is_no_second_encoding_stays(self, text: str) -> None:
        data = text.encode("utf-8", errors="ignore")
        mended = encoded_once(data)
        assert mended == data or len(mended) < len(data)

    @pytest.mark.parametrize("name", ALL)
    def test_our_samples_stay(self, name: str) -> None:
        assert encoded_once(sample(name)) == sample(name)


class TestAccidents:
    @pytest.mark.parametrize("name", [CALL, AWARD, TED_CALL, TED_AWARD])
    @settings(max_examples=60)
    @given(accidents=ACCIDENTS)
    def test_a_notice_or_a_refusal_and_nothing_else(
        self, name: str, accidents: list[tuple[str, int, int, bytes]]
    ) -> None:
        data = sample(name)
        for kind, place, length, letters in accidents:
            data = _after(data, kind, place % max(1, len(data)), length, letters)
        began = process_time()
        with suppress(NoticeRefused):
            notice = read_notice(data)
            assert isinstance(notice, Notice)
            assert notice_as_json(notice)["tender"]["title"]
        assert process_time() - began < 1


def _after(data: bytes, kind: str, place: int, length: int, letters: bytes) -> bytes:
    if kind == "cut":
        return data[:place] + data[place + length :]
    if kind == "double":
        return data[: place + length] + data[place:]
    if kind == "change":
        return data[:place] + letters + data[place + len(letters) :]
    start, end = data.find(b"<" if kind == "element" else b">", place), 0
    if start >= 0:
        end = data.find(b">" if kind == "element" else b"<", start + 1)
    if end <= start:
        return data
    if kind == "element":  # take one tag away, so that the tree is broken or another one
        return data[:start] + data[end + 1 :]
    return data[: start + 1] + letters.hex().encode() + data[end:]  # another text in a sound tree


def test_a_masked_value_is_not_stated() -> None:
    data = changed(">2480000<", ">-1<").replace(b">MVV-2026-014<", b">unpublished<")
    data = data.replace(b"2026-09-01+02:00", b"1970-01-01Z").replace(
        b"<efbc:ParameterNumeric>40<", b"<efbc:ParameterNumeric>-1<"
    )
    tender = read_notice(data).tender
    assert (tender.estimated_value, tender.reference) == (None, None)
    assert tender.lots[0].start is None
    assert tender.lots[0].award_criteria[0].number is None
