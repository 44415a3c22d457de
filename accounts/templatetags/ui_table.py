"""Two small helpers of the table component: labels for cells on a phone, and the state of a sorted column."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.html import escape, strip_tags

HEADER = re.compile(r"<th\b[^>]*>(.*?)</th>", re.S)
CELL = re.compile(r"<(tr|td|th)\b([^>]*)>")
SPAN = re.compile(r'colspan="?(\d+)')
ROLES = {"tr": "row", "td": "cell", "th": "rowheader"}


def labelled_cells(html: str) -> str:
    """The rows of a table with, on each body cell, the text of its column header as `data-label`.

    The roles are spelled out too: a browser forgets them when CSS shows rows and cells as blocks.
    """
    head, mark, body = html.partition("</thead>")
    if not mark:
        return html
    labels = [" ".join(strip_tags(label).split()) for label in HEADER.findall(head)]
    column = 0

    def replaced(match: re.Match[str]) -> str:
        nonlocal column
        name, attrs = match.groups()
        if name == "tr":
            column = 0
            return f'<tr role="row"{attrs}>'
        label = labels[column] if column < len(labels) else ""
        span = SPAN.search(attrs)
        column += int(span.group(1)) if span else 1
        text = "" if "data-label" in attrs or span else f' data-label="{escape_once(label)}"'
        return f'<{name} role="{ROLES[name]}"{text}{attrs}>'

    head = head.replace("<tr>", '<tr role="row">').replace("<th ", '<th role="columnheader" ')
    head = head.replace("<th>", '<th role="columnheader">').replace("<thead", '<thead role="rowgroup"')
    body = CELL.sub(replaced, body).replace("<tbody", '<tbody role="rowgroup"')
    return head + mark + body


def escape_once(text: str) -> str:
    """Text that already went through a template (its entities stay) as the value of an attribute."""
    return text.replace('"', "&quot;") if "&" in text else escape(text)


@dataclass(frozen=True)
class SortState:
    """How the list is sorted by one column now, and the query string that a click on its header asks for."""

    direction: str
    query: str


def sort_state(parameters: QueryDict, field: str) -> SortState:
    """A click sorts ascending first, then descending; it keeps the filters and goes back to the first page."""
    current = parameters.get("sort", "")
    direction = "ascending" if current == field else "descending" if current == f"-{field}" else ""
    query = parameters.copy()
    query["sort"] = f"-{field}" if direction == "ascending" else field
    query.pop("page", None)
    return SortState(direction=direction, query=f"?{query.urlencode()}")
