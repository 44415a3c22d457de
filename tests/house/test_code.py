"""Lint, format, types, templates and the direction of imports."""

from tests.house.conftest import Tool


def test_lint_finds_nothing(tool: Tool) -> None:
    tool("ruff", "check", ".")


def test_format_changes_nothing(tool: Tool) -> None:
    tool("ruff", "format", "--check", ".")


def test_types_are_strict_and_right(tool: Tool) -> None:
    tool("mypy")


def test_imports_run_one_way(tool: Tool) -> None:
    tool("lint-imports", "--no-cache")


def test_templates_are_well_formed(tool: Tool) -> None:
    tool("djlint", "templates", "--lint", "--quiet")
