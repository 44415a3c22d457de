"""How large the parts of a notice can be, and what cannot be.

The standards have narrower limits (400 characters for a title, 100 for a number of the
buyer's own); these leave room for older formats and still keep a hostile file from filling
a page or a column. A notice beyond them is refused whole: cutting a text would be guessing.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from procurement.formats.notice import AwardCriterion, LotFacts, Notice
from procurement.formats.refusal import NoticeRefused

_LONGEST = {
    "title": 2000,
    "name": 400,
    "description": 50_000,
    "reason": 50_000,
    "performance_terms": 50_000,
    "city": 200,
    "country": 3,
    "currency": 3,
    "language": 20,
    "type": 100,
    "subtype": 10,
    "version": 20,
    "publication": 40,
    "nature": 20,
    "procedure": 60,
    "unit": 10,
    "id": 120,
    # The old forms have one text for a criterion, which can be a paragraph, and name many lots in one.
    "criterion": 6_000,
    "lot": 400,
    "lots": 400,
}
_LONGEST_OTHERWISE = 120
_LONGEST_LOT_NUMBER = 60
_MOST_WHOLE_DIGITS = 15
# A length of time is counted in whole units, of which days are the smallest.
_WHOLE_NUMBER = re.compile(r"[0-9]{1,5}", re.ASCII)


def check_bounds(notice: Notice) -> None:
    """Raise NoticeRefused when a part of `notice` is too long, cannot be, or stands in it twice."""
    for field, text in _texts(notice, ""):
        _check_length(field, text)
    for lot in notice.tender.lots:
        _check_period(lot)
    _check_each_once([lot.id for lot in notice.tender.lots] + [group.id for group in notice.tender.lot_groups])
    _check_each_once([award.key for award in notice.tender.awards])


def _check_length(field: str, text: str) -> None:
    if len(text) > _LONGEST.get(field, _LONGEST_OTHERWISE):
        raise NoticeRefused(_("A text in the notice is too long: “%(value)s” (%(field)s)."), value=text, field=field)
    if field == "amount" and len(text.lstrip("-").partition(".")[0]) > _MOST_WHOLE_DIGITS:
        raise NoticeRefused(_("The notice has an amount that is too large: %(value)s."), value=text)


def _check_period(lot: LotFacts) -> None:
    if lot.start and lot.end and lot.end < lot.start:
        raise NoticeRefused(_("In the notice “%(value)s” ends before it starts."), value=lot.id)
    if lot.duration and _WHOLE_NUMBER.fullmatch(lot.duration.value) is None:
        raise NoticeRefused(
            _("The notice has “%(value)s” where a number is expected (%(field)s)."),
            value=lot.duration.value,
            field="DurationMeasure",
        )


def _check_each_once(numbers: list[str]) -> None:
    seen: set[str] = set()
    for number in numbers:
        if number in seen:
            raise NoticeRefused(_("The notice has “%(value)s” more than once."), value=number)
        if len(number) > _LONGEST_LOT_NUMBER:
            raise NoticeRefused(
                _("A text in the notice is too long: “%(value)s” (%(field)s)."), value=number, field="ID"
            )
        seen.add(number)


def _texts(part: Any, field: str) -> Iterator[tuple[str, str]]:
    """Yield every text in a tree of dataclasses and tuples, with the field that it stands in."""
    if isinstance(part, str):
        yield field, part
    elif isinstance(part, tuple):
        for item in part:
            yield from _texts(item, field)
    elif dataclasses.is_dataclass(part):
        for each in dataclasses.fields(part):
            is_criterion = isinstance(part, AwardCriterion) and each.name == "name"
            yield from _texts(getattr(part, each.name), "criterion" if is_criterion else each.name)
