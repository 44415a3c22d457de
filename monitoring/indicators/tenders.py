"""Indicators over tenders: known data, MVI, levels, themes (interfaces.md; the order of domain.md §6)."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from monitoring.indicators.definitions import Indicator, Rows, by_rule
from monitoring.indicators.sources import level_of
from procurement.models import Theme

KNOWN = Q(is_known=True)
MVI = Q(has_mvi=True)
NO_LEVEL = Q(highest_level__isnull=True)
SIGNIFICANT = Q(highest_level__gte=2)
NO_THEME_LEVEL = _("Tenders of the year in which no level was filled in for this theme.")
NOT_KNOWN = _("Tenders without a level and without an answer on ISV.")
POLICY = _("policy goal for MVI in Dutch central government")
KNOWN_BY = _(
    "as the published national figures count tenders with known data; what makes data known is our own definition"
)
HIGHEST = _("the levels of MVI policy: basis, significant and ambitious; to count the highest is our own definition")
PER_THEME = _("the themes and levels of MVI policy; to count per theme is our own definition")

LEVELS = {
    "none": (0, _("deliberately none")),
    "basis": (1, _("basis")),
    "significant": (2, _("significant")),
    "ambitious": (3, _("ambitious")),
}


def overall() -> list[Indicator]:
    return [
        Indicator(
            "tenders.known", Rows.TENDERS, _("Tenders with known data"),
            _("Tenders of the year with a level or a form of ISV filled in; level 0 and “none” are answers."),
            counted=KNOWN, unknown=~KNOWN, unknown_is=NOT_KNOWN,
        ),
        Indicator(
            "tenders.mvi", Rows.TENDERS, _("With MVI"),
            _("Known tenders with level 1 or higher on a theme, or with a form of ISV."),
            counted=MVI, among=KNOWN, unknown=~KNOWN, rule=POLICY, unknown_is=NOT_KNOWN,
        ),
    ]  # fmt: skip


def groups() -> list[Indicator]:
    found = []
    for code, inside, name in (
        ("relevant_group", True, _("In relevant product groups")),
        ("outside_group", False, _("Outside relevant product groups")),
    ):
        member = KNOWN & Q(relevant_product_group=inside)
        unknown = KNOWN & Q(relevant_product_group=None)
        unknown_is = _("Known tenders of which the product group was not filled in.")
        found += [
            Indicator(
                f"tenders.{code}", Rows.TENDERS, name,
                _("Known tenders, by whether their product group is relevant for MVI."),
                counted=member, unknown=unknown, unknown_is=unknown_is,
            ),
            Indicator(
                f"tenders.{code}.mvi", Rows.TENDERS, _("%(group)s: with MVI") % {"group": name},
                _("Of these tenders, those with level 1 or higher on a theme, or with a form of ISV."),
                counted=MVI, among=member, unknown=unknown, rule=POLICY, unknown_is=unknown_is,
            ),
            Indicator(
                f"tenders.{code}.significant", Rows.TENDERS,
                _("%(group)s: significant or ambitious") % {"group": name},
                _("Of these tenders with MVI, those whose highest level is 2 or 3."),
                counted=SIGNIFICANT, among=member & MVI, unknown=(unknown | (member & NO_LEVEL)) & MVI, rule=POLICY,
                unknown_is=_("Tenders with MVI of which the product group or the level was not filled in."),
            ),
        ]  # fmt: skip
    return found


def government_wide() -> list[Indicator]:
    member = KNOWN & Q(government_wide=True)
    unknown = KNOWN & Q(government_wide=None)
    return [
        Indicator(
            "tenders.government_wide", Rows.TENDERS, _("In a government-wide category"),
            _("Known tenders in a category that is bought for the whole of central government."),
            counted=member, unknown=unknown,
            unknown_is=_("Known tenders of which it was not filled in whether the category is government-wide."),
        ),
        Indicator(
            "tenders.government_wide.impact_50", Rows.TENDERS,
            _("Government-wide: at least half awarded on societal impact"),
            _("Of these tenders, those with an award weight of at least 50% on societal impact."),
            counted=Q(impact_weight__gte=50), among=member, unknown=unknown | (member & Q(impact_weight=None)),
            rule=POLICY,
            unknown_is=_("Known tenders of which the category or the weight on societal impact was not filled in."),
        ),
    ]  # fmt: skip


def levels() -> list[Indicator]:
    return [
        Indicator(
            f"tenders.level.{code}", Rows.TENDERS, _("Highest level: %(level)s") % {"level": name},
            _("Known tenders by their highest level over all themes."),
            counted=KNOWN & Q(highest_level=level), unknown=KNOWN & NO_LEVEL,
            unknown_is=_("Known tenders in which no level was filled in for any theme."),
        )
        for code, (level, name) in LEVELS.items()
    ]  # fmt: skip


def themes() -> list[Indicator]:
    found = []
    for theme in Theme.objects.all():
        level = level_of(theme.code)
        filled, empty = Q(**{f"{level}__isnull": False}), Q(**{f"{level}__isnull": True})
        text = {"theme": theme.name}
        found += [
            Indicator(
                f"tenders.theme.{theme.code}", Rows.THEMED_TENDERS, theme.name,
                gettext("Tenders with level 1 or higher on %(theme)s, of those with a level filled in.") % text,
                counted=Q(**{f"{level}__gte": 1}), among=filled, unknown=empty, unknown_is=NO_THEME_LEVEL,
            ),
            Indicator(
                f"tenders.theme.{theme.code}.significant", Rows.THEMED_TENDERS,
                gettext("%(theme)s: significant or ambitious") % text,
                gettext("Tenders with level 2 or 3 on %(theme)s, of those with a level filled in.") % text,
                counted=Q(**{f"{level}__gte": 2}), among=filled, unknown=empty, unknown_is=NO_THEME_LEVEL,
            ),
        ]  # fmt: skip
    return found


def all_of_them() -> Iterable[Indicator]:
    return [
        *by_rule(KNOWN_BY, overall()),
        *by_rule(POLICY, groups()),
        *by_rule(HIGHEST, levels()),
        *by_rule(PER_THEME, themes()),
        *by_rule(POLICY, government_wide()),
    ]
