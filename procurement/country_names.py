"""Which country a name means: as CLDR, ISO 3166 or a list abroad writes it. What is not sure means none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from babel import Locale

from procurement.countries import alpha2, codes

_ALSO: Mapping[str, str] = MappingProxyType(
    {
        "america": "US", "bahamas the": "BS", "bolivia plurinational state of": "BO", "brunei darussalam": "BN",
        "burma": "MM", "cabo verde": "CV", "cape verde": "CV", "congo drc": "CD",
        "congo the democratic republic of the": "CD", "cote d ivoire": "CI", "czech republic": "CZ",
        "democratic people s republic of korea": "KP", "democratic republic of congo": "CD",
        "democratic republic of the congo": "CD", "dr congo": "CD", "drc": "CD", "east timor": "TL", "england": "GB",
        "federated states of micronesia": "FM", "gambia the": "GM", "great britain": "GB", "holland": "NL",
        "hong kong": "HK", "iran islamic republic of": "IR", "islamic republic of iran": "IR", "ivory coast": "CI",
        "korea democratic people s republic of": "KP", "korea republic of": "KR", "kyrgyz republic": "KG",
        "lao pdr": "LA", "lao people s democratic republic": "LA", "macao": "MO", "macau": "MO", "macedonia": "MK",
        "moldova republic of": "MD", "myanmar": "MM", "palestine": "PS", "palestine state of": "PS",
        "republic of korea": "KR", "republic of moldova": "MD", "republic of the congo": "CG",
        "russian federation": "RU", "slovak republic": "SK", "south korea": "KR", "north korea": "KP",
        "swaziland": "SZ", "syrian arab republic": "SY", "taiwan province of china": "TW",
        "tanzania united republic of": "TZ", "the bahamas": "BS", "the gambia": "GM", "the netherlands": "NL",
        "timor leste": "TL", "turkey": "TR", "uae": "AE", "united republic of tanzania": "TZ",
        "united states of america": "US", "usa": "US", "venezuela bolivarian republic of": "VE", "viet nam": "VN",
        "west bank and the gaza strip": "PS", "west bank and gaza": "PS", "birma": "MM",
        "democratische republiek congo": "CD", "ivoorkust": "CI", "noord korea": "KP", "tsjechische republiek": "CZ",
        "turkije": "TR", "verenigde staten van amerika": "US", "vs": "US", "wit rusland": "BY", "zuid korea": "KR",
        "swasiland": "SZ", "tsjechie": "CZ", "groot brittannie": "GB",
    }
)  # fmt: skip
"""Names that CLDR does not give, as people and lists write them."""


def folded(text: str) -> str:
    """A name as it is compared: without accents, case and signs."""
    plain = unicodedata.normalize("NFKD", text)
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
    plain = " ".join(re.sub(r"[^\w]+", " ", letters.replace("&", " and ")).split())
    return re.sub(r"^saint ", "st ", plain)


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in ("en", "nl"):
        names = Locale.parse(language).territories
        found |= {folded(names[code]): code for code in codes()}
    return found | {name: code for name, code in _ALSO.items() if code in codes()}


def country_of(text: str) -> str | None:
    """The alpha-2 code of what was written: a code, or a name in Dutch or English; none where it is not sure.

    “Turkey (Türkiye)” is a country when both names mean the same one, “Congo, Democratic Republic of the” is read as
    it is said.
    """
    plain = text.strip()
    if re.fullmatch(r"[A-Za-z]{2,3}", plain):
        code = alpha2(plain)
        if code:
            return code
    known = _known()
    found = known.get(folded(plain))
    if found:
        return found
    outer, bracket, inner = plain.partition("(")
    if bracket:
        both = {country_of(outer), country_of(inner.rstrip(") "))}
        return both.pop() if len(both) == 1 else None
    first, comma, rest = plain.partition(",")
    return known.get(folded(f"{rest} {first}")) if comma else None


def split_countries(text: str) -> list[str]:
    """Names or codes as somebody types them: a line each, or with semicolons or commas between.

    A comma within a name stays, when the name is a country so.
    """
    parts: list[str] = []
    for piece in re.split(r"[;\n]", text):
        if country_of(piece):
            parts.append(piece)
        else:
            parts += piece.split(",")
    return [" ".join(part.split()) for part in parts if part.strip()]
