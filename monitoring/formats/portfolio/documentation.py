"""The columns of a portfolio as a page of documentation (docs/portfolio-format.md)."""

from __future__ import annotations

from collections.abc import Sequence

from procurement.formats.tables.columns import Column, Kind, Sheet

INTRODUCTION = """# The portfolio format

Written from the definition of the columns (`monitoring/formats/portfolio/columns.py`); a test compares. Write it
anew with `python3 run.py manage portfolio_format > docs/portfolio-format.md`.

A workbook with these sheets, or a folder with CSV files of these names (`tenders.csv` …; UTF-8 or Windows-1252; comma,
semicolon or tab). The first filled row holds the names of the columns, or their Dutch or English labels; order is free;
`*` is required. A sheet may be absent; so may a column that is not required, and what it holds then stays as it is. An
empty cell is "unknown". Dates are Excel dates or text like 2024-12-31. Yes/no is yes, no, ja or nee. An unknown sheet
or column, a formula and a merged cell are errors. The sheets `history`, `errors` and `fouten`, and columns of the
last two names, are passed over.

A row is found again by its key: the record is then changed, and a row that equals what is recorded is left alone. All
rows are taken in or none. What was handled in Gepast itself (a document that was handed in, a finding that was
followed) keeps its course; an import says so at the row.
"""


def page(sheets: Sequence[Sheet]) -> str:
    """The whole page, as Markdown."""
    return "\n".join([INTRODUCTION, *(_sheet(sheet) for sheet in sheets)])


def _sheet(sheet: Sheet) -> str:
    key = " + ".join(f"`{name}`" for name in sheet.key)
    lines = [
        f"## {sheet.name}", "", f"Dutch name: {sheet.label.nl}. {sheet.help.en} Key: {key}.", "",
        "| column | Dutch label | holds |", "|---|---|---|",
    ]  # fmt: skip
    return "\n".join([*lines, *(_row(column) for column in sheet.columns), ""])


def _row(column: Column) -> str:
    name = f"`{column.name}`" + (" *" if column.required else "")
    return f"| {name} | {column.label.nl} | {_holds(column)} |"


def _holds(column: Column) -> str:
    what = _KINDS.get(column.kind, "")
    if column.kind is Kind.WHOLE:
        what = f"whole number, {column.least} to {column.most}"
    if column.choices:
        what = "one of " if column.kind is Kind.CHOICE else "any of "
        what += ", ".join(f"`{choice.code}` ({choice.words.nl})" for choice in column.choices)
    return f"{what}. {column.help.en}"


_KINDS = {
    Kind.TEXT: "text",
    Kind.YES_NO: "yes or no",
    Kind.DATE: "date",
    Kind.AMOUNT: "amount, two decimals",
    Kind.PERCENTAGE: "percentage, four decimals",
    Kind.NAMES: "names with semicolons between",
    Kind.CPV: "CPV codes",
    Kind.KVK: "KvK number",
    Kind.COUNTRY: "country code",
    Kind.CURRENCY: "currency code",
    Kind.EMAIL: "e-mail address",
    Kind.URL: "address of a page",
}
