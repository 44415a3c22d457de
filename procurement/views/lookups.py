"""The tables of procurement that a beheerder edits."""

from django.utils.translation import gettext_lazy as _

from accounts.tables import Column, Table
from procurement.forms_lookups import CategoryForm, RiskThemeForm, ThemeForm, ThresholdForm
from procurement.models import ProcurementCategory, RiskTheme, Theme, Threshold

TABLES = [
    Table(
        code="themes",
        title=_("MVI themes"),
        intro=_("The themes on which a tender takes an ambition level. The national set has changed before."),
        model=Theme,
        form=ThemeForm,
        columns=(
            Column(_("Theme"), lambda row: row.name),
            Column(_("Code"), lambda row: row.code),
            Column("SDG", lambda row: ", ".join(map(str, row.sdgs))),
            Column(_("Optional"), lambda row: _("yes") if row.is_optional else _("no")),
        ),
        may_grow=False,
    ),
    Table(
        code="categories",
        title=_("Procurement categories"),
        intro=_("The national risk categories with their period, and categories of your own organisation."),
        model=ProcurementCategory,
        form=CategoryForm,
        columns=(
            Column(_("Category"), lambda row: row.name),
            Column(_("Risk category"), lambda row: _("yes") if row.is_risk else _("no")),
            Column(_("From"), lambda row: row.valid_from),
            Column(_("Until"), lambda row: row.valid_until),
            Column(_("Continues as"), lambda row: row.successor),
        ),
        is_owned=True,
    ),
    Table(
        code="thresholds",
        title=_("EU thresholds"),
        intro=_("In euro, VAT excluded, by publication date; a value at or above the threshold counts."),
        model=Threshold,
        form=ThresholdForm,
        columns=(
            Column(_("From"), lambda row: row.valid_from),
            Column(_("Kind"), lambda row: row.get_kind_display()),
            Column(_("Amount"), lambda row: row.amount),
        ),
    ),
    Table(
        code="risk-themes",
        title=_("Risk themes"),
        intro=_("The 22 themes on which a chain can do harm, in four groups."),
        model=RiskTheme,
        form=RiskThemeForm,
        columns=(
            Column(_("Theme"), lambda row: row.name),
            Column(_("Group"), lambda row: row.get_group_display()),
            Column(_("Code"), lambda row: row.code),
        ),
        may_grow=False,
    ),
]
