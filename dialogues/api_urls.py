"""Addresses of the API about the dialogue with suppliers."""

from accounts.api.addresses import address
from dialogues.api import views

urlpatterns = [
    *address("meetings", views.MeetingList, "meeting-list"),
    *address("meetings/<int:pk>", views.MeetingDetail, "meeting-detail"),
]
