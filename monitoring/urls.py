"""Addresses of monitoring: the day's page, whole pages with panels of several apps, and the annual report."""

from django.urls import path

from monitoring.views import worklist

app_name = "monitoring"

urlpatterns = [
    path("", worklist.day, name="worklist"),
]
