"""What becomes of every published XML notice we have: read as what, or refused and why.

`python3 -m tests.procurement.outcomes FOLDER` writes docs/notice-outcomes.md anew from the
folder with real data. The list names files, kinds and counts; nobody and nothing that is in
a notice.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

LIST = Path(__file__).resolve().parents[2] / "docs" / "notice-outcomes.md"
FOLDERS = (
    "eforms/real-ojs",
    "eforms/real-doffin-ted",
    "eforms/sdk-examples",
    "eforms/sdk-examples-older-1.3",
    "eforms/broken-mini",
    "eforms/legacy-ted-f-series/nl",
    "eforms/legacy-ted-f-series/other-countries-sample",
    "eforms/legacy-ted-f-series/converter-ted",
    "eforms/legacy-ted-f-series/converter-eforms",
    "eforms/legacy-ted-f-series/converter-structure",
    "hostile-files/xml-defusedxml",
)
_INTRODUCTION = """# What becomes of each published notice

Every XML notice that third parties gave us to test with, and what reading it gives. A test
goes over all of them and compares (`tests/procurement/test_notice_outcomes.py`); the list is
written anew with `python3 -m tests.procurement.outcomes FOLDER`. The files themselves are no
part of the project.

`INVALID_change-cn_24_FRA_comments.xml` is read: by itself it is a sound notice. It is invalid
only beside the notice that it changes.
"""
_HEADER = "| file | outcome | kind | subtype | lots | groups | contracts |\n|---|---|---|---|---|---|---|\n"


def outcome(file: Path) -> str:
    """Return the row of one file."""
    from django.utils import translation  # noqa: PLC0415  Django is set up by whoever asks

    from procurement.formats import NoticeRefused, read_notice  # noqa: PLC0415

    try:
        notice = read_notice(file.read_bytes())
    except NoticeRefused as refused:
        with translation.override("en"):
            return f"| {file.name} | refused: {refused} | | | | | |"
    tender = notice.tender
    counts = f"{len(tender.lots)} | {len(tender.lot_groups)} | {len(tender.awards)}"
    return f"| {file.name} | read | {notice.type} | {notice.subtype or ''} | {counts} |"


def tables(data: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield each folder with the rows of its files."""
    for folder in FOLDERS:
        files = sorted((data / folder).glob("*.xml"))
        if files:
            yield folder, [outcome(file) for file in files]


def listed() -> dict[str, list[str]]:
    """Return the rows of the list by folder."""
    found: dict[str, list[str]] = {}
    folder = ""
    for line in LIST.read_text().splitlines():
        if line.startswith("## "):
            folder = line.removeprefix("## ")
        elif ".xml |" in line:
            found.setdefault(folder, []).append(line)
    return found


def write(data: Path) -> None:
    """Write the list anew."""
    parts = [_INTRODUCTION]
    for folder, rows in tables(data):
        parts.append(f"\n## {folder}\n\n{len(rows)} files.\n\n{_HEADER}" + "\n".join(rows) + "\n")
    LIST.write_text("".join(parts))


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    write(Path(sys.argv[1]))
