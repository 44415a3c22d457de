from __future__ import annotations

import pytest

from documents.formats.names import LONGEST, safe_name


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("plan.pdf", "plan.pdf"),
        ("Jaarverslag 2025 – définitif.pdf", "Jaarverslag 2025 – définitif.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\jan\\plan.pdf", "plan.pdf"),
        ("plan\r\nX-Header: 1.pdf", "planX-Header_ 1.pdf"),
        ("plan\u202efdp.exe", "planfdp.exe"),
        ("\x00plan.pdf", "plan.pdf"),
        ("plan\u2028.pdf", "plan.pdf"),
        ('a"b<c>.pdf', "a_b_c_.pdf"),
        ("  plan .pdf  ", "plan .pdf"),
        (".htaccess", "htaccess"),
        ("", "file"),
        ("///", "file"),
        ("cafe\u0301.pdf", "caf\u00e9.pdf"),
    ],
)
def test_name_is_made_safe(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


def test_a_long_name_is_cut_and_keeps_its_extension() -> None:
    name = safe_name("a" * 400 + ".docx")

    assert len(name) == LONGEST
    assert name.endswith("a.docx")
