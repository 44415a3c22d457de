"""Data files that ship with the product: a version, a source, and rows from which tables are filled."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Shipped:
    """A data file. ``is_derived``: a choice of this product ("afgeleid"), not a rule of the state."""

    name: str
    version: int
    source: str
    is_derived: bool
    rows: tuple[Mapping[str, Any], ...]


def read(path: Path) -> Shipped:
    """Read a data file of the product; ValueError names the file and what it lacks."""
    content = json.loads(path.read_text(encoding="utf-8"))
    try:
        version, source, is_derived, rows = (content[key] for key in ("version", "source", "derived", "rows"))
    except (KeyError, TypeError) as error:
        raise ValueError(f"{path.name} lacks {error}") from error
    if not isinstance(version, int) or not source or not isinstance(is_derived, bool) or not rows:
        raise ValueError(f"{path.name} has no version, source or rows")
    return Shipped(path.stem, version, source, is_derived, tuple(rows))
