"""The sheets of a portfolio with the choices that stand in tables, and the keeper of each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils import translation

from accounts.models import Organisation
from monitoring.actions.portfolio.agreements import AgreementKeeper
from monitoring.actions.portfolio.contracts import ContractKeeper
from monitoring.actions.portfolio.deliverables import DeliverableKeeper
from monitoring.actions.portfolio.findings import FindingKeeper
from monitoring.actions.portfolio.keeper import Keeper
from monitoring.actions.portfolio.meetings import MeetingKeeper
from monitoring.actions.portfolio.tenders import TenderKeeper
from monitoring.formats.portfolio.columns import all_sheets
from procurement.formats.tables.columns import Column, Sheet, Words
from procurement.models import RiskTheme, Theme
from procurement.reads import categories_for
from suppliers.workflow import FINDING

KEEPERS: dict[str, type[Keeper[Any]]] = {
    "tenders": TenderKeeper,
    "contracts": ContractKeeper,
    "deliverables": DeliverableKeeper,
    "meetings": MeetingKeeper,
    "findings": FindingKeeper,
    "agreements": AgreementKeeper,
}


def current() -> tuple[Sheet, ...]:
    """The six sheets as the tables of themes stand now."""
    return all_sheets(
        themes=[(theme.code, Words(theme.name_nl, theme.name_en)) for theme in Theme.objects.all()],
        risk_themes=[(theme.code, Words(theme.name_nl, theme.name_en)) for theme in RiskTheme.objects.all()],
        finding_states=[(code, _in_both(label)) for code, label in FINDING.labels.items()],
    )


def offered(organisation: Organisation) -> tuple[Sheet, ...]:
    """The sheets of the template: with the categories that this organisation may choose."""
    names = tuple(Words(category.name_nl, category.name_en) for category in categories_for(organisation))

    def with_names(column: Column) -> Column:
        return replace(column, suggestions=names) if column.name == "category" else column

    return tuple(replace(sheet, columns=tuple(map(with_names, sheet.columns))) for sheet in current())


def _in_both(label: object) -> Words:
    with translation.override("nl"):
        dutch = str(label)
    with translation.override("en"):
        return Words(dutch, str(label))
