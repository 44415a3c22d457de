"""Dutch is complete: every text that the code or a template marks has a translation."""

import re
import shutil
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.house.conftest import NOT_OURS, Tool

CATALOG = Path("locale/nl/LC_MESSAGES/django.po")


@pytest.fixture(scope="module")
def catalog(root: Path, tool: Tool, tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The Dutch catalogue after a fresh extraction, in a copy: nothing in the repository changes."""
    copy = tmp_path_factory.mktemp("translations") / "copy"
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns(*NOT_OURS, "tests", "docs", "vendor", "*.mo"))
    command = ["makemessages", "--locale", "nl", "--no-obsolete", "--no-wrap", "--verbosity", "0"]
    tool(sys.executable, "manage.py", *command, cwd=copy, variables={"DJANGO_SETTINGS_MODULE": "config.settings"})
    with (copy / CATALOG).open("rb") as file:
        return read_po(file, locale="nl")


def texts(message: Message) -> list[str]:
    """The translations of a message: one, or one for each plural form."""
    return [message.string] if isinstance(message.string, str) else list(message.string or [""])


def test_every_text_has_dutch(catalog: Catalog) -> None:
    # What is new in the code comes out of the extraction as a guess after a text that looks like it.
    missing = [message.id for message in catalog if message.id and (message.fuzzy or not all(texts(message)))]
    assert not missing


def test_texts_are_marked_by_names_that_the_extraction_knows(files: list[Path], root: Path) -> None:
    """It does not see through an alias such as ``_t``: the text would stay English without anybody knowing."""
    code = [path for path in files if path.suffix == ".py"]
    renamed = re.compile(r"import \w*gettext\w* as (?!_$)", re.MULTILINE)
    assert len(code) > 100
    assert not [path for path in code if renamed.search((root / path).read_text())]


def test_translations_keep_the_placeholders(root: Path, tool: Tool) -> None:
    tool("msgfmt", "--check-format", "--check-header", "--output-file", "/dev/null", str(root / CATALOG))
