"""Countries by their ISO 3166 code, with the names that CLDR gives them in Dutch and English.

Notices write three letters (NLD), people and spreadsheets two (NL). Both come from Babel, which carries CLDR: its table
of territory aliases holds every alpha-3 code of ISO 3166. So no list of our own has to be kept, nor a second library.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from babel import Locale
from babel.core import get_global

_NOT_IN_ISO = {"XKX": "XK", "1A0": "XK"}
"""Kosovo has no code in ISO 3166: XK is what CLDR and the EU use, with these two for three positions."""

_IN_EU_USE = {"EL": "GR", "UK": "GB"}
"""What the EU writes for Greece and the United Kingdom."""


_WITHDRAWN = frozenset({"BUR", "DDR", "FXX", "TMP", "YMD", "ZAR", "XKK", "1A0"})
"""Alpha-3 codes that still mean a country, but that nobody writes any more; one notation of Kosovo is enough."""

_NO_COUNTRIES = frozenset({"AC", "CP", "DG", "TA", "EU", "XA", "XB", "ZZ"})
"""Names in CLDR of what ISO 3166 calls no country: parts of one, the European Union, codes for private use."""


@lru_cache(maxsize=1)
def _alpha3() -> dict[str, str]:
    """Alpha-3 → alpha-2. Withdrawn codes that now stand for several countries are left out."""
    found = {
        alias: targets[0]
        for alias, targets in get_global("territory_aliases").items()
        if len(alias) == 3 and alias.isalpha() and len(targets) == 1
    }
    return found | _NOT_IN_ISO


@lru_cache(maxsize=1)
def codes() -> frozenset[str]:
    """The alpha-2 codes of all countries."""
    names = Locale.parse("en").territories
    return frozenset(code for code in _alpha3().values() if code in names) - _NO_COUNTRIES


def alpha2(code: str) -> str | None:
    """The alpha-2 code for a code of two or three letters, as written by people, notices or the EU; none if unknown."""
    code = code.strip().upper()
    code = _alpha3().get(code) or _IN_EU_USE.get(code) or code
    return code if code in codes() else None


@lru_cache(maxsize=1)
def _by_alpha2() -> dict[str, str]:
    """Alpha-2 → alpha-3, without the codes of states that are no more."""
    return {two: three for three, two in _alpha3().items() if three not in _WITHDRAWN and two in codes()}


def alpha3(code: str) -> str | None:
    """The alpha-3 code, as notices write it, for a code of two or three letters; none if unknown."""
    known = alpha2(code)
    return _by_alpha2().get(known) if known else None


def name(code: str, language: str) -> str:
    """The country's name in this language ("nl", "en"); the code itself where it is no country."""
    known = alpha2(code)
    return Locale.parse(language[:2]).territories[known] if known else code


@lru_cache(maxsize=4)
def choices(language: str) -> tuple[tuple[str, str], ...]:
    """(code, name) of every country, sorted by name as a reader of that language looks for it."""
    names = Locale.parse(language[:2]).territories
    return tuple(sorted(((code, names[code]) for code in codes()), key=lambda country: _sort_key(country[1])))


def _sort_key(text: str) -> str:
    """Without accents and case: Åland with the A, Ierland with the I."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
