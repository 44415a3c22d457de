"""The lots of a notice, and the groups of lots that stand between them."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from django.utils.translation import gettext_lazy as _

from procurement.formats.eforms.elements import (
    all_stated,
    code_of,
    codes_of,
    cpv_of,
    day_at,
    duration_at,
    find,
    find_all,
    first_stated,
    in_extension,
    in_language,
    money_at,
    number_at,
    stated,
    text_at,
)
from procurement.formats.eforms.results import LotResult
from procurement.formats.notice import AwardCriterion, LotFacts, LotGroup
from procurement.formats.refusal import NoticeRefused

MOST_LOTS = 5_000
_ADDITIONAL_TYPE = "cac:ProcurementAdditionalType/cbc:ProcurementTypeCode"
_CRITERION = "cac:TenderingTerms/cac:AwardingTerms/cac:AwardingCriterion/cac:SubordinateAwardingCriterion"
# A criterion can have a weight and a threshold at once; the weight is what is asked for.
_NUMBER_LISTS = ("number-weight", "number-fixed", "number-threshold")
_NOTHING = Element("nothing")


def lots_of(root: Element, language: str | None, results: dict[str, LotResult]) -> tuple[LotFacts, ...]:
    """Return the lots, or the parts of a planning notice, in the order of the document."""
    return tuple(
        _lot(element, number, language, results.get(number, LotResult()))
        for number, element in _numbered(root)
        if not _is_group(element)
    )


def lot_groups_of(root: Element, language: str | None) -> tuple[LotGroup, ...]:
    """Return the groups of lots, each with the lots that the procedure puts in it."""
    members = {
        number: all_stated(group, "cac:ProcurementProjectLotReference/cbc:ID")
        for group in find_all(root, "cac:TenderingTerms/cac:LotDistribution/cac:LotsGroup")
        if (number := first_stated(group, "cbc:LotsGroupID"))
    }
    return tuple(
        LotGroup(
            id=number,
            title=text_at(element, "cac:ProcurementProject/cbc:Name", language),
            lots=members.get(number, ()),
            award_criteria=_award_criteria(element, language),
        )
        for number, element in _numbered(root)
        if _is_group(element)
    )


def _numbered(root: Element) -> Iterator[tuple[str, Element]]:
    elements = find_all(root, "cac:ProcurementProjectLot")
    if len(elements) > MOST_LOTS:
        raise NoticeRefused(_("The file is built unlike any notice. It was not read."))
    for element in elements:
        number = first_stated(element, "cbc:ID")
        if number is None:
            raise NoticeRefused(_("The notice has a lot without a number."))
        yield number, element


def _is_group(element: Element) -> bool:
    number = find(element, "cbc:ID")
    if number is None:
        return False
    scheme = number.get("schemeName")
    return scheme == "LotsGroup" or (not scheme and (stated(number) or "").startswith("GLO-"))


def _lot(element: Element, number: str, language: str | None, result: LotResult) -> LotFacts:
    project = find(element, "cac:ProcurementProject")
    project = _NOTHING if project is None else project
    process = find(element, "cac:TenderingProcess")
    process = _NOTHING if process is None else process
    system = "cac:ContractingSystem/cbc:ContractingSystemTypeCode"
    interest = in_extension(process, "efac:InterestExpressionReceptionPeriod")
    return LotFacts(
        id=number,
        title=text_at(project, "cbc:Name", language),
        description=text_at(project, "cbc:Description", language),
        reference=first_stated(project, "cbc:ID"),
        nature=first_stated(project, "cbc:ProcurementTypeCode"),
        cpv=cpv_of(project),
        estimated_value=money_at(project, "cac:RequestedTenderTotal/cbc:EstimatedOverallContractAmount"),
        strategic=codes_of(project, _ADDITIONAL_TYPE, "strategic-procurement"),
        environmental_impact=codes_of(project, _ADDITIONAL_TYPE, "environmental-impact"),
        social_objective=codes_of(project, _ADDITIONAL_TYPE, "social-objective"),
        innovation=codes_of(project, _ADDITIONAL_TYPE, "innovative-acquisition"),
        gpp_criteria=codes_of(project, _ADDITIONAL_TYPE, "gpp-criteria"),
        award_criteria=_award_criteria(element, language),
        performance_terms=_performance_terms(element, language),
        start=day_at(project, "cac:PlannedPeriod/cbc:StartDate"),
        end=day_at(project, "cac:PlannedPeriod/cbc:EndDate"),
        duration=duration_at(project, "cac:PlannedPeriod/cbc:DurationMeasure"),
        period_code=first_stated(project, "cac:PlannedPeriod/cbc:DescriptionCode"),
        framework=code_of(process, system, "framework-agreement"),
        dynamic_purchasing=code_of(process, system, "dps-usage"),
        submission_deadline=day_at(process, "cac:TenderSubmissionDeadlinePeriod/cbc:EndDate"),
        interest_deadline=day_at(interest[0], "cbc:EndDate") if interest else None,
        result=result.code,
        result_reason=result.reason,
        submissions=result.submissions,
    )


def _award_criteria(element: Element, language: str | None) -> tuple[AwardCriterion, ...]:
    return tuple(_criterion(criterion, language) for criterion in find_all(element, _CRITERION))


def _criterion(criterion: Element, language: str | None) -> AwardCriterion:
    number, number_kind = _number(criterion)
    return AwardCriterion(
        kind=first_stated(criterion, "cbc:AwardingCriterionTypeCode"),
        name=text_at(criterion, "cbc:Name", language),
        description=text_at(criterion, "cbc:Description", language),
        number=number,
        number_kind=number_kind,
    )


def _number(criterion: Element) -> tuple[str | None, str | None]:
    """Return the number of a criterion and its kind, such as ("70", "per-exa")."""
    found: dict[str, tuple[str | None, str | None]] = {}
    for parameter in in_extension(criterion, "efac:AwardCriterionParameter"):
        code = find(parameter, "efbc:ParameterCode")
        number = number_at(parameter, "efbc:ParameterNumeric")
        list_name = "" if code is None else code.get("listName", "")
        found.setdefault(list_name, (number, stated(code)))
    for list_name in _NUMBER_LISTS:
        if list_name in found:
            return found[list_name]
    return next(iter(found.values()), (None, None))


def _performance_terms(element: Element, language: str | None) -> tuple[str, ...]:
    """Return the conditions for performing the contract, in the words of the notice."""
    terms = (
        in_language(find_all(requirement, "cbc:Description"), language)
        for requirement in find_all(element, "cac:TenderingTerms/cac:ContractExecutionRequirement")
        if find(requirement, "cbc:ExecutionRequirementCode[@listName='conditions']") is not None
    )
    return tuple(term for term in terms if term)
