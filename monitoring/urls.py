"""Addresses of monitoring: the day's page, whole pages with panels of several apps, and the annual report."""

from django.urls import path

from monitoring.views import contracts, deliverables, settings, suppliers, worklist

app_name = "monitoring"

urlpatterns = [
    path("contracts/<int:pk>/", contracts.contract_detail, name="contract-detail"),
    path("deliverables/<int:pk>/", deliverables.deliverable_detail, name="deliverable-detail"),
    path("", worklist.day, name="worklist"),
    path("suppliers/<int:pk>/", suppliers.supplier_detail, name="supplier-detail"),
    path("settings/reminders/", settings.reminders, name="reminder-settings"),
]
