"""Addresses of the API before the award."""

from accounts.api.addresses import address
from procurement.api import (
    action_plans,
    ambitions,
    approval,
    category_plans,
    criteria,
    replacements,
    risk_scan,
    signals,
    table_files,
    views,
)

urlpatterns = [
    *address("tenders", views.TenderList, "tender-list"),
    *address("tenders/<int:pk>", views.TenderDetail, "tender-detail"),
    *address("tenders/<int:pk>/isv", views.TenderIsv, "tender-isv"),
    *address("tenders/<int:pk>/stage", views.TenderStage, "tender-stage"),
    *address("tenders/<int:pk>/ambitions", ambitions.TenderAmbitions, "tender-ambitions"),
    *address(
        "tenders/<int:pk>/ambitions/<str:theme>/<str:cell>/history",
        ambitions.AmbitionHistory,
        "tender-ambition-history",
    ),
    *address("tenders/<int:pk>/criteria", criteria.TenderCriteria, "tender-criteria"),
    *address("tenders/<int:pk>/criteria/<int:chosen_pk>", criteria.TenderCriterion, "tender-criterion"),
    *address(
        "tenders/<int:pk>/criteria/<int:chosen_pk>/renew", criteria.TenderCriterionRenewal, "tender-criterion-renew"
    ),
    *address("tenders/<int:pk>/criteria/<int:chosen_pk>/move", criteria.TenderCriterionMove, "tender-criterion-move"),
    *address("criteria", criteria.CriterionList, "criterion-list"),
    *address("criteria/<int:pk>", criteria.CriterionDetail, "criterion-detail"),
    *address("criteria/files", table_files.CriteriaFileList, "criteria-file-list"),
    *address("criteria/files/<int:pk>", table_files.CriteriaFileDetail, "criteria-file-detail"),
    *address(
        "criteria/files/<int:pk>/confirmation", table_files.CriteriaFileConfirmation, "criteria-file-confirmation"
    ),
    *address("criteria/files/<int:pk>/errors", table_files.CriteriaFileErrors, "criteria-file-errors"),
    *address("tenders/<int:pk>/approval", approval.Approval, "tender-approval"),
    *address("tenders/<int:pk>/approval/submission", approval.ApprovalSubmission, "tender-approval-submission"),
    *address("tenders/<int:pk>/approval/decision", approval.ApprovalDecision, "tender-approval-decision"),
    *address("tenders/<int:pk>/approval/reopening", approval.ApprovalReopening, "tender-approval-reopening"),
    *address("tenders/<int:pk>/approval/remarks", approval.ApprovalRemarks, "tender-approval-remarks"),
    *address(
        "tenders/<int:pk>/approval/remarks/<int:remark_pk>/answer", approval.ApprovalAnswer, "tender-approval-answer"
    ),
    *address("tenders/<int:pk>/approval/due-date", approval.ApprovalDueDate, "tender-approval-due-date"),
    *address("replacements", replacements.ReplacementList, "replacement-list"),
    *address("replacements/<int:pk>/ending", replacements.ReplacementEnding, "replacement-ending"),
    *address("signals", signals.SignalList, "signal-list"),
    *address("signals/<int:pk>", signals.SignalDetail, "signal-detail"),
    *address("signals/<int:pk>/withdrawal", signals.SignalWithdrawal, "signal-withdrawal"),
    *address("signals/files", table_files.SignalFileList, "signal-file-list"),
    *address("signals/files/<int:pk>", table_files.SignalFileDetail, "signal-file-detail"),
    *address("signals/files/<int:pk>/confirmation", table_files.SignalFileConfirmation, "signal-file-confirmation"),
    *address("signals/files/<int:pk>/errors", table_files.SignalFileErrors, "signal-file-errors"),
    *address("tenders/<int:pk>/risk-scan", risk_scan.RiskScan, "tender-risk-scan"),
    *address("tenders/<int:pk>/risk-scan/products", risk_scan.ScanProducts, "tender-risk-products"),
    *address(
        "tenders/<int:pk>/risk-scan/products/<int:product_pk>", risk_scan.ScanProductDetail, "tender-risk-product"
    ),
    *address("tenders/<int:pk>/risk-scan/judgements", risk_scan.ScanJudgements, "tender-risk-judgements"),
    *address("category-plans", category_plans.CategoryPlanList, "category-plan-list"),
    *address("category-plans/<int:pk>", category_plans.CategoryPlanDetail, "category-plan-detail"),
    *address("category-plans/<int:pk>/submission", category_plans.CategoryPlanSubmission, "category-plan-submission"),
    *address("category-plans/<int:pk>/decision", category_plans.CategoryPlanDecision, "category-plan-decision"),
    *address("category-plans/<int:pk>/withdrawal", category_plans.CategoryPlanWithdrawal, "category-plan-withdrawal"),
    *address("category-plans/<int:pk>/edition", category_plans.CategoryPlanEdition, "category-plan-edition"),
    *address("category-plans/<int:pk>/kpis/<int:kpi_pk>/results", category_plans.KpiResults, "kpi-results"),
    *address("action-plans", action_plans.ActionPlanList, "action-plan-list"),
    *address("action-plans/<int:pk>", action_plans.ActionPlanDetail, "action-plan-detail"),
    *address("action-plans/<int:pk>/submission", action_plans.ActionPlanSubmission, "action-plan-submission"),
    *address("action-plans/<int:pk>/decision", action_plans.ActionPlanDecision, "action-plan-decision"),
    *address("action-plans/<int:pk>/withdrawal", action_plans.ActionPlanWithdrawal, "action-plan-withdrawal"),
    *address("action-plans/<int:pk>/edition", action_plans.ActionPlanEdition, "action-plan-edition"),
    *address(
        "action-plans/<int:pk>/goals/<int:goal_pk>/explanations", action_plans.GoalExplanations, "goal-explanations"
    ),
]
