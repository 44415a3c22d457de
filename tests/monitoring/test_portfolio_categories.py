"""Categories in a portfolio by every name that they have, old and new, also one with a semicolon in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from procurement.models import Tender
from tests.accounts.fixtures import Cast
from tests.monitoring.test_portfolio_files import export, problems, take_in, workbook

pytestmark = pytest.mark.usefixtures("shipped")

LONG = "connectiviteit (dataverbindingen; 4G- en 5G-dataverbindingen)"


def tender(path: Path, category: str) -> Path:
    rows = [["reference", "title", "nature", "publication_date", "category"]]
    return workbook(path, {"tenders": [*rows, ["T-1", "Netwerk", "services", "2024-01-01", category]]})


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (LONG, ["connectiviteit"]),
        (f"8 {LONG}", ["connectiviteit"]),
        (LONG.upper(), ["connectiviteit"]),
        (f"energie; {LONG}", ["connectiviteit", "energie"]),
        (f"{LONG}; Energie", ["connectiviteit", "energie"]),
        ("1 bedrijfskleding", ["bedrijfskleding"]),
        ("2 consumptieve dienstverlening; 8 connectiviteit", ["connectiviteit", "consumptieve dienstverlening"]),
        ("dataverbindingen", ["dataverbindingen"]),
    ],
)
def test_a_category_is_known_by_each_of_its_names(cast: Cast, tmp_path: Path, written: str, kept: list[str]) -> None:
    take_in(tender(tmp_path / "in.xlsx", written))

    found = Tender.objects.get().lots.exclude(category=None).values_list("category__name_nl", flat=True)
    assert sorted(found) == kept
    assert "1 unchanged" in take_in(tender(tmp_path / "again.xlsx", written))
    assert "1 unchanged" in take_in(export(tmp_path / "out.xlsx"))


@pytest.mark.parametrize("written", ["3 bedrijfskleding", "9 energie", f"{LONG}; kleding"])
def test_another_name_is_no_category(cast: Cast, tmp_path: Path, written: str) -> None:
    assert "is geen categorie uit de tabel" in problems(tender(tmp_path / "in.xlsx", written))
