from procurement.models.ambitions import CRITERION_KINDS, Ambition, LevelMeaning, ThemeTarget
from procurement.models.lookups import CpvCode, ProcurementCategory, RiskTheme, Theme, Threshold
from procurement.models.notices import Notice
from procurement.models.tenders import ISV_FORMS, ApproachDecision, Buyer, Lot, Tender

__all__ = [
    "CRITERION_KINDS",
    "ISV_FORMS",
    "Ambition",
    "ApproachDecision",
    "Buyer",
    "CpvCode",
    "LevelMeaning",
    "Lot",
    "Notice",
    "ProcurementCategory",
    "RiskTheme",
    "Tender",
    "Theme",
    "ThemeTarget",
    "Threshold",
]
