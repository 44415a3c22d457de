"""What a column of a table file is: its names, what its cells hold, and the choices. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a cell of a column holds."""

    TEXT = "text"
    CHOICE = "choice"
    YES_NO = "yes_no"
    DATE = "date"
    AMOUNT = "amount"
    PERCENTAGE = "percentage"
    WHOLE = "whole"
    CODES = "codes"
    SEVERAL = "several"
    NAMES = "names"
    CPV = "cpv"
    KVK = "kvk"
    COUNTRY = "country"
    CURRENCY = "currency"
    EMAIL = "email"
    URL = "url"


@dataclass(frozen=True)
class Words:
    """The same in Dutch and English."""

    nl: str
    en: str

    def of(self, language: str) -> str:
        return self.en if language.startswith("en") else self.nl


@dataclass(frozen=True)
class Choice:
    """One of the values of a column: its code, and the words that a cell may hold as well."""

    code: str
    words: Words


@dataclass(frozen=True)
class Column:
    """One column. ``least`` and ``most`` bound a whole number, ``longest`` a text.

    ``suggestions`` are words that the template offers where others are right as well.
    """

    name: str
    label: Words
    help: Words
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: tuple[Choice, ...] = ()
    longest: int = 32_767
    least: int = 0
    most: int = 32_767
    suggestions: tuple[Words, ...] = ()

    def offers(self, language: str) -> list[str]:
        """What the template offers for a cell, in this language."""
        choices = YES_NO if self.kind is Kind.YES_NO else self.choices
        return [words.of(language) for words in (*(choice.words for choice in choices), *self.suggestions)]


@dataclass(frozen=True)
class Sheet:
    """One sheet. ``key``: the columns by which a row is found again."""

    name: str
    label: Words
    help: Words
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


IGNORED_SHEETS = ("history", "geschiedenis", "errors", "fouten", "explanation", "uitleg", "choices", "keuzes")
"""Sheets that the product itself adds and that say nothing to an import."""

ERROR_COLUMN = Words("fouten", "errors")
"""The column in which a file is given back with what is wrong in each row; ignored when it comes in again."""

YES_NO = (Choice("yes", Words("ja", "yes")), Choice("no", Words("nee", "no")))


def is_error_head(text: str) -> bool:
    """Whether a heading is the column of errors, or what was wrong with the headings, which stands beside it."""
    return text.strip().casefold().partition(":")[0] in (ERROR_COLUMN.nl, ERROR_COLUMN.en)


def choices(*given: tuple[str, str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(code, Words(nl, en)) for code, nl, en in given)
