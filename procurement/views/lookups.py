"""The tables of procurement that a beheerder edits."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.tables import Column, Table
from accounts.templatetags.ui import money
from procurement.actions import obligations
from procurement.forms_lookups import (
    ApprovalRuleForm,
    CategoryForm,
    LevelMeaningForm,
    PromisingCategoryForm,
    RiskRuleForm,
    RiskThemeForm,
    ThemeForm,
    ThemeTargetForm,
    ThresholdForm,
)
from procurement.models import (
    ApprovalRule,
    LevelMeaning,
    ObligationRun,
    ProcurementCategory,
    PromisingCategory,
    RiskRule,
    RiskTheme,
    Theme,
    ThemeTarget,
    Threshold,
)


def _judging() -> str:
    """What the tables on which the obligation rests say while tenders are judged anew."""
    if not ObligationRun.objects.exists():
        return ""
    return gettext(
        "Whether ISV is mandatory is being determined anew for all tenders. Until that is done, lists and filters may "
        "show the outcome of before."
    )


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
        code="level-meanings",
        title=_("What the levels mean"),
        intro=_(
            "What a level asks for a theme, in general or for one product group. Our own explanation, no official "
            "text; a row of your organisation goes before the general one."
        ),
        model=LevelMeaning,
        form=LevelMeaningForm,
        columns=(
            Column(_("Theme"), lambda row: row.theme.name),
            Column(_("Product group"), lambda row: row.product_group or _("every product group")),
            Column(_("Level"), lambda row: row.level),
            Column(_("Meaning"), lambda row: row.text),
        ),
        is_owned=True,
    ),
    Table(
        code="theme-targets",
        title=_("Target level per theme"),
        intro=_("What your organisation wants to reach on average. It is drawn in the ambition web of each tender."),
        model=ThemeTarget,
        form=ThemeTargetForm,
        columns=(
            Column(_("Theme"), lambda row: row.theme.name),
            Column(_("Target level"), lambda row: row.level),
        ),
        is_owned=True,
    ),
    Table(
        code="approval-rules",
        title=_("Approval rules"),
        intro=_(
            "From which value who approves the approach of a tender, and within how many working days. An unknown "
            "value follows the strictest rule. Below the lowest rule tenderboard and budget holder both approve, "
            "within ten working days. A round that runs keeps the rule with which it began."
        ),
        model=ApprovalRule,
        form=ApprovalRuleForm,
        columns=(
            Column(_("From value"), lambda row: money(row.from_value)),
            Column(_("Who approves"), lambda row: row.get_asks_display()),
            Column(_("Within working days"), lambda row: row.working_days),
        ),
        is_owned=True,
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
        follow_up=obligations.ask_all,
        going_on=_judging,
    ),
    Table(
        code="promising-categories",
        title=_("Promising categories"),
        intro=_(
            "Categories from which your organisation expects a high impact. For a tender in one of them, "
            "with a value of at least four times the EU threshold, ambition level 3 is proposed for every "
            "theme."
        ),
        model=PromisingCategory,
        form=PromisingCategoryForm,
        columns=(
            Column(_("Category"), lambda row: row.category.name),
            Column(_("Why it is promising"), lambda row: row.reason),
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
            Column(_("Amount"), lambda row: money(row.amount)),
        ),
        follow_up=obligations.ask_all,
        going_on=_judging,
    ),
    Table(
        code="risk-rules",
        title=_("Bounds of the risk scan"),
        intro=_(
            "From which rating a country is a signal or makes the risk high, and from where a judgement has priority. "
            "Your organisation has one row; without it a rating of 4 is a signal and 5 is high, priority is medium "
            "from 6 and high from 15, and for people a severity of 3 is never low and 4 always high. All of it is our "
            "own (afgeleid). A round of approval that was submitted keeps the bounds it had."
        ),
        model=RiskRule,
        form=RiskRuleForm,
        columns=(
            Column(_("Rating: signal, high"), lambda row: f"{row.signal_rating}, {row.high_rating}"),
            Column(_("Priority: medium, high"), lambda row: f"{row.medium_priority}, {row.high_priority}"),
            Column(_("For people: never low, always high"), lambda row: f"{row.people_medium}, {row.people_high}"),
        ),
        is_owned=True,
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
