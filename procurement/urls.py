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
    *table_urls("procurement", lookups.TABLES),
]
