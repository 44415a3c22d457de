"""Looking things up in an eForms document: prefixes, texts in the right language, amounts, days.

What a buyer withholds from publication is masked in the file by a text, number or day that
nobody means. A masked value is a value that the notice does not state.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from procurement.formats.cpv import is_cpv, without_check_digit
from procurement.formats.notice import Duration, Money
from procurement.formats.refusal import NoticeRefused
from procurement.formats.values import calendar_day, decimal_text

PREFIXES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    "ext": "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2",
    "efac": "http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1",
    "efbc": "http://data.europa.eu/p27/eforms-ubl-extension-basic-components/1",
    "efext": "http://data.europa.eu/p27/eforms-ubl-extensions/1",
}
_EXTENSION = "ext:UBLExtensions/ext:UBLExtension/ext:ExtensionContent/efext:EformsExtension"
_LANGUAGES_AFTER_THE_OWN = ("nld", "eng")
_WITHHELD_TEXT = "unpublished"
_WITHHELD_NUMBER = "-1"
_WITHHELD_DAY = date(1970, 1, 1)


def find(parent: Element, path: str) -> Element | None:
    """Return the first element at `path`."""
    return parent.find(path, PREFIXES)


def find_all(parent: Element, path: str) -> list[Element]:
    """Return the elements at `path` in the order of the document."""
    return parent.findall(path, PREFIXES)


def in_extension(parent: Element, path: str) -> list[Element]:
    """Return the elements at `path` within the eForms extension of `parent`."""
    return find_all(parent, f"{_EXTENSION}/{path}")


def stated(element: Element | None) -> str | None:
    """Return the text of `element` without blanks around it; None where it says nothing or is withheld."""
    if element is None or element.text is None:
        return None
    text = element.text.strip()
    return text if text and text != _WITHHELD_TEXT else None


def number_at(parent: Element, path: str) -> str | None:
    """Return the first number stated at `path`, as it is written."""
    written = first_stated(parent, path)
    if written is None or written == _WITHHELD_NUMBER:
        return None
    return decimal_text(written, field=_field(path))


def first_stated(parent: Element, path: str) -> str | None:
    """Return the first text at `path` that says something."""
    return next((text for element in find_all(parent, path) if (text := stated(element))), None)


def all_stated(parent: Element, path: str) -> tuple[str, ...]:
    """Return what is stated at `path`, each once, in the order of the document."""
    return tuple(dict.fromkeys(text for element in find_all(parent, path) if (text := stated(element))))


def in_language(elements: Iterable[Element], language: str | None) -> str | None:
    """Return the text in `language`, else in Dutch, else in English, else the first one."""
    texts: dict[str, str] = {}
    for element in elements:
        if text := stated(element):
            texts.setdefault(element.get("languageID", "").lower(), text)
    for wanted in ((language or "").lower(), *_LANGUAGES_AFTER_THE_OWN):
        if wanted and wanted in texts:
            return texts[wanted]
    return next(iter(texts.values()), None)


def text_at(parent: Element, path: str, language: str | None) -> str | None:
    """Return the text at `path` in the language of choice."""
    return in_language(find_all(parent, path), language)


def code_of(parent: Element, path: str, list_name: str) -> str | None:
    """Return the first code at `path` that is of the list `list_name`."""
    return next(iter(codes_of(parent, path, list_name)), None)


def codes_of(parent: Element, path: str, list_name: str) -> tuple[str, ...]:
    """Return the codes at `path` of the list `list_name`; one element name serves many lists."""
    return all_stated(parent, f"{path}[@listName='{list_name}']")


def money_at(parent: Element, path: str) -> Money | None:
    """Return the first amount stated at `path`."""
    for element in find_all(parent, path):
        if (amount := stated(element)) and amount != _WITHHELD_NUMBER:
            currency = element.get("currencyID", "").strip() or None
            return Money(decimal_text(amount, field=_field(path)), currency)
    return None


def day_at(parent: Element, path: str) -> date | None:
    """Return the first calendar day stated at `path`."""
    written = first_stated(parent, path)
    day = None if written is None else calendar_day(written, field=_field(path))
    return None if day == _WITHHELD_DAY else day


def duration_at(parent: Element, path: str) -> Duration | None:
    """Return the first length of time stated at `path`."""
    for element in find_all(parent, path):
        if (value := stated(element)) and value != _WITHHELD_NUMBER:
            return Duration(decimal_text(value, field=_field(path)), element.get("unitCode", "").strip() or None)
    return None


def cpv_of(project: Element) -> tuple[str, ...]:
    """Return the CPV codes of a project or lot: the main one first, each once."""
    codes: list[str] = []
    for kind in ("Main", "Additional"):
        codes += all_stated(project, f"cac:{kind}CommodityClassification/cbc:ItemClassificationCode")
    for code in codes:
        if not is_cpv(code):
            raise NoticeRefused(_("The notice has “%(value)s” where a CPV code is expected."), value=code)
    return tuple(dict.fromkeys(without_check_digit(code) for code in codes))


def _field(path: str) -> str:
    return path.rpartition("/")[2].partition(":")[2]
