"""An eForms document as a Notice."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from procurement.formats.eforms.elements import (
    cpv_of,
    day_at,
    find,
    first_stated,
    in_extension,
    money_at,
    stated,
    text_at,
)
from procurement.formats.eforms.lots import lot_groups_of, lots_of
from procurement.formats.eforms.organisations import Organisations, buyers_of
from procurement.formats.eforms.references import earlier_of, modifications_of
from procurement.formats.eforms.results import LotResults
from procurement.formats.notice import Notice, TenderFacts, form_of
from procurement.formats.refusal import NoticeRefused

_UBL = "{urn:oasis:names:specification:ubl:schema:xsd:%s-2}%s"
_ROOTS = frozenset(_UBL % (name, name) for name in ("PriorInformationNotice", "ContractNotice", "ContractAwardNotice"))
_REGISTRATION = (
    "{http://data.europa.eu/p27/eforms-business-registration-information-notice/1}BusinessRegistrationInformationNotice"
)
# A planning notice stands before the procedure, so it is published without its identifier.
_FORMS_BEFORE_A_PROCEDURE = frozenset({"planning", "consultation"})


def recognises(root: Element) -> bool:
    """Tell whether `root` is the root of an eForms notice."""
    return root.tag in _ROOTS or root.tag == _REGISTRATION


def read(root: Element) -> Notice:
    """Return the notice below `root`; refuse it when it lacks what makes it one.

    The kind comes from NoticeTypeCode: a call for competition can be published in the root
    element of a prior information notice, and a prior information notice in that of a
    contract notice.
    """
    if root.tag == _REGISTRATION:
        raise NoticeRefused(_("The notice is about the registration of a company, not about a purchase."))
    notice_type = find(root, "cbc:NoticeTypeCode")
    kind = stated(notice_type)
    number = first_stated(root, "cbc:ID[@schemeName='notice-id']") or first_stated(root, "cbc:ID")
    if notice_type is None or kind is None or number is None:
        raise NoticeRefused(_("The notice has no identifier or does not say what kind it is."))
    form = form_of(kind, stated=notice_type.get("listName"))
    publication = in_extension(root, "efac:Publication")
    published = publication[0] if publication else Element("nothing")
    language = first_stated(root, "cbc:NoticeLanguageCode")
    tender = _tender(root, language, form)
    return Notice(
        id=number,
        version=first_stated(root, "cbc:VersionID"),
        type=kind,
        form=form,
        subtype=next(
            (code for element in in_extension(root, "efac:NoticeSubType/cbc:SubTypeCode") if (code := stated(element))),
            None,
        ),
        publication=first_stated(published, "efbc:NoticePublicationID"),
        gazette=first_stated(published, "efbc:GazetteID"),
        published_on=day_at(published, "efbc:PublicationDate"),
        issued_on=day_at(root, "cbc:IssueDate"),
        language=language,
        legal_basis=first_stated(root, "cbc:RegulatoryDomain"),
        standard=first_stated(root, "cbc:CustomizationID"),
        tender=tender,
        earlier=earlier_of(root),
        modifications=modifications_of(root, language, tender.awards),
    )


def _tender(root: Element, language: str | None, form: str | None) -> TenderFacts:
    project = find(root, "cac:ProcurementProject")
    title = None if project is None else text_at(project, "cbc:Name", language)
    if project is None or title is None:
        raise NoticeRefused(_("The notice has no title."))
    organisations = Organisations(root, language)
    buyers = buyers_of(root, organisations)
    if not buyers or not all(buyer.name for buyer in buyers):
        raise NoticeRefused(_("The notice does not say who buys."))
    procedure_id = first_stated(root, "cbc:ContractFolderID")
    if procedure_id is None and form not in _FORMS_BEFORE_A_PROCEDURE:
        raise NoticeRefused(_("The notice does not say which procedure it belongs to."))
    groups = lot_groups_of(root, language)
    results = LotResults(root, organisations, language, groups)
    return TenderFacts(
        procedure_id=procedure_id,
        reference=first_stated(project, "cbc:ID"),
        title=title,
        description=text_at(project, "cbc:Description", language),
        nature=first_stated(project, "cbc:ProcurementTypeCode"),
        procedure=first_stated(root, "cac:TenderingProcess/cbc:ProcedureCode"),
        is_accelerated=_is_accelerated(root),
        buyers=buyers,
        cpv=cpv_of(project),
        estimated_value=money_at(project, "cac:RequestedTenderTotal/cbc:EstimatedOverallContractAmount"),
        total_awarded=results.total,
        lots=lots_of(root, language, results.by_lot()),
        lot_groups=groups,
        awards=results.awards(),
    )


def _is_accelerated(root: Element) -> bool | None:
    written = first_stated(
        root,
        "cac:TenderingProcess/cac:ProcessJustification/cbc:ProcessReasonCode[@listName='accelerated-procedure']",
    )
    return None if written is None else written == "true"
