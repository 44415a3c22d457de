"""The list of everything the product is made with, in the CycloneDX format, from the locks and what is installed."""

import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# How the free text and the classifiers of older packages name a licence that has an SPDX identifier.
SPELLINGS = {
    "bsd 3-clause or apache-2.0": "BSD-3-Clause OR Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "bsd 3-clause": "BSD-3-Clause",
    "bsd-3-clause license": "BSD-3-Clause",
    "gnu library or lesser general public license (lgpl)": "LGPL-3.0-or-later",
    "gnu lesser general public license v3 (lgplv3)": "LGPL-3.0-only",
    "lgpl with exceptions": "LGPL-3.0-or-later",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "python software foundation license": "PSF-2.0",
}

# Where the metadata say it in a way that no rule reads, after the licence files inside the package.
STATED = {
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    "pypdfium2": "Apache-2.0 AND BSD-3-Clause",
    "qrcode": "BSD-3-Clause AND MIT",
}


@dataclass(frozen=True)
class Component:
    """One library: its name, version, licence and kind (`pypi` or `npm`, as in package addresses)."""

    name: str
    version: str
    licence: str
    kind: str

    @property
    def address(self) -> str:
        """Its package address."""
        return f"pkg:{self.kind}/{self.name.replace('@', '%40')}@{self.version}"

    def as_json(self) -> dict[str, Any]:
        """The component as CycloneDX writes it."""
        return {
            "type": "library",
            "bom-ref": self.address,
            "name": self.name,
            "version": self.version,
            "purl": self.address,
            "licenses": [{"expression": self.licence}],
        }


def locked(lock: Path) -> Iterator[Requirement]:
    """The requirements of a lock that count on this machine."""
    for line in lock.read_text().splitlines():
        if line and not line.startswith((" ", "#")):
            requirement = Requirement(line.removesuffix("\\").strip())
            if requirement.marker is None or requirement.marker.evaluate():
                yield requirement


def python_components(lock: Path) -> Iterator[Component]:
    """The Python libraries of a lock, as they are installed."""
    for requirement in locked(lock):
        name, installed = canonicalize_name(requirement.name), distribution(requirement.name)
        yield Component(name, installed.version, STATED.get(name) or licence(installed.metadata.json), "pypi")


def licence(metadata: dict[str, Any]) -> str:
    """The licence of an installed library: its expression, else its classifiers, else its free text."""
    if expression := metadata.get("license_expression"):
        return str(expression)
    classifiers = [line.split(" :: ")[-1] for line in metadata.get("classifier", []) if line.startswith("License ::")]
    said = [name for name in classifiers if name != "OSI Approved"] or [str(metadata.get("license", "")).split("\n")[0]]
    return " AND ".join(sorted({SPELLINGS.get(name.strip().lower(), name.strip()) for name in said}))


def npm_components(lock: Path) -> Iterator[Component]:
    """The front-end packages of package-lock.json."""
    for path, package in json.loads(lock.read_text())["packages"].items():
        if path:
            name = path.split("node_modules/")[-1]
            yield Component(name, package["version"], package.get("license", ""), "npm")


def parts(licence_expression: str) -> set[str]:
    """The licences in an expression."""
    words = re.split(r"\s+(?:AND|OR|WITH)\s+|[()]", licence_expression)
    return {word.strip() for word in words} - {""}


def bill_of_materials(root: Path) -> dict[str, Any]:
    """The whole list, for the product and for its tests."""
    components = sorted(
        {*python_components(root / "requirements/development.lock"), *npm_components(root / "package-lock.json")},
        key=lambda component: component.address,
    )
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid4()}",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "gepast", "licenses": [{"expression": "EUPL-1.2"}]}},
        "components": [component.as_json() for component in components],
    }
