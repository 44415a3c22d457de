"""Addresses of the API after the award."""

from accounts.api.addresses import address
from suppliers.api import awards, views

urlpatterns = [
    *address("tenders/<int:pk>/contracts", awards.TenderContracts, "tender-contracts"),
    *address("tenders/<int:pk>/ocds", awards.TenderOcds, "tender-ocds"),
    *address("contracts", views.ContractList, "contract-list"),
    *address("contracts/<int:pk>", views.ContractDetail, "contract-detail"),
    *address("commitments/<int:pk>/results", views.CommitmentResults, "commitment-results"),
    *address("deliverables", views.DeliverableList, "deliverable-list"),
    *address("deliverables/<int:pk>", views.DeliverableDetail, "deliverable-detail"),
    *address("suppliers", views.SupplierList, "supplier-list"),
    *address("suppliers/<int:pk>", views.SupplierDetail, "supplier-detail"),
    *address("shared-documents", views.SharedDocumentList, "shared-document-list"),
    *address("findings", views.FindingList, "finding-list"),
    *address("findings/<int:pk>", views.FindingDetail, "finding-detail"),
]
