"""Who buys and who won, as the TED forms give their addresses."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from procurement.formats.notice import Buyer, Winner
from procurement.formats.ted.codes import ACTIVITIES, LEGAL_TYPES
from procurement.formats.ted.elements import country_at, text_at, value_at


def buyers_of(form: Element) -> tuple[Buyer, ...]:
    """Return the buyers in the order of the form; who gives information or hears appeals is none of them."""
    legal_type = LEGAL_TYPES.get(value_at(form, "CONTRACTING_BODY/CA_TYPE") or "")
    activity = value_at(form, "CONTRACTING_BODY/CA_ACTIVITY") or value_at(form, "CONTRACTING_BODY/CE_ACTIVITY")
    addresses = [
        *form.findall("CONTRACTING_BODY/ADDRESS_CONTRACTING_BODY"),
        *form.findall("CONTRACTING_BODY/ADDRESS_CONTRACTING_BODY_ADDITIONAL"),
    ]
    return tuple(
        Buyer(
            name=party.name,
            id=party.id,
            country=party.country,
            city=party.city,
            nuts=party.nuts,
            legal_type=legal_type,
            activity=ACTIVITIES.get(activity or ""),
        )
        for party in map(winner_at, addresses)
    )


def winner_at(address: Element, *, name: str = "") -> Winner:
    """Return the organisation at an address; `name` is where in it name and number stand."""
    return Winner(
        name=text_at(address, f"{name}OFFICIALNAME"),
        id=text_at(address, f"{name}NATIONALID"),
        country=country_at(address, "COUNTRY"),
        city=text_at(address, "TOWN"),
        nuts=value_at(address, "NUTS", "CODE"),
    )
