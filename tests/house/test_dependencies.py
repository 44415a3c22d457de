"""What the product is made with: pinned by hash, each with a reason, each under a licence we may use."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house import bill_of_materials as bill

LOCKS = ["runtime", "production", "development", "node"]
FREE = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "EUPL-1.2", "ISC", "LGPL-2.1-or-later",
    "LGPL-3.0-or-later", "MIT", "MIT-0", "MIT-CMU", "MPL-1.1", "MPL-2.0", "OFL-1.1", "PSF-2.0", "GPL-2.0-or-later",
    "CNRI-Python",
}  # fmt: skip
# A tool that is run beside the product and is not part of it.
ONLY_FOR_DEVELOPMENT = {"djlint": "GPL-3.0-or-later"}


def read(root: Path, lock: str) -> str:
    """The text of a lock."""
    return (root / "requirements" / f"{lock}.lock").read_text()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_library_is_pinned_with_hashes(root: Path, lock: str) -> None:
    entries = re.split(r"\n(?=\S)", read(root, lock).strip())
    assert entries
    assert [
        entry for entry in entries if not re.match(r"[\w.-]+==[\w.]+( ; [^\\]+)? \\\n    --hash=sha256:", entry)
    ] == []


def test_no_lock_holds_an_address(root: Path) -> None:
    locks = {f"requirements/{lock}.lock": read(root, lock) for lock in LOCKS}
    locks["package-lock.json"] = (root / "package-lock.json").read_text()
    assert [
        name for name, words in locks.items() if re.search(r"--index-url|--find-links| @ |file:|\"resolved\"", words)
    ] == []


def test_development_and_production_hold_the_runtime_as_it_is(root: Path) -> None:
    runtime = {str(requirement) for requirement in bill.locked(root / "requirements/runtime.lock")}
    assert runtime <= {str(requirement) for requirement in bill.locked(root / "requirements/development.lock")}
    assert runtime <= {str(requirement) for requirement in bill.locked(root / "requirements/production.lock")}


def test_what_the_project_asks_for_is_locked(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text())
    asked = [Requirement(line) for line in project["project"]["dependencies"]]
    locked = {canonicalize_name(line.name): line for line in bill.locked(root / "requirements/runtime.lock")}
    for requirement in asked:
        version = next(iter(locked[canonicalize_name(requirement.name)].specifier)).version
        assert requirement.specifier.contains(version), requirement


def test_every_dependency_has_its_reason(root: Path) -> None:
    lines = (root / "pyproject.toml").read_text().split("[tool.ruff]")[0].splitlines()
    named = [line for line in lines if re.match(r'  "[A-Za-z]', line)]
    assert named
    assert [line for line in named if not re.search(r'",\s+# \S', line)] == []


def test_pdfs_are_made_with_a_safe_weasyprint(root: Path) -> None:
    versions = {line.name: str(line.specifier) for line in bill.locked(root / "requirements/runtime.lock")}
    assert int(versions["weasyprint"].removeprefix("==").split(".")[0]) >= 70


def test_every_licence_is_one_we_may_use(root: Path) -> None:
    python = set(bill.python_components(root / "requirements/development.lock"))
    components = python | set(bill.npm_components(root / "package-lock.json"))
    doubtful = {
        component.name: component.licence
        for component in components
        if not bill.parts(component.licence) or bill.parts(component.licence) - FREE
    }
    assert doubtful == ONLY_FOR_DEVELOPMENT


def test_what_only_development_may_use_is_not_in_the_product(root: Path) -> None:
    runtime = {canonicalize_name(line.name) for line in bill.locked(root / "requirements/runtime.lock")}
    assert not runtime & set(ONLY_FOR_DEVELOPMENT)


def test_the_bill_of_materials_lists_everything(root: Path) -> None:
    """It is also left in build/, for whoever wants to read or publish it."""
    listed = bill.bill_of_materials(root)
    folder = root / "build"
    folder.mkdir(exist_ok=True)
    (folder / "sbom.cdx.json").write_text(json.dumps(listed, indent=1))
    names = {component["name"] for component in listed["components"]}
    assert {"django", "weasyprint", "htmx.org"} <= names
    assert len({component["bom-ref"] for component in listed["components"]}) == len(listed["components"])
    assert all(component["version"] and component["licenses"] for component in listed["components"])
