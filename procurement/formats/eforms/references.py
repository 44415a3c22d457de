"""What a notice says of other notices: which came before it, and how it changes the contract of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from procurement.formats.eforms.elements import all_stated, find_all, first_stated, in_extension, in_language, text_at
from procurement.formats.notice import Award, Modification

# A notice refers to another by its publication (123456-2024), or by its own number with the version behind it.
_WITH_VERSION = re.compile(r"([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})-[0-9]{2}", re.ASCII)
_CHANGED = ("efac:ContractModification/efbc:ChangedNoticeIdentifier", "efac:Changes/efbc:ChangedNoticeIdentifier")


def earlier_of(root: Element) -> tuple[str, ...]:
    """Return the notices that this one follows or changes, each once, without their versions."""
    written = list(all_stated(root, ".//cac:NoticeDocumentReference/cbc:ID"))
    for path in _CHANGED:
        written += [text.strip() for element in in_extension(root, path) if (text := element.text)]
    return tuple(dict.fromkeys(_WITH_VERSION.sub(r"\1", number) for number in written if number))


def modifications_of(root: Element, language: str | None, awards: Sequence[Award]) -> tuple[Modification, ...]:
    """Return what is changed, and of which contract where the notice names one."""
    places = {award.key: place for place, award in enumerate(awards)}
    return tuple(
        _modification(element, language, places) for element in in_extension(root, "efac:ContractModification")
    )


def _modification(element: Element, language: str | None, places: dict[str, int]) -> Modification:
    changes = (
        in_language(find_all(each, "efbc:ChangeDescription"), language) for each in find_all(element, "efac:Change")
    )
    return Modification(
        award=places.get(first_stated(element, "efbc:ModifiedContractIdentifier") or ""),
        description="\n".join(text for text in changes if text) or None,
        reason_code=first_stated(element, "efac:ChangeReason/cbc:ReasonCode"),
        reason=text_at(element, "efac:ChangeReason/efbc:ReasonDescription", language),
    )
