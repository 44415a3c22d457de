"""The risk scan as a table: a row per product, country and signal, and one where nothing was found."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from procurement.formats.sheets import Cell
from procurement.scan_board import Board, JudgedRow
from procurement.scan_matching import Place
from procurement.scan_wording import STATES_SHORT, looked_in
from procurement.signal_wording import view_of


def header() -> list[str]:
    return [
        _("Product"), _("Main product"), _("Country"), _("Outcome"), _("Where was looked"), _("Risk theme"),
        _("What it says"), _("Product or good"), _("Source"), _("Date of the source"), _("Address of the source"),
        _("Severity (1–5)"), _("Likelihood (1–5)"), _("Priority"), _("Reason"),
    ]  # fmt: skip


def rows(board: Board) -> Iterator[list[Cell]]:
    """What the page shows, with the judgement beside each signal; judgements without a signal come last."""
    judged = {row.code: row for row in board.judged}
    shown: set[str] = set()
    for place in board.found.places:
        for signal in place.signals:
            view = view_of(signal)
            code = signal.theme.code if signal.theme else ""
            shown.add(code)
            told: list[Cell] = [view.theme, view.says, view.good, view.source, view.dated_on, view.source_url]
            yield [*_place(board, place), *told, *_judged(judged.get(code))]
        if not place.signals:
            yield [*_place(board, place), *[""] * 6, *_judged(None)]
    for code, row in judged.items():
        if code not in shown:
            yield ["", "", "", "", "", row.theme, *[""] * 5, *_judged(row)]


def _place(board: Board, place: Place) -> list[Cell]:
    main = _("yes") if place.product.is_main else _("no")
    country = next(row.name for row in board.countries if row.code == place.country)
    return [place.product.name, main, country, str(STATES_SHORT[place.state]), looked_in(place)]


def _judged(row: JudgedRow | None) -> list[Cell]:
    return [row.severity, row.likelihood, row.priority, row.row.reason] if row else [None, None, "", ""]
