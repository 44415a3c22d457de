"""The organisations of a release, and which of them buy."""

from __future__ import annotations

import re
from collections.abc import Iterator

from procurement.formats.fields import Json, part, parts, text, texts, trimmed
from procurement.formats.notice import Buyer, Winner

_COUNTRY_CODE = re.compile(r"[A-Z]{2,3}", re.ASCII)


class Parties:
    """Looks up the organisations of one release by the id that refers to them."""

    def __init__(self, release: Json) -> None:
        self._release = release
        self._all = parts(release, "parties")
        self._by_id: dict[str, Json] = {}
        for party in self._all:
            if number := trimmed(party, "id"):
                self._by_id.setdefault(number, party)

    def buyers(self) -> tuple[Buyer, ...]:
        """Return who buys, each once: the buyer, the parties in that role, else who runs the procedure."""
        named = [part(self._release, "buyer"), *(party for party in self._all if "buyer" in texts(party, "roles"))]
        found = tuple(dict.fromkeys(self._buyers(named)))
        return found or tuple(self._buyers([part(part(self._release, "tender"), "procuringEntity")]))

    def winners(self, suppliers: list[Json]) -> tuple[Winner, ...]:
        """Return the suppliers of an award, each once."""
        return tuple(dict.fromkeys(Winner(*facts) for supplier in suppliers if (facts := self._facts(supplier))))

    def _buyers(self, references: list[Json]) -> Iterator[Buyer]:
        for reference in references:
            if facts := self._facts(reference):
                yield Buyer(*facts)

    def _facts(self, reference: Json) -> tuple[str | None, str | None, str | None, str | None, str | None, None] | None:
        """Name, id, country, scheme, city, NUTS; None where nobody is named.

        Since 1.1 a reference holds an id and a name, and the rest stands among the parties; before that
        the reference held all.
        """
        number = trimmed(reference, "id")
        party = self._by_id.get(number or "", {})
        identifier = part(party, "identifier") or part(reference, "identifier")
        address = part(party, "address") or part(reference, "address")
        name = text(reference, "name") or text(party, "name") or text(identifier, "legalName")
        number = number or trimmed(identifier, "id")
        if name is None and number is None:
            return None
        return (
            name.strip() if name else None,
            number,
            _country(address),
            trimmed(identifier, "scheme"),
            trimmed(address, "locality"),
            None,
        )


def _country(address: Json) -> str | None:
    """Return the country where it is a code; its name is in whatever language the publisher writes."""
    for key in ("country", "countryCode", "countryName"):
        written = trimmed(address, key)
        if written and _COUNTRY_CODE.fullmatch(written):
            return written
    return None
