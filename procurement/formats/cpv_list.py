"""The official list of CPV codes as a CSV file with the columns code, label_nl and label_en."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from procurement.formats.cpv import is_cpv, without_check_digit

COLUMNS = ("code", "label_nl", "label_en")

LONGEST_LABEL = 200


class ListRefused(Exception):
    """The file is not a list of CPV codes that can be read whole. Carries a sentence for the user."""


@dataclass(frozen=True)
class CpvLabel:
    code: str
    name_nl: str
    name_en: str


def read_cpv_list(lines: Iterable[str]) -> list[CpvLabel]:
    """The codes with their labels, in the order of the file. Refuses the whole file for one wrong line."""
    reader = csv.DictReader(lines, strict=True)
    try:
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise ListRefused(_("The file has no column %(name)s.") % {"name": missing[0]})
        labels = [_label(row, reader.line_num) for row in reader]
    except csv.Error as error:
        raise ListRefused(_("The file is not a table with commas between the columns.")) from error
    if not labels:
        raise ListRefused(_("The file holds no codes."))
    seen: set[str] = set()
    for label in labels:
        if label.code in seen:
            raise ListRefused(_("Code %(code)s occurs more than once.") % {"code": label.code})
        seen.add(label.code)
    return labels


def _label(row: dict[str, str | None], line: int) -> CpvLabel:
    code, name_nl, name_en = ((row[name] or "").strip() for name in COLUMNS)
    if not is_cpv(code):
        raise ListRefused(_("Line %(line)d has no CPV code of eight digits.") % {"line": line})
    if not name_nl or not name_en or max(len(name_nl), len(name_en)) > LONGEST_LABEL:
        raise ListRefused(_("Line %(line)d has a label that is empty or too long.") % {"line": line})
    return CpvLabel(without_check_digit(code), name_nl, name_en)
