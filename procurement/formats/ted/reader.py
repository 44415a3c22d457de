"""A TED form as a Notice."""

from __future__ import annotations

from datetime import date
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from procurement.formats.notice import Notice, TenderFacts, form_of
from procurement.formats.refusal import NoticeRefused
from procurement.formats.ted import defence
from procurement.formats.ted.codes import (
    CORRIGENDUM,
    LANGUAGES,
    LEGAL_BASES,
    NATURES,
    PROCEDURES,
    SUBTYPES_WITH_PARTS,
    type_and_subtype,
)
from procurement.formats.ted.elements import (
    cpv_at,
    day_at,
    drop_namespaces,
    money_at,
    paragraphs_at,
    publication_number,
    stated,
    text_at,
    value_at,
)
from procurement.formats.ted.lots import LotNumbers, lots_of
from procurement.formats.ted.parties import buyers_of
from procurement.formats.ted.results import awards_of, modifications_of, results_by_lot
from procurement.formats.values import calendar_day


def recognises(root: Element) -> bool:
    """Tell whether `root` is the root of an old notice, of whatever edition of the schema."""
    return root.tag.rpartition("}")[2] == "TED_EXPORT"


def read(root: Element) -> Notice:
    """Return the notice below `root`; refuse an edition other than R2.0.9 and a form that lacks what makes it one.

    Of the editions before it only the award in defence (F18) is read, which stayed in use.
    The elements lose their namespaces on the way. Of a form that was published in several
    languages the first original counts: translations of it say nothing else.
    """
    is_current = "R2.0.9" in root.tag
    drop_namespaces(root)
    form = _original(root, is_current=is_current)
    number = _number(root)
    if form is None and not is_current:
        raise NoticeRefused(_("The notice is in an edition of the TED format that is not read: only R2.0.9 is."))
    legal_basis = None if form is None else _legal_basis(form)
    notice_type, subtype = (None, None) if form is None else _kind(form, legal_basis)
    if form is None or notice_type is None or number is None:
        raise NoticeRefused(_("The notice has no identifier or does not say what kind it is."))
    language = form.get("LG", "").strip().upper()
    earlier = _earlier(root, form)
    procedure_id = earlier[0] if earlier else number
    is_defence = form.tag == defence.FORM
    return Notice(
        id=number,
        version=None,
        type=notice_type,
        form="change" if notice_type == CORRIGENDUM else form_of(notice_type),
        subtype=subtype,
        publication=number,
        gazette=_gazette(root),
        published_on=_published_on(root),
        issued_on=defence.issued_on(form) if is_defence else day_at(form, "COMPLEMENTARY_INFO/DATE_DISPATCH_NOTICE"),
        language=LANGUAGES.get(language, language) or None,
        legal_basis=legal_basis,
        standard=root.get("VERSION", "").strip() or form.get("VERSION", "").strip() or None,
        tender=defence.tender_of(form, procedure_id) if is_defence else _tender(form, procedure_id, subtype),
        earlier=earlier,
        modifications=modifications_of(form),
    )


def _kind(form: Element, legal_basis: str | None) -> tuple[str | None, str | None]:
    if form.tag == defence.FORM:
        return defence.TYPE, defence.SUBTYPE
    return type_and_subtype(form.tag.partition("_")[0], value_at(form, "NOTICE", "TYPE") or "", legal_basis)


def _tender(form: Element, procedure_id: str, subtype: str | None) -> TenderFacts:
    contract = form.find("OBJECT_CONTRACT")
    title = None if contract is None else text_at(contract, "TITLE")
    if contract is None or title is None:
        raise NoticeRefused(_("The notice has no title."))
    buyers = buyers_of(form)
    if not buyers or not all(buyer.name for buyer in buyers):
        raise NoticeRefused(_("The notice does not say who buys."))
    numbers = LotNumbers(form, prefix="PAR-" if subtype in SUBTYPES_WITH_PARTS else "LOT-")
    # Without lots, the further codes of the only description are those of the whole.
    further = () if numbers.is_divided else ("OBJECT_DESCR/CPV_ADDITIONAL/CPV_CODE",)
    return TenderFacts(
        procedure_id=procedure_id,
        reference=text_at(contract, "REFERENCE_NUMBER"),
        title=title,
        description=paragraphs_at(contract, "SHORT_DESCR"),
        nature=NATURES.get(value_at(contract, "TYPE_CONTRACT", "CTYPE") or ""),
        procedure=_procedure(form),
        is_accelerated=True if form.find("PROCEDURE/ACCELERATED_PROC") is not None else None,
        buyers=buyers,
        cpv=cpv_at(contract, "CPV_MAIN/CPV_CODE", *further),
        estimated_value=money_at(contract, "VAL_ESTIMATED_TOTAL"),
        total_awarded=money_at(contract, "VAL_TOTAL"),
        lots=lots_of(form, numbers, results_by_lot(form, numbers)),
        lot_groups=(),
        awards=awards_of(form, numbers),
    )


def _original(root: Element, *, is_current: bool) -> Element | None:
    """Return the form in the language of the buyer; of an older edition only the one that outlived it."""
    for form in root.iterfind("FORM_SECTION/*"):
        is_read = form.tag == defence.FORM or (is_current and form.find("CONTRACTING_BODY") is not None)
        if is_read and form.get("CATEGORY") != "TRANSLATION":
            return form
    return None


def _number(root: Element) -> str | None:
    """Return the number under which the notice was published."""
    in_journal = text_at(root, "CODED_DATA_SECTION/NOTICE_DATA/NO_DOC_OJS")
    return root.get("DOC_ID", "").strip() or (publication_number(in_journal) if in_journal else None)


def _gazette(root: Element) -> str | None:
    journal = root.find("CODED_DATA_SECTION/REF_OJS")
    number = None if journal is None else text_at(journal, "NO_OJ")
    published_on = _published_on(root)
    return f"{number.lstrip('0')}/{published_on.year}" if number and published_on else None


def _published_on(root: Element) -> date | None:
    written = text_at(root, "CODED_DATA_SECTION/REF_OJS/DATE_PUB")
    if written is None:
        return None
    return calendar_day(f"{written[:4]}-{written[4:6]}-{written[6:]}", field="DATE_PUB")


def _legal_basis(form: Element) -> str | None:
    if form.tag == defence.FORM:
        return defence.LEGAL_BASIS
    directive = value_at(form, "DIRECTIVE")
    basis = value_at(form, "LEGAL_BASIS") or (LEGAL_BASES.get(directive, directive) if directive else None)
    return basis or (None if form.find("LEGAL_BASIS_OTHER") is None else "other")


def _procedure(form: Element) -> str | None:
    for path in ("PROCEDURE/*", "PROCEDURE/*/*"):
        for element in form.iterfind(path):
            if element.tag in PROCEDURES:
                return PROCEDURES[element.tag]
    return None


def _earlier(root: Element, form: Element) -> tuple[str, ...]:
    """Return the publications that the notice itself refers to, the first one first; others may have preceded it."""
    written = [
        *root.iterfind("CODED_DATA_SECTION/NOTICE_DATA/REF_NOTICE/NO_DOC_OJS"),
        *form.iterfind(".//NOTICE_NUMBER_OJ"),
    ]
    numbers = [number for each in written if (number := publication_number(stated(each) or ""))]
    return tuple(sorted(set(numbers), key=lambda number: (number[-4:], number)))
