"""The annual report as data (interfaces.md, Annual report): the object, its hash, and whether the hash holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785
from django.utils.translation import gettext as _

SCHEMA = "annual-report/1"
UNHASHED = ("sha256", "published")
MOST_BYTES = 20_000_000


class ReportRefused(Exception):
    """The file is no annual report of this schema. Carries a sentence for the user."""


@dataclass(frozen=True)
class Line:
    """One indicator as a report states it: a count has a value only, a share also what it is a share of."""

    code: str
    label: str
    value: float | None
    numerator: int | None
    denominator: int | None
    unknown: int


def document(
    *, organisation: str, year: int, as_of: str, lines: Iterable[Line], published: bool = False
) -> dict[str, Any]:
    """The object of interfaces.md, with its hash."""
    made: dict[str, Any] = {
        "schema": SCHEMA,
        "organisation": organisation,
        "year": year,
        "as_of": as_of,
        "published": published,
        "sha256": "",
        "indicators": [
            {
                "code": line.code,
                "label": line.label,
                "value": line.value,
                "numerator": line.numerator,
                "denominator": line.denominator,
                "unknown": line.unknown,
            }
            for line in lines
        ],
    }
    return {**made, "sha256": sha256(made)}


def sha256(report: Mapping[str, Any]) -> str:
    """The hash of the object without ``sha256`` and ``published``, as RFC 8785 canonical JSON."""
    hashed = {name: value for name, value in report.items() if name not in UNHASHED}
    return hashlib.sha256(rfc8785.dumps(hashed)).hexdigest()


def lines(report: Mapping[str, Any]) -> list[Line]:
    """The indicators of an object that ``document`` made."""
    return [Line(**{name: one[name] for name in Line.__dataclass_fields__}) for one in report["indicators"]]


def to_bytes(report: Mapping[str, Any]) -> bytes:
    return (json.dumps(report, ensure_ascii=False, indent=2) + "\n").encode()


def from_bytes(content: bytes) -> dict[str, Any]:
    """Read a report; raises ``ReportRefused`` when it is not one."""
    if len(content) > MOST_BYTES:
        raise ReportRefused(_("the file is too large to be an annual report"))
    try:
        read = json.loads(content, object_pairs_hook=_each_name_once)
    except (ValueError, RecursionError) as error:
        raise ReportRefused(_("the file is no JSON")) from error
    if not isinstance(read, dict) or read.get("schema") != SCHEMA:
        raise ReportRefused(_("the file is no report of schema %(schema)s") % {"schema": SCHEMA})
    if not isinstance(read.get("indicators"), list) or not isinstance(read.get("sha256"), str):
        raise ReportRefused(_("the report has no indicators or no hash"))
    if not isinstance(read.get("organisation"), str) or "\0" in read["organisation"]:
        raise ReportRefused(_("the report does not say of which organisation it is"))
    return read


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no name stands twice: one program would read the first figure, another the last."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ReportRefused(_("a name stands twice in the same object"))
    return found


def holds(report: Mapping[str, Any]) -> bool:
    """Whether the hash in the object is that of its content."""
    try:
        return sha256(report) == str(report["sha256"])
    except rfc8785.CanonicalizationError:
        return False
