"""Every published notice has the outcome that docs/notice-outcomes.md lists."""

from pathlib import Path

from tests.procurement.outcomes import FOLDERS, listed, tables


def test_every_file_has_its_listed_outcome(real_data: Path) -> None:
    known = {(folder, _name(row)): row for folder, rows in listed().items() for row in rows}
    found = {(folder, _name(row)): row for folder, rows in tables(real_data) for row in rows}
    assert found
    assert {key: row for key, row in found.items() if known.get(key, row) != row} == {}


def test_the_list_has_every_folder_once() -> None:
    assert list(listed()) == list(FOLDERS)


def test_each_refusal_gives_a_reason() -> None:
    refused = [row for rows in listed().values() for row in rows if "refused" in row]
    assert refused
    assert all(len(row.split("refused: ")[1].split(" | ")[0]) > 10 for row in refused)


def _name(row: str) -> str:
    return row.split(" | ", maxsplit=1)[0]
