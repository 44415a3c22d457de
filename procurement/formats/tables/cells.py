"""One cell: from what a file holds to a value, and back. Nothing is guessed; empty is unknown."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.calendar import FIRST_DAY, LAST_DAY
from documents.formats.workbooks import Cell, CellError, Formula
from procurement.countries import alpha2
from procurement.formats.cpv import is_cpv
from procurement.formats.tables.columns import YES_NO, Choice, Column, Kind

Fact = str | int | bool | Decimal | date | tuple[str, ...] | None
"""A value. ``None`` is unknown, for lists too."""

Facts = Mapping[str, Fact]

LONGEST = 32_767
"""What a cell of a workbook can hold."""

PERCENTAGE_DECIMALS = 4
"""As a tender keeps its impact weight: rounding 49.996 to 50 would change a figure."""

NO_NUMBER = 10**20
"""From here on no number can be rounded exactly; every column holds far less."""

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class CellRefused(Exception):
    """The cell does not hold what its column asks. Its text is a sentence for the user."""


def plain(text: str) -> str:
    """Text as it is compared and kept: without outer white space and control characters, and no longer than a cell."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()[:LONGEST].strip()


def read(cell: Cell, column: Column) -> Fact:
    """The value of the cell. Raises ``CellRefused``."""
    if isinstance(cell, Formula):
        raise CellRefused(_("Here is a formula. Paste its outcome as a value."))
    if isinstance(cell, CellError):
        raise CellRefused(_("The cell shows the error %(text)s.") % {"text": cell.text})
    if isinstance(cell, str):
        cell = plain(cell)
    if cell in (None, ""):
        return None
    return _READERS[column.kind](cell, column)


def write(fact: Fact, column: Column) -> str | Decimal | int | date | None:
    """The value as a cell of this column: text, or a number or date for what is one."""
    if fact is None:
        return None
    if isinstance(fact, bool):
        return "yes" if fact else "no"
    if isinstance(fact, Decimal) and column.kind is Kind.PERCENTAGE:
        return without_zeros(fact)
    if isinstance(fact, tuple):
        return joined(fact) if column.kind in (Kind.NAMES, Kind.SEVERAL) else " ".join(fact)
    return fact


def without_zeros(number: Decimal) -> Decimal:
    """The same number without the zeros behind it: 60, and not 60.0000."""
    return number.to_integral_value() if number == number.to_integral_value() else number.normalize()


def joined(names: tuple[str, ...]) -> str:
    """Names with semicolons between; one with a semicolon of its own stands in quotes."""
    return "; ".join(f'"{name.replace(chr(34), chr(34) * 2)}"' if re.search('[;"]', name) else name for name in names)


def _text(cell: Cell, column: Column) -> str:
    if isinstance(cell, bool):
        text = "yes" if cell else "no"
    elif isinstance(cell, float):
        text = repr(cell)
    elif isinstance(cell, date):
        text = cell.isoformat()
    else:
        text = plain(str(cell))
    if len(text) > column.longest:
        raise CellRefused(_("This is longer than %(most)d characters.") % {"most": column.longest})
    return text


def _choice(cell: Cell, column: Column) -> str:
    return _code(_text(cell, column), column.choices)


def _code(text: str, choices: tuple[Choice, ...]) -> str:
    wanted = text.casefold()
    for choice in choices:
        names = (choice.words.nl.casefold(), choice.words.en.casefold())
        if wanted in (choice.code, *names, *(name.partition(" (")[0] for name in names)):
            return choice.code
    language = get_language() or "nl"
    words = ", ".join(choice.words.of(language) for choice in choices)
    raise CellRefused(_("“%(text)s” is not one of: %(codes)s.") % {"text": text[:60], "codes": words})


def _yes_no(cell: Cell, column: Column) -> bool:
    return cell if isinstance(cell, bool) else _code(_text(cell, column), YES_NO) == "yes"


def _day(cell: Cell, column: Column) -> date:
    if isinstance(cell, datetime):
        day = cell.date()
    elif isinstance(cell, date):
        day = cell
    else:
        found = _DAY.fullmatch(plain(str(cell)))
        try:
            day = date.fromisoformat(found.group(1) if found else "")
        except ValueError as error:
            shown = {"text": str(cell)[:40]}
            raise CellRefused(_("“%(text)s” is no date. Write it as 2024-12-31.") % shown) from error
    if not FIRST_DAY <= day <= LAST_DAY:
        raise CellRefused(_("The year %(year)d cannot be right.") % {"year": day.year})
    return day


def _number(cell: Cell, *, decimals: int = 2, has_thousands: bool = True) -> Decimal:
    """A number as a number, or as text in Dutch or English notation, when that can be read in one way only.

    ``decimals``: what lies beyond them is taken for the noise of a spreadsheet when it is next to nothing.
    """
    if isinstance(cell, bool | date):
        raise CellRefused(_("“%(text)s” is no number.") % {"text": cell})
    if isinstance(cell, int | float):
        if not abs(cell) < NO_NUMBER:
            raise CellRefused(_("This number is too large."))
        exact = Decimal(repr(cell))
        rounded = round(exact, decimals)
        return rounded if abs(exact - rounded) < Decimal("0.000001") else exact
    text = re.sub(r"[\s€]", "", plain(str(cell)))
    if "," in text and "." in text:
        thousands, point = (".", ",") if text.rfind(",") > text.rfind(".") else (",", ".")
        text = text.replace(thousands, "").replace(point, ".")
    elif text.count(",") > 1 or text.count(".") > 1:
        text = text.replace(",", "").replace(".", "")
    elif has_thousands and re.fullmatch(r"-?\d{1,3}[.,]\d{3}", text):
        shown = {"text": plain(str(cell))[:40]}
        raise CellRefused(_("“%(text)s” can be read in two ways. Write it without a dot for thousands.") % shown)
    text = text.replace(",", ".")
    if not re.fullmatch(r"-?\d+(\.\d+)?", text, re.ASCII):
        raise CellRefused(_("“%(text)s” is no number.") % {"text": plain(str(cell))[:40]})
    return Decimal(text)


def _amount(cell: Cell, column: Column) -> Decimal:
    amount = _number(cell)
    if amount < 0:
        raise CellRefused(_("An amount cannot be less than 0."))
    return _two_decimals(amount, Decimal("9999999999999999.99"))


def _percentage(cell: Cell, column: Column) -> Decimal:
    written = plain(cell).removesuffix("%") if isinstance(cell, str) else cell
    number = _number(written, decimals=PERCENTAGE_DECIMALS, has_thousands=False)
    if not 0 <= number <= 100:
        raise CellRefused(_("A percentage is from 0 to 100."))
    rounded = round(number, PERCENTAGE_DECIMALS)
    if rounded != number:
        raise CellRefused(_("At most %(most)d decimals are possible.") % {"most": PERCENTAGE_DECIMALS})
    return rounded


def _two_decimals(number: Decimal, most: Decimal) -> Decimal:
    try:
        rounded = number.quantize(Decimal("0.01"))
    except InvalidOperation as error:
        raise CellRefused(_("This number is too large.")) from error
    if rounded > most:
        raise CellRefused(_("This number is too large."))
    if rounded != number:
        raise CellRefused(_("At most two decimals are possible."))
    return rounded


def _whole(cell: Cell, column: Column) -> int:
    number = _number(cell)
    if number != number.to_integral_value() or not column.least <= number <= column.most:
        bounds = {"least": column.least, "most": column.most}
        raise CellRefused(_("Fill in a whole number from %(least)d to %(most)d.") % bounds)
    return int(number)


def _codes(cell: Cell, column: Column) -> tuple[str, ...]:
    given = {_code(word, column.choices) for word in _text(cell, column).replace(",", " ").replace(";", " ").split()}
    if "none" in given and len(given) > 1:
        raise CellRefused(_("“none” does not go together with something else."))
    return tuple(choice.code for choice in column.choices if choice.code in given)


def _several(cell: Cell, column: Column) -> tuple[str, ...] | None:
    """Some of the choices, by code or name (without what is in brackets, if one likes), in the order of the list."""
    given = {_code(name, column.choices) for name in _names(cell, column) or ()}
    return tuple(choice.code for choice in column.choices if choice.code in given) or None


def _names(cell: Cell, column: Column) -> tuple[str, ...] | None:
    text = _text(cell, column).replace("\n", ";")
    found = [plain(name) for row in csv.reader([text], delimiter=";", skipinitialspace=True) for name in row]
    return tuple(dict.fromkeys(name for name in found if name)) or None


def _cpv(cell: Cell, column: Column) -> tuple[str, ...]:
    text = f"{cell:08d}" if isinstance(cell, int) and not isinstance(cell, bool) else _text(cell, column)
    codes = text.replace(",", " ").replace(";", " ").split()
    for code in codes:
        if not is_cpv(code):
            raise CellRefused(_("“%(text)s” is no CPV code: those have 8 digits.") % {"text": code[:40]})
    return tuple(dict.fromkeys(codes))


def _kvk(cell: Cell, column: Column) -> str:
    text = f"{cell:08d}" if isinstance(cell, int) and not isinstance(cell, bool) else _text(cell, column)
    if not re.fullmatch(r"\d{8}", text, re.ASCII):
        raise CellRefused(_("A KvK number has 8 digits."))
    return text


def _country(cell: Cell, column: Column) -> str:
    code = alpha2(_text(cell, column))
    if code is None:
        raise CellRefused(_("“%(text)s” is no country code, such as NL.") % {"text": str(cell)[:40]})
    return code


def _currency(cell: Cell, column: Column) -> str:
    text = _text(cell, column).upper()
    if not re.fullmatch(r"[A-Z]{3}", text, re.ASCII):
        raise CellRefused(_("“%(text)s” is no currency code, such as EUR.") % {"text": text[:40]})
    return text


def _email(cell: Cell, column: Column) -> str:
    text = _text(cell, column).lower()
    if not _EMAIL.fullmatch(text):
        raise CellRefused(_("“%(text)s” is no e-mail address.") % {"text": text[:60]})
    return text


def _url(cell: Cell, column: Column) -> str:
    text = _text(cell, column)
    try:
        parts = urlsplit(text)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", text)
    except ValueError:
        is_good = False
    if not is_good:
        raise CellRefused(_("“%(text)s” is no address of a page; it starts with https://.") % {"text": text[:60]})
    return text


_READERS: dict[Kind, Callable[[Cell, Column], Fact]] = {
    Kind.TEXT: _text, Kind.CHOICE: _choice, Kind.YES_NO: _yes_no, Kind.DATE: _day, Kind.AMOUNT: _amount,
    Kind.PERCENTAGE: _percentage, Kind.WHOLE: _whole, Kind.CODES: _codes, Kind.SEVERAL: _several, Kind.NAMES: _names,
    Kind.CPV: _cpv, Kind.KVK: _kvk, Kind.COUNTRY: _country, Kind.CURRENCY: _currency, Kind.EMAIL: _email,
    Kind.URL: _url,
}  # fmt: skip
