"""Indicators over ISV: obligation, forms, and whether the risk analysis came (domain.md §3 and §6)."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from monitoring.indicators.definitions import Indicator, Rows, by_rule
from procurement.models import ISV_FORMS
from procurement.obligation import MANDATORY, UNKNOWN

OBLIGED = Q(obligation=MANDATORY)
UNDECIDED = Q(obligation=UNKNOWN)
CONDITION = Q(isv_contract_condition=True)
RULE = _("ISV is mandatory for central government in risk categories at or above the EU threshold, since 2017")
FORM = _("one of the forms in which central government applies ISV; several in one tender are possible")
FORMS = {
    "contract_condition": _("art. 2.80 Aanbestedingswet 2012: special condition for carrying out a contract"),
    "minimum_requirement": _("art. 2.75 or 2.80 Aanbestedingswet 2012: technical specification or contract condition"),
}
DELIVERED = _("ISV: the supplier owes a risk analysis; counted as in the published national figures of 2021")


def all_of_them() -> list[Indicator]:
    return [*_obligation(), *by_rule(FORM, _forms()), _risk_analysis()]


def _obligation() -> list[Indicator]:
    without = OBLIGED & Q(isv_answered=True, isv_contract_condition=False)
    unsettled = UNDECIDED | (OBLIGED & Q(isv_answered=False))
    unsettled_is = _("Tenders of which the obligation cannot be told, or that are mandatory without an answer on ISV.")
    return [
        Indicator(
            "isv.mandatory", Rows.TENDERS, _("ISV mandatory"),
            _("Tenders of central government in a risk category, at or above the EU threshold of that day."),
            counted=OBLIGED, unknown=UNDECIDED, rule=RULE,
            unknown_is=_("Tenders of which the value in euro, the nature or the category of a lot is missing."),
        ),
        Indicator(
            "isv.mandatory.applied", Rows.TENDERS, _("ISV mandatory and applied as contract condition"),
            _("Of these tenders, those with ISV as contract condition."),
            counted=CONDITION, among=OBLIGED, unknown=unsettled, rule=RULE, unknown_is=unsettled_is,
        ),
        Indicator(
            "isv.mandatory.explained", Rows.TENDERS, _("ISV mandatory, not applied, explained"),
            _("Mandatory tenders without ISV as contract condition, with an explanation."),
            counted=without & ~Q(isv_explanation=""), unknown=unsettled, rule=_("comply or explain"),
            unknown_is=unsettled_is,
        ),
        Indicator(
            "isv.mandatory.unexplained", Rows.TENDERS, _("ISV mandatory, not applied, not explained"),
            _("Mandatory tenders without ISV as contract condition and without an explanation."),
            counted=without & Q(isv_explanation=""), unknown=unsettled, rule=_("comply or explain"),
            unknown_is=unsettled_is,
        ),
    ]  # fmt: skip


def _forms() -> list[Indicator]:
    unanswered = Q(isv_answered=False)
    found = [
        Indicator(
            f"isv.{form}", Rows.TENDERS, _("ISV as %(form)s") % {"form": name},
            _("Tenders in which this form of ISV was chosen."),
            counted=Q(**{f"isv_{form}": True}), unknown=unanswered,
            unknown_is=_("Tenders of the year without an answer on ISV."), rule=FORMS.get(form, FORM),
        )
        for form, name in ISV_FORMS.items()
    ]  # fmt: skip
    outside = Indicator(
        "isv.contract_condition.outside_risk_category", Rows.TENDERS,
        _("ISV as contract condition, outside a risk category"),
        _("Of the tenders with ISV as contract condition, those without a lot in a risk category."),
        counted=Q(in_risk_category=False, has_open_category=False), among=CONDITION,
        unknown=CONDITION & Q(in_risk_category=False, has_open_category=True),
        unknown_is=_("Of the tenders with ISV as contract condition, those with a lot without a category."),
    )  # fmt: skip
    return [found[0], outside, *found[1:]]


def _risk_analysis() -> Indicator:
    return Indicator(
        "isv.risk_analysis_delivered", Rows.CONTRACTS, _("Risk analysis delivered"),
        _("Of the contracts of this year's tenders with ISV as condition, those whose risk analysis came."),
        counted=Q(has_risk_analysis=True), among=Q(pk__isnull=False), rule=DELIVERED,
    )  # fmt: skip
