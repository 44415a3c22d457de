"""The supplier's pages, mounted under /portal/."""

from django.urls import path

from suppliers.views import portal

urlpatterns = [
    path("", portal.home, name="home"),
    path("deliverables/<int:pk>/", portal.deliverable, name="deliverable"),
    path("deliverables/<int:pk>/hand-in/", portal.hand_in, name="hand-in"),
    path("deliverables/<int:pk>/files/", portal.file_add, name="file-add"),
    path("deliverables/<int:pk>/extension/", portal.extension, name="extension"),
    path("submissions/<int:pk>/", portal.receipt, name="receipt"),
    path("files/<int:pk>/", portal.file, name="file"),
]
