"""The currency of contracts in a portfolio: kept from one organisation to the other, and silent where all is euro."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from accounts.models import AuditEvent
from suppliers.models import Contract
from tests.accounts.fixtures import Cast
from tests.monitoring.test_portfolio_files import WHOLE, Sheets, export, problems, take_in, workbook

pytestmark = pytest.mark.usefixtures("shipped")

HEAD, FIRST, SECOND = WHOLE["contracts"]


def in_dollars(*values: Any) -> Sheets:
    """The whole portfolio with a column of currencies, one cell for each of its two contracts."""
    rows = [[*row, value] for row, value in zip((HEAD, FIRST, SECOND), ("currency", *values), strict=True)]
    return {**WHOLE, "contracts": rows}


def contract(reference: str, organisation: str = "ministerie") -> Contract:
    return Contract.objects.get(organisation__slug=organisation, reference=reference)


def header(path: Path) -> Sequence[Any]:
    return [cell.value for cell in openpyxl.load_workbook(path)["contracts"][1]]


def test_a_contract_in_dollars_stays_so_in_another_organisation(cast: Cast, tmp_path: Path) -> None:
    take_in(workbook(tmp_path / "in.xlsx", in_dollars("usd", None)))
    Contract.objects.update(contract_manager=None)
    sent = export(tmp_path / "out.xlsx")

    take_in(sent, organisation="gemeente")
    told = take_in(sent)

    kept = contract("C-1", "gemeente")
    assert (kept.value, kept.currency, contract("C-2", "gemeente").currency) == (Decimal(1000), "USD", "EUR")
    assert "contracts\t0 created, 0 changed, 2 unchanged" in told
    assert export(tmp_path / "theirs.xlsx", "gemeente").exists()
    assert "currency" in header(tmp_path / "theirs.xlsx")


def test_csv_carries_the_currency_too(cast: Cast, tmp_path: Path) -> None:
    take_in(workbook(tmp_path / "in.xlsx", in_dollars("USD", "")))
    Contract.objects.update(contract_manager=None)

    take_in(export(tmp_path / "out"), organisation="gemeente")

    assert contract("C-1", "gemeente").currency == "USD"


@pytest.mark.parametrize("currencies", [(None, None), ("EUR", "")])
def test_where_all_is_in_euro_the_export_has_no_such_column(
    cast: Cast, tmp_path: Path, currencies: tuple[Any, Any]
) -> None:
    take_in(workbook(tmp_path / "in.xlsx", in_dollars(*currencies)))

    assert header(export(tmp_path / "out.xlsx")) == HEAD
    with (export(tmp_path / "out") / "contracts.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert next(csv.reader(stream)) == HEAD


@pytest.mark.parametrize("sheets", [WHOLE, in_dollars(None, None)])
def test_no_column_and_no_cell_leave_the_currency_as_it_is(cast: Cast, tmp_path: Path, sheets: Sheets) -> None:
    take_in(workbook(tmp_path / "in.xlsx", in_dollars("USD", "EUR")))

    told = take_in(workbook(tmp_path / "again.xlsx", sheets))

    assert "contracts\t0 created, 0 changed, 2 unchanged" in told
    assert contract("C-1").currency == "USD"


def test_another_currency_is_a_change_with_its_event(cast: Cast, tmp_path: Path) -> None:
    take_in(workbook(tmp_path / "in.xlsx", in_dollars("USD", None)))

    told = take_in(workbook(tmp_path / "again.xlsx", in_dollars("EUR", None)))

    assert "contracts\t0 created, 1 changed, 1 unchanged" in told
    event = AuditEvent.objects.get(action="contract.changed")
    assert (event.before, event.after) == ({"currency": "USD"}, {"currency": "EUR"})
    assert AuditEvent.objects.filter(action="contract.taken_in", after__currency="USD").count() == 1


def test_what_is_no_currency_is_told(cast: Cast, tmp_path: Path) -> None:
    told = problems(workbook(tmp_path / "in.xlsx", in_dollars("dollar", None)))

    assert "kolom currency: “DOLLAR” is geen valutacode" in told
