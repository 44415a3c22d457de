"""What is taken in and what is refused, by content; real hostile files go in tests/suppliers/test_hostile_files.py."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pikepdf
import pytest

from documents.formats import office
from documents.formats.inspection import Inspection, inspect
from documents.formats.kinds import CSV, PDF, of_name
from documents.formats.refusals import NotAcceptable
from tests.documents import samples


@pytest.fixture
def look(tmp_path: Path) -> Look:
    return Look(tmp_path)


class Look:
    """Inspects bytes under a name."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "upload"

    def __call__(self, name: str, content: bytes) -> Inspection:
        self.path.write_bytes(content)
        return inspect(str(self.path), name=name)

    def refusal(self, name: str, content: bytes) -> str:
        with pytest.raises(NotAcceptable) as caught:
            self(name, content)
        assert "%(" not in caught.value.reason
        return caught.value.code


@pytest.mark.parametrize("name", samples.GOOD)
def test_every_allowed_kind_is_taken_in(look: Look, name: str) -> None:
    found = look(name, samples.GOOD[name])

    assert found.kind is of_name(name)
    assert found.remarks == ()


@pytest.mark.parametrize("name", ["plan.exe", "plan.svg", "plan.html", "plan", "plan.pdf.zip"])
def test_other_extensions_are_refused_with_the_list_of_what_we_take(look: Look, name: str) -> None:
    with pytest.raises(NotAcceptable) as caught:
        look(name, samples.CSV)

    assert caught.value.code == "extension"
    assert ".docx" in caught.value.reason


@pytest.mark.parametrize(("name", "code"), [("plan.docm", "office_macros"), ("plan.XLS", "office_old")])
def test_office_files_of_other_kinds_are_refused_with_what_to_save_them_as(look: Look, name: str, code: str) -> None:
    with pytest.raises(NotAcceptable) as caught:
        look(name, samples.CSV)

    assert caught.value.code == code
    assert ".docx" in caught.value.reason


@pytest.mark.parametrize("name", ["plan.pdf", "plan.docx", "plan.odt", "plan.png"])
@pytest.mark.parametrize("other", ["plan.xlsx", "plan.jpg", "plan.ods"])
def test_name_and_content_must_agree(look: Look, name: str, other: str) -> None:
    assert look.refusal(name, samples.GOOD[other]) == "mismatch"


@pytest.mark.parametrize("name", ["plan.csv", "plan.eml"])
def test_binary_under_the_name_of_a_text_is_refused(look: Look, name: str) -> None:
    assert look.refusal(name, samples.GOOD["plan.png"]) == "mismatch"


@pytest.mark.parametrize("name", ["plan.pdf", "plan.docx", "plan.png", "plan.ods"])
def test_text_under_the_name_of_a_binary_is_refused(look: Look, name: str) -> None:
    assert look.refusal(name, b"<html><script>alert(1)</script>") == "unrecognised"


@pytest.mark.parametrize("name", samples.GOOD)
def test_empty_file_is_refused(look: Look, name: str) -> None:
    assert look.refusal(name, b"") == "empty"


def test_only_the_asked_kinds_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(samples.CSV)

    assert inspect(str(path), name="a.csv", kinds=(CSV,)).kind is CSV
    with pytest.raises(NotAcceptable, match="extension"):
        inspect(str(path), name="a.csv", kinds=(PDF,))


class TestPdf:
    def test_scripts_are_kept_inert_and_remarked(self, look: Look) -> None:
        assert look("plan.pdf", samples.pdf_with_action("JavaScript")).remarks == ("pdf_scripts",)

    def test_starting_a_program_is_refused(self, look: Look) -> None:
        assert look.refusal("plan.pdf", samples.pdf_with_action("Launch")) == "pdf_launch"

    @pytest.mark.parametrize(("kind", "remarks"), [("SubmitForm", ("pdf_links",)), ("URI", ())])
    def test_what_points_outside_is_remarked(self, look: Look, kind: str, remarks: tuple[str, ...]) -> None:
        action = pikepdf.Dictionary(S=pikepdf.Name("/" + kind), URI=pikepdf.String("https://a.example/"))

        assert look("plan.pdf", samples.pdf(root={"/OpenAction": action})).remarks == remarks

    def test_link_to_a_file_of_the_reader_is_remarked(self, look: Look) -> None:
        action = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("file://server/share"))

        assert look("plan.pdf", samples.pdf(root={"/OpenAction": action})).remarks == ("pdf_links",)

    def test_password_is_refused(self, look: Look) -> None:
        assert look.refusal("plan.pdf", samples.pdf(password="geheim")) == "pdf_password"

    def test_half_a_pdf_is_refused(self, look: Look) -> None:
        assert look.refusal("plan.pdf", b"%PDF-1.7\n1 0 obj\n<<") == "pdf_broken"

    def test_bytes_before_the_header_are_refused(self, look: Look) -> None:
        assert look.refusal("plan.pdf", b"<html>" + samples.pdf()) == "unrecognised"

    def test_byte_order_mark_before_the_header_is_let_through(self, look: Look) -> None:
        assert look("plan.pdf", b"\xef\xbb\xbf" + samples.pdf()).kind is PDF


class TestOffice:
    def test_macros_are_refused(self, look: Look) -> None:
        assert look.refusal("plan.docx", samples.docx({"word/vbaProject.bin": b"x"})) == "office_macros"
        assert look.refusal("plan.xlsx", samples.xlsx({"xl/macrosheets/sheet1.xml": b"<x/>"})) == "office_macros"
        assert look.refusal("plan.odt", samples.odf(extra={"Basic/Standard/Module1.xml": b"<x/>"})) == "office_macros"

    def test_macro_format_under_an_innocent_name_is_refused(self, look: Look) -> None:
        types = b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
        disguised = samples.archive({"[Content_Types].xml": types, "word/document.xml": b"<document/>"})

        assert look.refusal("plan.docx", disguised) == "office_macros"

    @pytest.mark.parametrize(
        "xml",
        [
            b'<!DOCTYPE d [<!ENTITY a "aaaa">]><document>&a;</document>',
            b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><document>&a;</document>',
        ],
    )
    def test_entities_are_refused(self, look: Look, xml: bytes) -> None:
        assert look.refusal("plan.docx", samples.docx({"word/styles.xml": xml})) == "office_entities"

    def test_entity_in_the_list_of_types_is_refused(self, look: Look) -> None:
        types = b'<!DOCTYPE d [<!ENTITY a "b">]><Types/>'

        assert look.refusal("plan.docx", samples.archive({"[Content_Types].xml": types})) == "office_entities"

    def test_xml_that_is_not_well_formed_is_refused(self, look: Look) -> None:
        assert look.refusal("plan.docx", samples.docx({"word/styles.xml": b"<a><b></a>"})) == "office_broken"

    def test_part_that_swells_past_all_reason_is_refused(self, look: Look) -> None:
        assert look.refusal("plan.docx", samples.docx({"word/media/a.bin": b"\0" * (32 << 20)})) == "office_bomb"

    def test_whole_that_swells_past_the_limit_is_refused(self, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(office, "MOST_BYTES", 1000)

        assert look.refusal("plan.docx", samples.docx({"word/media/a.bin": b"abc" * 1000})) == "office_bomb"

    def test_directory_that_lies_about_sizes_does_not_help_a_bomb(
        self, look: Look, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(office, "MOST_BYTES", 1000)
        honest = samples.docx({"word/media/a.bin": b"abc" * 1000})
        lying = honest.replace((3000).to_bytes(4, "little"), (300).to_bytes(4, "little"))

        assert look.refusal("plan.docx", lying) in {"office_bomb", "office_broken"}

    def test_too_many_parts_are_refused(self, look: Look) -> None:
        parts = {f"word/media/{number}.bin": b"" for number in range(office.MOST_MEMBERS)}

        assert look.refusal("plan.docx", samples.docx(parts)) == "office_bomb"

    @pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil.xml", "WORD/document.XML"])
    def test_unsafe_or_repeated_part_names_are_refused(self, look: Look, name: str) -> None:
        assert look.refusal("plan.docx", samples.docx({name: b"<x/>"})) == "office_members"

    def test_locked_archive_is_refused(self, look: Look) -> None:
        content = bytearray(samples.docx())
        with zipfile.ZipFile(io.BytesIO(content)) as made:
            offset = made.getinfo("word/document.xml").header_offset
        central = content.rindex(b"PK\x01\x02")
        content[offset + 6] |= 1
        content[central + 8] |= 1

        assert look.refusal("plan.docx", bytes(content)) == "office_password"

    def test_locked_opendocument_is_refused(self, look: Look) -> None:
        manifest = b"<manifest><file-entry><encryption-data/></file-entry></manifest>"

        assert look.refusal("plan.odt", samples.odf(extra={"META-INF/manifest.xml": manifest})) == "office_password"

    def test_old_office_file_gets_its_own_sentence(self, look: Look) -> None:
        old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600

        assert look.refusal("plan.docx", old) == "office_old"
        assert look.refusal("plan.docx", old + "EncryptedPackage".encode("utf-16-le")) == "office_password"

    def test_damaged_content_is_found_by_its_checksum(self, look: Look) -> None:
        content = bytearray(samples.docx({"word/media/a.bin": bytes(range(256)) * 8}))
        with zipfile.ZipFile(io.BytesIO(content)) as made:
            start = made.getinfo("word/media/a.bin").header_offset + 30 + len("word/media/a.bin")
        content[start + 40] ^= 0xFF

        assert look.refusal("plan.docx", bytes(content)) == "office_broken"

    def test_links_outside_and_embedded_files_are_remarked(self, look: Look) -> None:
        linked = samples.xlsx({"xl/_rels/workbook.xml.rels": samples.relations("externalLinkPath")})

        assert look("plan.xlsx", linked).remarks == ("office_links",)
        assert look("plan.docx", samples.docx({"word/embeddings/a.bin": b"x"})).remarks == ("office_embedded",)

    def test_hyperlinks_are_no_reason_for_a_remark(self, look: Look) -> None:
        linked = samples.docx({"word/_rels/document.xml.rels": samples.relations("hyperlink")})

        assert look("plan.docx", linked).remarks == ()


class TestText:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_csv_in_the_encodings_of_practice(self, look: Look, encoding: str) -> None:
        assert look("a.csv", "naam;land\nCafé;FR\n".encode(encoding)).kind is CSV

    @pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-cmd|x", '"=HYPERLINK(1)"'])
    def test_cells_that_a_spreadsheet_would_run_are_remarked(self, look: Look, cell: str) -> None:
        assert look("a.csv", f"naam;x\nA;{cell}\n".encode()).remarks == ("csv_formulas",)

    def test_negative_numbers_are_no_formulas(self, look: Look) -> None:
        assert look("a.csv", b"naam;x\nA;-12,50\nB;+3\nC;-\n").remarks == ()

    def test_control_characters_are_refused(self, look: Look) -> None:
        assert look.refusal("a.csv", b"a;b\n\x00\x01;c\n") == "text_encoding"

    @pytest.mark.parametrize("markup", [b'<?xml version="1.0"?><a b="1;2"/>', b"\xef\xbb\xbf \n<html>a;b</html>"])
    def test_markup_is_no_table(self, look: Look, markup: bytes) -> None:
        assert look.refusal("a.csv", markup) == "text_not_table"

    def test_prose_is_no_table(self, look: Look) -> None:
        assert look.refusal("a.csv", b"Geachte heer\nTot ziens\n") == "text_not_table"

    @pytest.mark.parametrize(
        "mail",
        [
            b"Subject: x\r\n\r\nno sender",
            b"From: a@b.example\r\n\r\nno date",
            b"This is not an e-mail.",
            samples.MAIL.replace(b"Subject: x", b'Content-Type: multipart/mixed; boundary="zz"'),
        ],
    )
    def test_incomplete_mail_is_refused(self, look: Look, mail: bytes) -> None:
        assert look.refusal("a.eml", mail) == "mail_broken"

    def test_mail_with_attachments_is_remarked(self, look: Look) -> None:
        head = samples.MAIL.replace(b"Subject: x", b'Content-Type: multipart/mixed; boundary="zz"')

        assert look("a.eml", head + b"\r\n--zz\r\n\r\na\r\n--zz\r\n\r\nb\r\n--zz--").remarks == ("mail_attachments",)


class TestPicture:
    def test_picture_that_claims_to_be_huge_is_refused(self, look: Look) -> None:
        assert look.refusal("a.png", samples.png_that_claims(30_000, 30_000)) == "image_huge"

    @pytest.mark.parametrize(("name", "kind"), [("a.png", "PNG"), ("a.jpg", "JPEG")])
    def test_half_a_picture_is_refused(self, look: Look, name: str, kind: str) -> None:
        content = samples.picture(kind)

        assert look.refusal(name, content[: len(content) // 2]) == "image_broken"
