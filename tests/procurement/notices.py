"""Our own sample notices, and small changes to them, for the tests of the formats."""

from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import Element, tostring

from defusedxml.ElementTree import fromstring

from procurement.formats.eforms.elements import PREFIXES

SAMPLES = Path(__file__).resolve().parents[2] / "procurement" / "samples"
CALL = "bedrijfskleding-aankondiging.xml"
AWARD = "bedrijfskleding-gunning.xml"
OLDER_AWARD = "catering-gunning-2023.xml"
MODIFICATION = "catering-wijziging-2024.xml"
TED_CALL = "natuursteen-aankondiging-2021.xml"
TED_AWARD = "natuursteen-gunning-2021.xml"
OCDS = "schoonmaak-ocds-2026.json"
TENDERNED = "spelmaterialen-tenderned-2026.json"
ALL = (CALL, AWARD, OLDER_AWARD, MODIFICATION, TED_CALL, TED_AWARD)


def sample(name: str = CALL) -> bytes:
    """Return the bytes of one of the samples that ship with the product."""
    return (SAMPLES / name).read_bytes()


def changed(old: str, new: str, *, name: str = CALL, count: int = -1) -> bytes:
    """Return a sample with the text `old` replaced; fails when `old` is not in it."""
    text = sample(name).decode()
    assert old in text, f"{old!r} is not in {name}"
    return text.replace(old, new, count).encode()


def edited(edit: Callable[[Element], None], *, name: str = CALL) -> bytes:
    """Return a sample after `edit` changed its tree."""
    root = fromstring(sample(name))
    edit(root)
    written: bytes = tostring(root, encoding="utf-8")
    return written


def element(parent: Element, path: str) -> Element:
    """Return the first element at `path`, which must be there."""
    found = parent.find(path, PREFIXES)
    assert found is not None, path
    return found


def remove(parent: Element, path: str) -> None:
    """Take the first element at `path` out of the tree."""
    holder, _, last = path.rpartition("/")
    inside = element(parent, holder) if holder else parent
    inside.remove(element(inside, last))


def fragment(xml: str) -> Element:
    """Return an element written with the usual prefixes, such as "<cbc:ID>1</cbc:ID>"."""
    declared = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in PREFIXES.items())
    root: Element = fromstring(f"<r {declared}>{xml}</r>")
    return root[0]
