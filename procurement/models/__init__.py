from procurement.models.lookups import CpvCode, ProcurementCategory, RiskTheme, Theme, Threshold
from procurement.models.notices import Notice
from procurement.models.tenders import ISV_FORMS, Ambition, ApproachDecision, Buyer, Lot, Tender

__all__ = [
    "ISV_FORMS",
    "Ambition",
    "ApproachDecision",
    "Buyer",
    "CpvCode",
    "Lot",
    "Notice",
    "ProcurementCategory",
    "RiskTheme",
    "Tender",
    "Theme",
    "Threshold",
]
