from procurement.models.action_plans import ActionFocus, ActionGoal, ActionPlan, GoalExplanation
from procurement.models.ambitions import CRITERION_KINDS, Ambition, LevelMeaning, ThemeTarget
from procurement.models.approvals import (
    ASKS,
    ApproachDecision,
    ApproachRemark,
    ApproachRound,
    ApprovalRule,
    Replacement,
)
from procurement.models.category_plans import CategoryPlan, PlanAgreement, PlanKpi, PlanKpiResult, PromisingCategory
from procurement.models.criteria import AWARD, REQUIREMENT, ChosenCriterion, CriteriaFile, Criterion
from procurement.models.lookups import CpvCode, ProcurementCategory, RiskTheme, Theme, Threshold
from procurement.models.notices import Notice
from procurement.models.obligations import ObligationRun
from procurement.models.risk_scan import RiskJudgement, RiskRule, ScanProduct
from procurement.models.signals import LABOUR_FORMS, Signal, SignalFile
from procurement.models.tenders import ISV_FORMS, Buyer, Lot, Tender

__all__ = [
    "ASKS",
    "AWARD",
    "CRITERION_KINDS",
    "ISV_FORMS",
    "LABOUR_FORMS",
    "REQUIREMENT",
    "ActionFocus",
    "ActionGoal",
    "ActionPlan",
    "Ambition",
    "ApproachDecision",
    "ApproachRemark",
    "ApproachRound",
    "ApprovalRule",
    "Buyer",
    "CategoryPlan",
    "ChosenCriterion",
    "CpvCode",
    "CriteriaFile",
    "Criterion",
    "GoalExplanation",
    "LevelMeaning",
    "Lot",
    "Notice",
    "ObligationRun",
    "PlanAgreement",
    "PlanKpi",
    "PlanKpiResult",
    "ProcurementCategory",
    "PromisingCategory",
    "Replacement",
    "RiskJudgement",
    "RiskRule",
    "RiskTheme",
    "ScanProduct",
    "Signal",
    "SignalFile",
    "Tender",
    "Theme",
    "ThemeTarget",
    "Threshold",
]
