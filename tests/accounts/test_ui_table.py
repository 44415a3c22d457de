"""Labels on cells for a phone, and what a click on a column header asks for."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from accounts.templatetags.ui_table import labelled_cells, sort_state

TABLE = (
    '<thead><tr><th scope="col">Kenmerk</th><th scope="col" aria-sort="ascending"><a href="?">Waarde &amp; soort</a>'
    "</th></tr></thead>"
    '<tbody><tr data-tone="danger"><th scope="row">2026-1</th><td class="num">5</td></tr></tbody>'
)


def test_each_body_cell_carries_the_text_of_its_column() -> None:
    html = labelled_cells(TABLE)
    assert '<td role="cell" data-label="Waarde &amp; soort" class="num">5</td>' in html
    assert '<th role="rowheader" data-label="Kenmerk" scope="row">' in html


def test_the_roles_are_spelled_out_for_browsers_that_forget_them() -> None:
    html = labelled_cells(TABLE)
    assert html.count('role="row"') == 2
    assert html.count('role="rowgroup"') == 2
    assert html.count('role="columnheader"') == 2
    assert '<tr role="row" data-tone="danger">' in html


def test_the_columns_start_again_in_each_row() -> None:
    html = labelled_cells(
        "<thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr>"
    )
    assert html.count('data-label="A"') == 2
    assert html.count('data-label="B"') == 1


def test_a_cell_over_several_columns_has_no_label_and_shifts_the_next() -> None:
    html = labelled_cells(
        "<thead><tr><th>A</th><th>B</th><th>C</th></tr></thead><tr><td colspan=2>x</td><td>y</td></tr>"
    )
    assert '<td role="cell" colspan=2>x' in html
    assert '<td role="cell" data-label="C">y' in html


def test_a_label_that_the_page_gives_itself_stays() -> None:
    html = labelled_cells('<thead><tr><th>A</th></tr></thead><tr><td data-label="Anders">x</td></tr>')
    assert html.count("data-label") == 1


def test_quotes_in_a_header_do_not_end_the_attribute() -> None:
    html = labelled_cells("<thead><tr><th>De \"A\" en 'B'</th></tr></thead><tr><td>x</td></tr>")
    assert '<td role="cell" data-label="De &quot;A&quot; en &#x27;B&#x27;">' in html


def test_a_table_without_head_stays_as_it_is() -> None:
    assert labelled_cells("<tr><td>x</td></tr>") == "<tr><td>x</td></tr>"


@pytest.mark.parametrize(
    ("query", "direction", "asks"),
    [
        ("", "", "?sort=value"),
        ("sort=value", "ascending", "?sort=-value"),
        ("sort=-value", "descending", "?sort=value"),
        ("sort=title&page=4&q=laad", "", "?sort=value&q=laad"),
    ],
)
def test_a_click_on_a_header_turns_the_order_and_keeps_the_filters(query: str, direction: str, asks: str) -> None:
    state = sort_state(QueryDict(query), "value")
    assert (state.direction, state.query) == (direction, asks)
