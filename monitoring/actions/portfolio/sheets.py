"""The sheets of a portfolio with the choices that stand in tables, and the keeper of each."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from monitoring.actions.portfolio.agreements import AgreementKeeper
from monitoring.actions.portfolio.contracts import ContractKeeper
from monitoring.actions.portfolio.deliverables import DeliverableKeeper
from monitoring.actions.portfolio.findings import FindingKeeper
from monitoring.actions.portfolio.keeper import Keeper
from monitoring.actions.portfolio.meetings import MeetingKeeper
from monitoring.actions.portfolio.tenders import TenderKeeper
from monitoring.formats.portfolio.columns import all_sheets
from procurement.formats.tables.columns import Sheet, Words
from procurement.models import RiskTheme, Theme
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


def _in_both(label: object) -> Words:
    with translation.override("nl"):
        dutch = str(label)
    with translation.override("en"):
        return Words(dutch, str(label))
