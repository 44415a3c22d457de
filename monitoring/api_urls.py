"""Addresses of the API about what we report."""

from accounts.api.addresses import address
from monitoring.api import views

urlpatterns = [*address("annual-reports/<int:year>", views.AnnualReport, "annual-report")]
