"""Addresses of monitoring: the day's page, whole pages with panels of several apps, and the annual report."""

from django.urls import path

from monitoring.views import (
    compliance,
    contracts,
    data_quality,
    deliverables,
    indicators,
    portfolio,
    report_builds,
    report_rows,
    reports,
    settings,
    suppliers,
    worklist,
)

app_name = "monitoring"

urlpatterns = [
    path("contracts/<int:pk>/", contracts.contract_detail, name="contract-detail"),
    path("deliverables/<int:pk>/", deliverables.deliverable_detail, name="deliverable-detail"),
    path("", worklist.day, name="worklist"),
    path("suppliers/<int:pk>/", suppliers.supplier_detail, name="supplier-detail"),
    path("contracts/<int:pk>/compliance/", compliance.contract_compliance, name="contract-compliance"),
    path("suppliers/<int:pk>/compliance/", compliance.supplier_compliance, name="supplier-compliance"),
    path("compliance/<int:pk>/", compliance.compliance_build, name="compliance-build"),
    path("compliance/<int:pk>/again/", compliance.compliance_retry, name="compliance-retry"),
    path("compliance/<int:pk>/download/", compliance.compliance_file, name="compliance-file"),
    path("reports/", reports.report_list, name="report-list"),
    path("reports/data-quality/", data_quality.data_quality_page, name="data-quality"),
    path("reports/indicators/", indicators.indicator_list, name="indicator-list"),
    path("reports/indicators/<str:code>/", indicators.indicator_detail, name="indicator-detail"),
    path("reports/files/<int:pk>/", report_builds.build_status, name="report-build"),
    path("reports/files/<int:pk>/again/", report_builds.build_retry, name="report-build-retry"),
    path("reports/files/<int:pk>/download/", report_builds.build_file, name="report-file"),
    path("reports/<int:year>/", reports.report_detail, name="report-detail"),
    path("reports/<int:year>/begin/", reports.report_begin, name="report-begin"),
    path("reports/<int:year>/edit/", reports.report_edit, name="report-edit"),
    path("reports/<int:year>/move/", reports.report_move, name="report-move"),
    path("reports/<int:year>/build/", report_builds.build_request, name="report-build-request"),
    path("reports/<int:year>/data.<str:kind>", report_builds.report_data, name="report-data"),
    path("reports/<int:year>/<str:code>/", report_rows.report_rows, name="report-rows"),
    path("reports/<int:year>/<str:code>/export.<str:kind>", report_rows.report_rows_export, name="report-rows-export"),
    path("portfolio/", portfolio.portfolio, name="portfolio"),
    path("portfolio/template.xlsx", portfolio.portfolio_template, name="portfolio-template"),
    path("portfolio/export/", portfolio.portfolio_export, name="portfolio-export"),
    path("portfolio/<int:pk>/", portfolio.portfolio_job, name="portfolio-job"),
    path("portfolio/<int:pk>/confirm/", portfolio.portfolio_confirm, name="portfolio-confirm"),
    path("portfolio/<int:pk>/again/", portfolio.portfolio_retry, name="portfolio-retry"),
    path("portfolio/<int:pk>/download/", portfolio.portfolio_file, name="portfolio-file"),
    path("settings/reminders/", settings.reminders, name="reminder-settings"),
]
