"""Data files that ship with the product."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from accounts.actions.shipped import Tally
from accounts.formats.shipped import read

COMPLETE: dict[str, Any] = {"version": 2, "source": "Onze keuze (afgeleid)", "derived": True, "rows": [{"code": "a"}]}


def write(folder: Path, content: object) -> Path:
    file = folder / "themes.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def test_a_data_file_says_its_version_and_source(tmp_path: Path) -> None:
    shipped = read(write(tmp_path, COMPLETE))
    assert (shipped.name, shipped.version, shipped.source) == ("themes", 2, "Onze keuze (afgeleid)")
    assert shipped.is_derived
    assert shipped.rows == ({"code": "a"},)


@pytest.mark.parametrize("key", ["version", "source", "derived", "rows"])
def test_a_data_file_that_lacks_something_is_refused_by_name(tmp_path: Path, key: str) -> None:
    without = {name: value for name, value in COMPLETE.items() if name != key}
    with pytest.raises(ValueError, match=r"themes\.json lacks"):
        read(write(tmp_path, without))


@pytest.mark.parametrize("wrong", [{"version": "2"}, {"source": ""}, {"derived": "yes"}, {"rows": []}])
def test_a_data_file_with_an_empty_or_wrong_value_is_refused(tmp_path: Path, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"themes\.json has no"):
        read(write(tmp_path, COMPLETE | wrong))


def test_counts_add_up() -> None:
    assert Tally("theme", 1, 2, 3, 4) + Tally("other", 1, 1, 1, 1) == Tally("theme", 2, 3, 4, 5)
