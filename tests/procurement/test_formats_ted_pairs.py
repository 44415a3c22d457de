"""An old notice and what the Publications Office made of it in eForms say the same, field by field.

Where they do not, it stands here with the reason. Each reason is checked as far as it goes: a
difference of another nature in the same field fails.
"""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from procurement.formats import AwardCriterion, Notice, read_notice

FOLDER = Path("eforms") / "legacy-ted-f-series"
Explained = Callable[[Any, Any], bool]

# Field → why the two files differ in it, and how such a difference looks.
EVERYWHERE: dict[str, tuple[str, Explained]] = {
    "id": ("the conversion gives every notice the same made-up identifier", lambda ted, eforms: True),
    "version": ("an old notice has no version", lambda ted, eforms: (ted, eforms) == (None, "01")),
    "standard": ("the two formats", lambda ted, eforms: ted.startswith("R2.0.9") and eforms.startswith("eforms-sdk")),
    "earlier": (
        "the two formats write the number of a publication with six and with eight digits",
        lambda ted, eforms: [each.lstrip("0") for each in ted] == [each.lstrip("0") for each in eforms],
    ),
    "tender.procedure_id": (
        "the conversion gives every procedure the same made-up identifier, or none before a procedure",
        lambda ted, eforms: eforms in (None, "aff2863e-b4cc-4e91-baba-b3b85f709117"),
    ),
    "tender.cpv": (
        "without lots the further codes are of the whole in TED; the conversion puts them with the one lot",
        lambda ted, eforms: ted[:1] == eforms,
    ),
    "tender.total_awarded": (
        "the conversion turns the total of a framework agreement into its maximum",
        lambda ted, eforms: eforms is None,
    ),
    "tender.buyers[].nuts": (
        "the conversion leaves out regions that are not of the third level",
        lambda ted, eforms: eforms is None,
    ),
    "tender.awards[].winners[].nuts": ("as for buyers", lambda ted, eforms: eforms is None),
    "tender.awards[].tenders[].winners[].nuts": ("as for buyers", lambda ted, eforms: eforms is None),
    "tender.awards[].title": (
        "one contract from several entries: the conversion strings their titles together",
        lambda ted, eforms: eforms.startswith(ted + " "),
    ),
    "tender.lots[].framework": (
        "the form says that there is a framework agreement, not of which kind; and nothing where there is none",
        lambda ted, eforms: ted is None and eforms in ("fa-wo-rc", "none"),
    ),
    "tender.lots[].dynamic_purchasing": (
        "the form says nothing where there is no such system",
        lambda ted, eforms: (ted, eforms) == (None, "none"),
    ),
    "tender.lots[].interest_deadline": (
        "the form has one day for tenders and for requests to take part; the conversion writes it twice",
        lambda ted, eforms: ted is None,
    ),
    "tender.lots[].award_criteria": (
        "the conversion loses criteria that stand outside their usual element, writes a sentence of its own for "
        "“see the documents”, and turns the criteria of a jury into one of each kind",
        lambda ted, eforms: (
            eforms == ()
            or (ted == () and eforms[0].description.startswith("Price is not the only award criterion"))
            or (ted[0].kind is None and [each.kind for each in eforms] == ["cost", "price", "quality"])
        ),
    ),
    "tender.lots[].award_criteria[].kind": (
        "the form gives these criteria no kind; the conversion calls them quality",
        lambda ted, eforms: (ted, eforms) == (None, "quality"),
    ),
    "tender.lots[].award_criteria[].number": (
        "the weight is a text without a number; the conversion writes 1",
        lambda ted, eforms: (ted, eforms) == (None, "1"),
    ),
    "tender.lots[].award_criteria[].number_kind": (
        "as for the number",
        lambda ted, eforms: (ted, eforms) == (None, "ord-imp"),
    ),
}

# File and field → why this one file differs.
IN_ONE_FILE: dict[tuple[str, str], tuple[str, Explained]] = {
    ("18-156915", "tender.awards[].concluded_on"): (
        "the conversion writes the day of the jury's decision as that of a contract",
        lambda ted, eforms: (ted, eforms) == (None, date(2018, 3, 27)),
    ),
    ("18-156915", "tender.awards[].decided_on"): (
        "as above",
        lambda ted, eforms: (ted, eforms) == (date(2018, 3, 27), None),
    ),
    ("19-271873", "tender.awards[].lots"): (
        "“1.2.3” names three lots; the conversion adds the text itself, and MISSING for a contract without a lot",
        lambda ted, eforms: set(eforms) - set(ted) <= {"MISSING"} or any("." in each for each in eforms),
    ),
    ("19-271873", "tender.awards[].tenders[].lot"): ("as above", lambda ted, eforms: ted is None),
    ("19-318420", "tender.awards[].lots"): (
        "the only lot has no number and the result calls it 1; the conversion keeps both",
        lambda ted, eforms: (ted, eforms) == (("LOT-0000",), ("LOT-0000", "1")),
    ),
    ("19-318420", "tender.awards[].tenders[].lot"): (
        "as above",
        lambda ted, eforms: (ted, eforms) == ("LOT-0000", "1"),
    ),
    ("21-010961", "tender.awards[].lots"): (
        "the only lot has no number and the result calls it N/A; the conversion keeps that",
        lambda ted, eforms: (ted, eforms) == (("LOT-0000",), ("N/A",)),
    ),
    ("21-010961", "tender.awards[].tenders[].lot"): ("as above", lambda ted, eforms: eforms == "N/A"),
    ("21-010961", "tender.lots[].result"): ("as above", lambda ted, eforms: (ted, eforms) == ("selec-w", None)),
    ("21-010961", "tender.lots[].submissions"): ("as above", lambda ted, eforms: eforms == ()),
    ("21-051959", "tender.lots[].id"): (
        "the conversion numbers lots anew whose numbers have more than four digits",
        lambda ted, eforms: len(ted) > len("LOT-0000") and len(eforms) == len("LOT-0000"),
    ),
    ("21-362774", "tender.lots[].end"): (
        "the form has no end; the conversion writes a day far away",
        lambda ted, eforms: (ted, eforms) == (None, date(2099, 12, 31)),
    ),
    ("21-363062", "tender.lots[].start"): (
        "the form has no start; the conversion writes a day long ago",
        lambda ted, eforms: (ted, eforms) == (None, date(1900, 1, 1)),
    ),
    ("21-635824", "tender.procedure"): (
        "“involving negotiation” has no code in eForms",
        lambda ted, eforms: (ted, eforms) == (None, "UNKNOWN"),
    ),
    ("22-091559", "tender.lots[].result_reason"): (
        "of a lot in a framework agreement with and without a contract the conversion keeps the reason of the latter",
        lambda ted, eforms: (ted, eforms) == (None, "other"),
    ),
    ("22-104446", "tender.lots[].title"): (
        "the lots have no title; the conversion gives them that of the whole",
        lambda ted, eforms: ted is None,
    ),
}


@cache
def _pairs(real_data: Path) -> list[tuple[str, Notice, Notice]]:
    return list(_read_pairs(real_data))


def _read_pairs(real_data: Path) -> Iterator[tuple[str, Notice, Notice]]:
    for old in sorted((real_data / FOLDER / "converter-ted").glob("*.xml")):
        new = real_data / FOLDER / "converter-eforms" / old.name
        if new.exists() and new.stat().st_size:
            yield old.name[:9], read_notice(old.read_bytes()), read_notice(new.read_bytes())


def _differences(ted: Any, eforms: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Yield field, value in TED and value in eForms where the two differ by more than blanks."""
    if isinstance(ted, AwardCriterion) and isinstance(eforms, AwardCriterion):
        ted, eforms = _by_one_text(ted), _by_one_text(eforms)
    if is_dataclass(ted) and is_dataclass(eforms):
        for field in fields(ted):
            inside = f"{path}.{field.name}" if path else field.name
            yield from _differences(getattr(ted, field.name), getattr(eforms, field.name), inside)
    elif isinstance(ted, tuple) and isinstance(eforms, tuple) and len(ted) == len(eforms) and _hold_parts(ted):
        for one, other in zip(ted, eforms, strict=True):
            yield from _differences(one, other, f"{path}[]")
    elif _in_order(ted) != _in_order(eforms):
        yield path, ted, eforms


def _by_one_text(criterion: AwardCriterion) -> AwardCriterion:
    """The form has one text for a criterion, its name; the conversion writes it as a description.

    A price has no text; a description there is a weight that is no number.
    """
    text = criterion.name or (None if criterion.kind == "price" else criterion.description)
    return replace(criterion, name=text, description=None)


def _hold_parts(values: tuple[Any, ...]) -> bool:
    return any(is_dataclass(value) for value in values)


def _in_order(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_in_order(each) for each in value)
    return " ".join(value.split()) if isinstance(value, str) else value


def _explanation(name: str, field: str) -> tuple[str, Explained] | None:
    return IN_ONE_FILE.get((name, field)) or EVERYWHERE.get(field)


def test_every_pair_says_the_same(real_data: Path) -> None:
    unexplained, seen = [], 0
    for name, ted, eforms in _pairs(real_data):
        seen += 1
        for field, old, new in _differences(ted, eforms):
            known = _explanation(name, field)
            if known is None or not known[1](old, new):
                unexplained.append((name, field, old, new))
    assert seen
    assert unexplained == []


def test_no_explanation_outlives_its_difference(real_data: Path) -> None:
    pairs = _pairs(real_data)
    found = {(name, field) for name, ted, eforms in pairs for field, _old, _new in _differences(ted, eforms)}
    here = {name for name, _ted, _eforms in pairs}
    assert {key for key in IN_ONE_FILE if key[0] in here} <= found
    assert EVERYWHERE.keys() <= {field for _name, field in found}
