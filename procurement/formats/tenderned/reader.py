"""A publication of TenderNed's JSON list as a Notice.

The list writes the word "nan" for what is not known, and 0, 0.01 or 1.00 for a value that the buyer does
not want to say. What stands under `classificatie` is the guess of a machine, so it is not read.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from procurement.formats.fields import Json, day, decimal, texts, trimmed
from procurement.formats.notice import Award, AwardedTender, Buyer, Money, Notice, TenderFacts, Winner
from procurement.formats.refusal import NoticeRefused

STANDARD = "tenderned"

_FORM_OF_TYPE = {
    "VAK": "planning",
    "MAC": "consultation",
    "AAO": "competition",
    "REC": "competition",
    "AGO": "result",
    "VBE": "discontinued",
}
_EFORMS = re.compile(r"EF([0-9]{1,2})", re.ASCII)
# The last number of each form, in the numbering of the eForms regulation.
_FORM_UP_TO = ((9, "planning"), (24, "competition"), (28, "dir-awa-pre"), (37, "result"), (40, "cont-modif"))
_STANDARD_FORMS = {"SF15": "dir-awa-pre", "SF20": "cont-modif"}
_NATURES = {"D": "services", "L": "supplies", "W": "works"}
_LARGEST_PLACEHOLDER = 1


def recognises(entry: Json) -> bool:
    """Tell whether `entry` is a publication of the list."""
    return "tenderned_kenmerk" in entry or "publicatie_type" in entry


def read(entry: Json) -> Notice:
    """Return the publication; refuse one without number, title or buyer."""
    said = {key: value for key, value in entry.items() if not _is_nothing(value)}
    number, kind = trimmed(said, "id"), trimmed(said, "type_publicatie_code")
    if number is None or kind is None:
        raise NoticeRefused(_("The notice has no identifier or does not say what kind it is."))
    subtype = trimmed(said, "publicatiecode_code")
    return Notice(
        id=number,
        version=None,
        type=kind,
        form=_form(kind, subtype),
        subtype=subtype,
        publication=None,
        gazette=None,
        published_on=day(said, "publicatiedatum"),
        issued_on=None,
        language=None,
        legal_basis=None,
        standard=STANDARD,
        tender=_tender(said),
    )


def _tender(said: Json) -> TenderFacts:
    title, buyer = trimmed(said, "titel"), trimmed(said, "aanbestedende_dienst")
    if title is None:
        raise NoticeRefused(_("The notice has no title."))
    if buyer is None:
        raise NoticeRefused(_("The notice does not say who buys."))
    return TenderFacts(
        procedure_id=trimmed(said, "tenderned_kenmerk"),
        reference=trimmed(said, "tenderned_kenmerk"),
        title=title,
        description=trimmed(said, "omschrijving"),
        nature=_NATURES.get(trimmed(said, "type_opdracht_code") or ""),
        procedure=trimmed(said, "procedure_code"),
        is_accelerated=None,
        buyers=(Buyer(buyer, None, None),),
        cpv=(),
        estimated_value=None,
        total_awarded=None,
        lots=(),
        lot_groups=(),
        awards=_awards(said),
    )


def _is_nothing(value: object) -> bool:
    return isinstance(value, str) and value.strip().lower() == "nan"


def _form(kind: str, subtype: str | None) -> str | None:
    """Return the form: the publication code knows direct awards and modifications, the type the rest."""
    if subtype in _STANDARD_FORMS:
        return _STANDARD_FORMS[subtype]
    found = _EFORMS.fullmatch(subtype or "")
    by_code = next((form for last, form in _FORM_UP_TO if found and int(found[1]) <= last), None)
    if by_code in ("dir-awa-pre", "cont-modif"):
        return by_code
    return _FORM_OF_TYPE.get(kind, by_code)


def _awards(said: Json) -> tuple[Award, ...]:
    """Return the award, with each winner once: the list repeats a winner for each lot."""
    names = dict.fromkeys([*texts(said, "winnaar"), *texts(said, "extra_winnaars")])
    winners = tuple(Winner(name, None, None) for name in names if not _is_nothing(name))
    if not winners:
        return ()
    value = _value(said)
    return (
        Award(
            key="1",
            contract=None,
            title=None,
            lots=(),
            concluded_on=None,
            decided_on=day(said, "datum_gunning"),
            winners=winners,
            value=value,
            tenders=(AwardedTender(None, None, value, winners),),
        ),
    )


def _value(said: Json) -> Money | None:
    for key in ("waarde_definitief", "gunningswaarde"):
        written = decimal(said, key)
        if written is not None and (money := Money(written, None)).value > _LARGEST_PLACEHOLDER:
            return money
    return None
