"""What may and may not stand in the repository."""

import ast
import re
from pathlib import Path

import pytest

PICTURES = {".png", ".jpg", ".ico", ".gz", ".pdf", ".docx", ".xlsx", ".odt", ".ods", ".zip"}
# Written in pieces, so that this file does not hold what it looks for.
REGISTRIES = re.compile(
    "|".join(
        [
            "pypi" + r"\.org",
            "python" + "hosted",
            "npm" + r"js\.",
            "yarn" + "pkg",
            "un" + "pkg",
            "js" + "delivr",
            "cdn" + "js",
        ]
    )
)
UNFINISHED = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "X" * 3, "HA" + "CK"]) + r")\b")
BARE = re.compile(r"#\s*(?:type:\s*" + r"ignore(?!\[)|no" + r"qa(?!:))")
LEFT_OUT = re.compile(r"(?:mark\." + r"skip|mark\." + r"xfail|pytest\." + r"xfail)")
LONGEST_FILE, LONGEST_FUNCTION = 400, 40


def text(path: Path) -> str:
    """The text of a file of ours."""
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def written(root: Path, files: list[Path]) -> dict[Path, str]:
    """The text of every file that is text."""
    return {path: text(root / path) for path in files if path.suffix not in PICTURES}


@pytest.fixture(scope="module")
def code(written: dict[Path, str]) -> dict[Path, str]:
    """The Python among them, without migrations."""
    return {path: words for path, words in written.items() if path.suffix == ".py" and "migrations" not in path.parts}


def matching(pattern: re.Pattern[str], written: dict[Path, str]) -> list[str]:
    """The places where the pattern occurs, as path:line."""
    return [
        f"{path}:{number}: {line.strip()}"
        for path, words in written.items()
        for number, line in enumerate(words.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_a_registry(written: dict[Path, str]) -> None:
    assert not matching(REGISTRIES, written)


def test_nothing_is_left_unfinished(written: dict[Path, str]) -> None:
    assert not matching(UNFINISHED, written)


def test_each_exception_to_a_check_says_which(code: dict[Path, str]) -> None:
    assert not matching(BARE, code)


def test_no_test_is_left_out(code: dict[Path, str]) -> None:
    """The one reason to leave a test out stands in tests/conftest.py: the real data folder is absent."""
    assert not matching(LEFT_OUT, code)


def test_no_third_party_file_is_committed(root: Path, files: list[Path]) -> None:
    foreign = [path for path in files if re.search(r"\.min\.(js|css)$|\.(woff2?|ttf|otf|whl|jar|exe|so)$", path.name)]
    large = [path for path in files if (root / path).stat().st_size > 1_000_000]
    assert not foreign
    assert not large


def test_files_stay_short(code: dict[Path, str]) -> None:
    assert {path: n for path, words in code.items() if (n := len(words.splitlines())) > LONGEST_FILE} == {}


def test_functions_stay_short(code: dict[Path, str]) -> None:
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path, words in code.items()
        for node in ast.walk(ast.parse(words))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.body[0].lineno + 1 > LONGEST_FUNCTION
    ]
    assert not long


def test_templates_hold_no_script_and_no_style(written: dict[Path, str]) -> None:
    """The Content-Security-Policy of pages refuses both; mail programs know no other way than style attributes.

    A document that is downloaded is no page: it is read where our style sheets are not.
    """
    pages = {path: words for path, words in written.items() if path.suffix == ".html" and path.parts[0] == "templates"}
    inline = re.compile(r"<script(?![^>]*\bsrc=)|\bon(?:click|change|submit|load|input)=|\bhx-on|\sstyle=\"|<style")
    downloaded = Path("templates/procurement/criteria_document.html")
    assert not matching(
        inline, {path: words for path, words in pages.items() if "mail" not in path.parts and path != downloaded}
    )
