"""Addresses after the award: suppliers and their contacts, contracts and deliverables, findings, notices."""

from django.urls import path

from accounts.views.tables import table_urls
from suppliers.views import (
    assessments,
    awards,
    contacts,
    contracts,
    deliverables,
    findings,
    lookups,
    notices,
    ocds,
    suppliers,
)

app_name = "suppliers"

urlpatterns = [
    path("tenders/import/", notices.notice_import, name="notice-import"),
    path("tenders/import/confirm/", notices.notice_confirm, name="notice-confirm"),
    path("tenders/ocds.json", ocds.tenders_ocds, name="tenders-ocds"),
    path("tenders/<int:pk>/ocds.json", ocds.tender_ocds, name="tender-ocds"),
    path("tenders/<int:pk>/contracts/", awards.tender_contracts, name="tender-contracts"),
    path("tenders/<int:pk>/award/", awards.award_create, name="award-create"),
    path("contracts/", contracts.contract_list, name="contract-list"),
    path("contracts/export/", contracts.contract_export, name="contract-export"),
    path("contracts/<int:pk>/edit/", contracts.contract_edit, name="contract-edit"),
    path("contracts/<int:pk>/terms/", contracts.contract_terms, name="contract-terms"),
    path("contracts/<int:pk>/pause/", contracts.contract_pause, name="contract-pause"),
    path("contracts/<int:pk>/resume/", contracts.contract_resume, name="contract-resume"),
    path("contracts/<int:pk>/request/", contracts.contract_request, name="contract-request"),
    path("deliverables/", deliverables.deliverable_list, name="deliverable-list"),
    path("deliverables/export/", deliverables.deliverable_export, name="deliverable-export"),
    path("deliverables/<int:pk>/waive/", deliverables.deliverable_waive, name="deliverable-waive"),
    path("deliverables/<int:pk>/due-date/", deliverables.deliverable_due_date, name="deliverable-due-date"),
    path("deliverables/<int:pk>/pause/", deliverables.deliverable_pause, name="deliverable-pause"),
    path("deliverables/<int:pk>/resume/", deliverables.deliverable_resume, name="deliverable-resume"),
    path("deliverables/<int:pk>/extension/", deliverables.extension_request, name="extension-request"),
    path("extensions/<int:pk>/", deliverables.extension_decide, name="extension-decide"),
    path("deliverables/<int:pk>/assess/", assessments.assessment_edit, name="assessment-edit"),
    path("assessments/<int:pk>/", assessments.assessment_detail, name="assessment-detail"),
    path("assessments/<int:pk>/answers/<slug:key>/", assessments.answer_save, name="answer-save"),
    path("files/<int:pk>/", deliverables.submission_file, name="submission-file"),
    path("files/<int:pk>/page/", deliverables.submission_page, name="submission-page"),
    path("suppliers/", suppliers.supplier_list, name="supplier-list"),
    path("suppliers/new/", suppliers.supplier_create, name="supplier-create"),
    path("suppliers/<int:pk>/edit/", suppliers.supplier_edit, name="supplier-edit"),
    path("suppliers/<int:pk>/note/", suppliers.supplier_describe, name="supplier-describe"),
    path("suppliers/<int:pk>/contacts/new/", contacts.contact_add, name="contact-add"),
    path("contacts/<int:pk>/invite/", contacts.contact_invite, name="contact-invite"),
    path("contacts/<int:pk>/deactivate/", contacts.contact_deactivate, name="contact-deactivate"),
    path("shared-files/<int:pk>/", suppliers.shared_file, name="shared-file"),
    path("findings/", findings.finding_list, name="finding-list"),
    path("findings/new/", findings.finding_create, name="finding-create"),
    path("findings/<int:pk>/", findings.finding_detail, name="finding-detail"),
    path("findings/<int:pk>/move/", findings.finding_move, name="finding-move"),
    path("settings/schedules/own/", lookups.schedule_copy, name="schedule-copy"),
    path("settings/questions/", lookups.question_sets, name="question-sets"),
    path("settings/questions/<str:kind>/", lookups.question_set_edit, name="question-set-edit"),
    *table_urls("suppliers", lookups.TABLES),
]
