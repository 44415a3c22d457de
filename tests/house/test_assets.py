"""The build of the style sheets: only what is used, and nothing from elsewhere."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

import assets

ROOT = Path(assets.__file__).resolve().parent


def test_unused_variants_go_and_used_ones_stay() -> None:
    css = ".a{color:red}.a--hover,.a:hover{color:blue}.a--sticky{top:0}@media print{.a--focus{x:y}}"
    assert assets.used_rules(css) == ".a{color:red}.a:hover{color:blue}"


def test_a_comma_inside_brackets_separates_no_selectors() -> None:
    css = ".a:hover:not(:disabled, [aria-disabled]){x:y}"
    assert assets.used_rules(css) == css


def test_only_tokens_that_are_referred_to_are_served() -> None:
    tokens = assets.used_tokens("a{color:var(--utrecht-alert-icon-size)}")
    assert "--utrecht-alert-icon-size:" in tokens
    assert "--utrecht-table" not in tokens


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A build of its own, so that no other test sees it come and go."""
    assets.build(tmp_path)
    return tmp_path


def test_the_build_is_small_repeatable_and_complete(built: Path) -> None:
    first = (built / "gepast.css").read_bytes()
    assets.build(built)
    assert (built / "gepast.css").read_bytes() == first
    assert len(gzip.compress(first)) < 24_000
    for name in ("pdf.css", "htmx.min.js", "fonts/source-sans-3-latin-wght-normal.woff2"):
        assert (built / name).stat().st_size > 1000


def test_what_the_sheets_point_at_is_there(built: Path) -> None:
    for sheet in ("gepast.css", "pdf.css"):
        for target in re.findall(r"url\(\"?([^)\"]+)", (built / sheet).read_text()):
            folder = assets.TARGET if target.startswith("../") else built
            assert (folder / target).resolve().is_file(), target


def test_every_colour_of_a_component_that_is_used_is_defined(built: Path) -> None:
    css = (built / "gepast.css").read_text()
    ours = "".join((ROOT / "static" / "css" / f"{name}.css").read_text() for name in assets.PAGE_SHEETS)
    defined = set(re.findall(r"(--[\w-]+)\s*:", css))
    assert set(re.findall(r"var\((--[\w-]+)\)", ours)) <= defined


def test_the_lock_names_no_registry() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    assert not any("resolved" in package for package in lock["packages"].values())
    assert all(package.get("integrity") for name, package in lock["packages"].items() if name)
