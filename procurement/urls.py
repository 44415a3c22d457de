"""Addresses of the pages about tenders."""

from django.urls import path

from accounts.views.tables import table_urls
from procurement.views import (
    ambition,
    approach,
    approvals,
    exports,
    lookups,
    notices,
    remarks,
    replacements,
    risk_scan,
    signal_files,
    signals,
    stages,
    tenders,
)

app_name = "procurement"

urlpatterns = [
    path("tenders/", tenders.tender_list, name="tender-list"),
    path("tenders/export.<str:kind>", exports.tender_export, name="tender-export"),
    path("tenders/new/", tenders.tender_create, name="tender-create"),
    path("tenders/<int:pk>/", tenders.tender_detail, name="tender-detail"),
    path("tenders/<int:pk>/edit/", tenders.tender_edit, name="tender-edit"),
    path("tenders/<int:pk>/stage/", stages.tender_stage, name="tender-stage"),
    path("tenders/<int:pk>/ambition/", ambition.ambition_edit, name="ambition-edit"),
    path(
        "tenders/<int:pk>/ambition/<slug:code>/<slug:cell>/history/", ambition.ambition_history, name="ambition-history"
    ),
    path("tenders/<int:pk>/isv/", approach.isv_edit, name="isv-edit"),
    path("tenders/<int:pk>/approval/", approvals.approval, name="approval"),
    path("tenders/<int:pk>/approval/submit/", approvals.approach_submit, name="approach-submit"),
    path("tenders/<int:pk>/approval/decide/", approvals.approach_decide, name="approach-decide"),
    path("tenders/<int:pk>/approval/reopen/", approvals.approach_reopen, name="approach-reopen"),
    path("tenders/<int:pk>/approval/remarks/", remarks.remark_write, name="remark-write"),
    path("tenders/<int:pk>/approval/remarks/<int:remark_pk>/answer/", remarks.remark_answer, name="remark-answer"),
    path("approval/replacements/", replacements.replacements, name="replacements"),
    path("approval/replacements/<int:pk>/end/", replacements.replacement_end, name="replacement-end"),
    path("tenders/<int:pk>/notices/", notices.notices, name="notices"),
    path("tenders/<int:pk>/notices/<int:notice_pk>/file/", notices.notice_file, name="notice-file"),
    path("tenders/<int:pk>/risks/", risk_scan.scan, name="risk-scan"),
    path("tenders/<int:pk>/risks/export.<str:kind>", risk_scan.scan_file, name="risk-scan-export"),
    path("tenders/<int:pk>/risks/products/new/", risk_scan.product_add, name="risk-product-add"),
    path("tenders/<int:pk>/risks/products/<int:product_pk>/", risk_scan.product_edit, name="risk-product-edit"),
    path(
        "tenders/<int:pk>/risks/products/<int:product_pk>/remove/",
        risk_scan.product_remove,
        name="risk-product-remove",
    ),
    path("tenders/<int:pk>/risks/themes/<slug:code>/", risk_scan.judge, name="risk-judge"),
    path("signals/", signals.signal_list, name="signal-list"),
    path("signals/new/", signals.signal_create, name="signal-create"),
    path("signals/<int:pk>/", signals.signal_detail, name="signal-detail"),
    path("signals/import/", signal_files.signal_import, name="signal-import"),
    path("signals/import/template.xlsx", signal_files.signal_template, name="signal-template"),
    path("signals/import/example.csv", signal_files.signal_example, name="signal-example"),
    path("signals/import/<int:pk>/", signal_files.signal_file, name="signal-check"),
    path("signals/import/<int:pk>/confirm/", signal_files.signal_file_confirm, name="signal-file-confirm"),
    path("signals/import/<int:pk>/errors/", signal_files.signal_file_errors, name="signal-file-errors"),
    *table_urls("procurement", lookups.TABLES),
]
