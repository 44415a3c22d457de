"""Looking things up in a TED form: names without their many namespaces, paragraphs, amounts, days."""

from __future__ import annotations

import re
from datetime import date
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from procurement.countries import alpha3
from procurement.formats.cpv import is_cpv, without_check_digit
from procurement.formats.notice import Money
from procurement.formats.refusal import NoticeRefused
from procurement.formats.values import calendar_day, decimal_text

_JOURNAL_NUMBER = re.compile(r"([0-9]{4})/S\s*[0-9]{1,3}-([0-9]{1,8})", re.ASCII)


def drop_namespaces(root: Element) -> None:
    """Leave every element below `root` its plain name; each edition of the schema has namespaces of its own."""
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]


def stated(element: Element | None) -> str | None:
    """Return the text of `element`, blanks put in order; None where it says nothing."""
    return None if element is None else " ".join("".join(element.itertext()).split()) or None


def text_at(parent: Element, path: str) -> str | None:
    """Return the first text at `path` that says something, on one line."""
    return next((text for element in parent.iterfind(path) if (text := _on_one_line(element))), None)


def paragraphs_at(parent: Element, path: str) -> str | None:
    """Return the text at `path`, a line for each of its paragraphs."""
    element = parent.find(path)
    if element is None:
        return None
    lines = [text for paragraph in element.findall("P") if (text := stated(paragraph))]
    return "\n".join(lines) or stated(element)


def value_at(parent: Element, path: str, attribute: str = "VALUE") -> str | None:
    """Return the first attribute at `path` that says something."""
    return next((value for element in parent.iterfind(path) if (value := element.get(attribute, "").strip())), None)


def money_at(parent: Element, *paths: str) -> Money | None:
    """Return the first amount stated at one of `paths`."""
    for path in paths:
        for element in parent.iterfind(path):
            if amount := stated(element):
                currency = element.get("CURRENCY", "").strip() or None
                return Money(decimal_text(amount, field=_field(path)), currency)
    return None


def written_money(element: Element | None) -> Money | None:
    """Return the amount of a value in the older way: "1 860 000" for people and 1860000 beside it for machines."""
    cost = None if element is None else element.find("VALUE_COST")
    amount = None if cost is None else cost.get("FMTVAL", "").strip() or stated(cost)
    if element is None or amount is None:
        return None
    return Money(decimal_text(amount, field="VALUE_COST"), element.get("CURRENCY", "").strip() or None)


def day_at(parent: Element, path: str) -> date | None:
    """Return the first calendar day stated at `path`."""
    written = text_at(parent, path)
    return None if written is None else calendar_day(written, field=_field(path))


def cpv_at(parent: Element, *paths: str) -> tuple[str, ...]:
    """Return the CPV codes at `paths`, each once, in that order."""
    codes = [code for path in paths for element in parent.iterfind(path) if (code := element.get("CODE", "").strip())]
    for code in codes:
        if not is_cpv(code):
            raise NoticeRefused(_("The notice has “%(value)s” where a CPV code is expected."), value=code)
    return tuple(dict.fromkeys(without_check_digit(code) for code in codes))


def country_at(parent: Element, path: str) -> str | None:
    """Return the country at `path` as eForms writes it, in three letters; unknown letters stay as they are."""
    code = value_at(parent, path)
    return None if code is None else alpha3(code) or code


def publication_number(journal_number: str) -> str | None:
    """Return the number of a publication ("448760-2021") from its place in the journal ("2021/S 172-448760")."""
    match = _JOURNAL_NUMBER.fullmatch(journal_number.strip())
    return None if match is None else f"{int(match.group(2)):06d}-{match.group(1)}"


def _on_one_line(element: Element) -> str | None:
    paragraphs = element.findall("P")
    if not paragraphs:
        return stated(element)
    return " ".join(text for paragraph in paragraphs if (text := stated(paragraph))) or None


def _field(path: str) -> str:
    return path.rpartition("/")[2]
