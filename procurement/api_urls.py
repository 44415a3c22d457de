"""Addresses of the API before the award."""

from accounts.api.addresses import address
from procurement.api import views

urlpatterns = [
    *address("tenders", views.TenderList, "tender-list"),
    *address("tenders/<int:pk>", views.TenderDetail, "tender-detail"),
    *address("tenders/<int:pk>/isv", views.TenderIsv, "tender-isv"),
    *address("tenders/<int:pk>/stage", views.TenderStage, "tender-stage"),
    *address("tenders/<int:pk>/ambitions", views.TenderAmbitions, "tender-ambitions"),
]
