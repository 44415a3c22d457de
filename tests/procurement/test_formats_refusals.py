"""What is no whole notice is refused: quickly, in little memory, with a sentence, without a trace."""

import tracemalloc
from contextlib import suppress
from pathlib import Path
from time import process_time
from xml.etree.ElementTree import Element

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from procurement.formats import NoticeRefused, read_notice, safe_xml
from procurement.formats.safe_xml import GREATEST_DEPTH, LARGEST_FILE
from tests.procurement.notices import AWARD, changed, edited, element, fragment, remove, sample

RESULT = "ext:UBLExtensions/ext:UBLExtension/ext:ExtensionContent/efext:EformsExtension/efac:NoticeResult"
BOMB = (
    b'<!DOCTYPE r [<!ENTITY a "1234567890"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><r>&c;</r>'
)

TOO_LARGE = {
    "depth": b"<a>" * 3_000_000,
    "elements": b"<r>" + b"<a/>" * 2_000_000 + b"</r>",
    "attributes": b"<r " + b" ".join(b'a%d=">"' % number for number in range(700_000)) + b"/>",
    "name": b"<" + b"a" * 9_000_000 + b"/>",
    "attribute": b'<a b="' + b"a" * 9_000_000 + b'"/>',
    "comment": b"<a><!--" + b"a" * 9_000_000 + b"--></a>",
    "text": b"<a>" + b"a" * 9_000_000 + b"</a>",
}


def _refusal(data: bytes) -> str:
    with translation.override("en"), pytest.raises(NoticeRefused) as refused:
        read_notice(data, filename="notice.xml")
    with translation.override("en"):
        return str(refused.value)


class TestFile:
    @pytest.mark.parametrize("data", [b"", b" \r\n\t"])
    def test_an_empty_file(self, data: bytes) -> None:
        assert _refusal(data) == "The file is empty."

    @pytest.mark.parametrize("data", [b"%PDF-1.7", b"PK\x03\x04", b"0 {}", b"\x00" * 100, b"naam;kvk\n"])
    def test_a_file_that_is_not_xml(self, data: bytes) -> None:
        assert "not XML" in _refusal(data)

    def test_a_file_larger_than_any_notice(self) -> None:
        assert "larger than 10 MB" in _refusal(sample() + b" " * LARGEST_FILE)

    def test_a_file_that_stops_halfway(self) -> None:
        assert "damaged" in _refusal(sample()[:-2000])

    def test_two_notices_in_one_file(self) -> None:
        assert "damaged" in _refusal(sample() + sample())

    def test_a_zero_byte_in_the_middle(self) -> None:
        assert "damaged" in _refusal(changed("Spinnerijweg", "Spinnerij\x00weg", name=AWARD))

    def test_the_sentence_is_in_the_language_of_the_reader(self) -> None:
        with pytest.raises(NoticeRefused) as refused:
            read_notice(b"")
        with translation.override("nl"):
            assert str(refused.value) == "Het bestand is leeg."

    def test_the_refusal_knows_the_file(self) -> None:
        with pytest.raises(NoticeRefused) as refused:
            read_notice(b"", filename="leeg.xml")
        assert refused.value.filename == "leeg.xml"

    def test_a_long_or_unprintable_value_is_shown_short(self) -> None:
        sentence = _refusal(changed(">2480000<", f">{'x' * 500}\n\x7f<"))
        assert "x…" in sentence
        assert len(sentence) < 200
        assert sentence.isprintable()


class TestEncoding:
    def test_a_byte_order_mark_is_read(self) -> None:
        assert read_notice(b"\xef\xbb\xbf" + sample()) == read_notice(sample())

    def test_utf_16_is_read(self) -> None:
        text = sample().decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
        assert read_notice(text.encode("utf-16")) == read_notice(sample())

    def test_a_declared_encoding_is_followed(self) -> None:
        text = sample().decode().replace('encoding="UTF-8"', 'encoding="cp1252"')
        assert read_notice(text.encode("cp1252")) == read_notice(sample())

    def test_another_encoding_than_declared_is_refused(self) -> None:
        assert "damaged" in _refusal(sample().decode().encode("cp1252"))

    @pytest.mark.parametrize("name", ["KLINGON", "UTF-7", "Shift_JIS", "idna", "hex"])
    def test_an_unknown_encoding_is_refused(self, name: str) -> None:
        assert "character encoding" in _refusal(changed("UTF-8", name, count=1))


class TestHostile:
    @pytest.mark.parametrize(
        "data",
        [
            BOMB,
            b'<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/hostname">]><r>&e;</r>',
            b'<!DOCTYPE r SYSTEM "http://127.0.0.1/x.dtd"><r/>',
            b'<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1/x">%p;]><r/>',
        ],
        ids=["bomb", "external file", "external type", "parameter entity"],
    )
    def test_types_and_entities_are_never_followed(self, data: bytes) -> None:
        assert "document type or entities" in _refusal(data)

    @pytest.mark.parametrize("direction", sorted(TOO_LARGE))
    def test_size_in_any_direction_takes_no_time(self, direction: str) -> None:
        started = process_time()
        _refusal(TOO_LARGE[direction])
        assert process_time() - started < 2

    @pytest.mark.parametrize("direction", sorted(TOO_LARGE.keys() - {"elements"}))
    def test_size_in_any_direction_takes_no_memory(self, direction: str) -> None:
        tracemalloc.start()
        try:
            _refusal(TOO_LARGE[direction])
            assert tracemalloc.get_traced_memory()[1] < 25_000_000
        finally:
            tracemalloc.stop()

    def test_elements_are_counted_while_they_are_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(safe_xml, "MOST_ELEMENTS", 5_000)
        tracemalloc.start()
        try:
            assert "unlike any notice" in _refusal(TOO_LARGE["elements"])
            assert tracemalloc.get_traced_memory()[1] < 5_000_000
        finally:
            tracemalloc.stop()

    def test_a_harmless_depth_is_no_reason(self) -> None:
        assert "eForms" in _refusal(b"<a>" * (GREATEST_DEPTH - 1) + b"</a>" * (GREATEST_DEPTH - 1))

    def test_references_that_multiply_are_refused_in_time(self) -> None:
        def edit(root: Element) -> None:
            result = element(root, RESULT)
            for number in range(3_000):
                element(result, "efac:TenderingParty").append(
                    fragment(f"<efac:Tenderer><cbc:ID>ORG-000{1 + number % 4}</cbc:ID></efac:Tenderer>")
                )
                result.append(
                    fragment(
                        f"<efac:SettledContract><cbc:ID>X{number}</cbc:ID>"
                        "<efac:LotTender><cbc:ID>TEN-0001</cbc:ID></efac:LotTender></efac:SettledContract>"
                    )
                )
            lot_result = element(result, "efac:LotResult")
            for number in range(500):
                lot_result.append(fragment(f"<efac:SettledContract><cbc:ID>X{number}</cbc:ID></efac:SettledContract>"))
                lot_result.append(fragment(f"<efac:TenderLot><cbc:ID>L{number}</cbc:ID></efac:TenderLot>"))

        data = edited(edit, name=AWARD)
        started = process_time()
        assert "unlike any notice" in _refusal(data)
        assert process_time() - started < 2

    def test_thousands_of_lots_are_refused(self) -> None:
        lot = fragment("<cac:ProcurementProjectLot><cbc:ID>LOT-9999</cbc:ID></cac:ProcurementProjectLot>")
        assert "unlike any notice" in _refusal(edited(lambda root: root.extend([lot] * 5_001)))


class TestHalfANotice:
    @pytest.mark.parametrize(
        "path",
        [
            "cbc:ID",
            "cbc:NoticeTypeCode",
            "cbc:ContractFolderID",
            "cac:ContractingParty",
            "cac:ProcurementProject",
            "cac:ProcurementProject/cbc:Name",
            "cac:ProcurementProjectLot/cbc:ID",
        ],
    )
    def test_what_a_notice_cannot_miss(self, path: str) -> None:
        assert _refusal(edited(lambda root: remove(root, path)))

    @pytest.mark.parametrize("root", ["Order", "Notice", "TED"])
    def test_another_document_in_xml(self, root: str) -> None:
        assert "not a notice in eForms or TED format" in _refusal(f"<{root}><ID>1</ID></{root}>".encode())

    def test_a_registration_of_a_business_is_no_tender(self) -> None:
        registration = changed("ContractNotice", "BusinessRegistrationInformationNotice")
        assert "not a notice in eForms or TED format" in _refusal(registration)

    @pytest.mark.parametrize(
        ("old", "new", "shown"),
        [
            (">2480000<", ">2.480.000,00<", "“2.480.000,00”"),
            (">2480000<", ">2480000000000000<", "2480000000000000"),
            ("2026-09-01+02:00", "2026-09-31", "“2026-09-31”"),
            ("2026-09-01+02:00", "2031-09-01", "“LOT-0001”"),
            (">18100000<", ">kleding<", "“kleding”"),
            ("LOT-0002", "LOT-0001", "“LOT-0001”"),
            (">Bedrijfskleding en veiligheidsschoenen", f">{'x' * 2001}", "too long"),
            (
                "ORG-0001</cbc:ID>\n      </cac:PartyIdentification>",
                "ORG-0008</cbc:ID></cac:PartyIdentification>",
                "“ORG-0008”",
            ),
        ],
    )
    def test_one_wrong_value_refuses_the_whole_and_is_named(self, old: str, new: str, shown: str) -> None:
        assert shown in _refusal(changed(old, new))

    @settings(max_examples=150)
    @given(
        cuts=st.lists(
            st.tuples(st.integers(min_value=0, max_value=20_000), st.integers(0, 200), st.binary(max_size=8)),
            max_size=4,
        )
    )
    def test_a_damaged_notice_is_read_or_refused_and_never_crashes(self, cuts: list[tuple[int, int, bytes]]) -> None:
        data = sample(AWARD)
        for start, length, inserted in cuts:
            data = data[:start] + inserted + data[start + length :]
        with suppress(NoticeRefused):
            assert read_notice(data).tender.title


@pytest.mark.parametrize("folder", ["hostile-files/xml-defusedxml", "eforms/broken-mini"])
def test_collected_hostile_files_are_refused(real_data: Path, folder: str) -> None:
    files = sorted((real_data / folder).glob("*.xml"))
    assert files
    for file in files:
        assert _refusal(file.read_bytes())
