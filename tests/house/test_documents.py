"""What the documents tell a reader to type exists."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.utils import translation

from accounts.roles import ROLES
from monitoring.management.commands import workflows

OUR_APPS = {"accounts", "documents", "procurement", "suppliers", "dialogues", "monitoring"}
COMMAND = re.compile(r"(?:run\.py manage|manage\.py) ([a-z_]+)")
SETTING = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


@pytest.fixture(scope="module")
def pages(root: Path, files: list[Path]) -> dict[Path, str]:
    """The text of every page of documentation."""
    return {path: (root / path).read_text() for path in files if path.suffix == ".md"}


def test_every_command_that_is_named_exists(pages: dict[Path, str]) -> None:
    named = {(str(path), command) for path, words in pages.items() for command in COMMAND.findall(words)}
    assert named
    assert {(path, command) for path, command in named if command not in get_commands()} == set()


def test_every_command_of_ours_is_explained(pages: dict[Path, str]) -> None:
    ours = {command for command, app in get_commands().items() if app in OUR_APPS}
    assert {command for command in ours if not any(command in words for words in pages.values())} == set()


def test_every_link_between_documents_leads_somewhere(root: Path, pages: dict[Path, str]) -> None:
    broken = [
        f"{path}: {target}"
        for path, words in pages.items()
        for target in LINK.findall(words)
        if not (root / path.parent / target).exists()
    ]
    assert not broken


def test_state_diagrams_are_those_of_the_tables(root: Path) -> None:
    assert (root / "docs/states.md").read_text() == workflows.page()


def test_readme_names_the_settings_there_are(pages: dict[Path, str]) -> None:
    named = [SETTING.findall(pages[Path(page)]) for page in ("README.md", "docs/settings.md")]
    assert named[0] == named[1]


def test_every_role_has_its_page_in_the_guide(root: Path) -> None:
    guide = (root / "docs/user-guide/README.md").read_text().lower()
    with translation.override("nl"):
        assert [str(name) for name in ROLES.values() if str(name).lower() not in guide] == []
