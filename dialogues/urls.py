"""Addresses of the dialogue: meetings, their reports, and agreements."""

from django.urls import path

from dialogues.views import agreements, lists, meetings, minutes

app_name = "dialogues"

urlpatterns = [
    path("meetings/", lists.meeting_list, name="meeting-list"),
    path("meetings/export/", lists.meeting_export, name="meeting-export"),
    path("meetings/new/", meetings.create, name="meeting-create"),
    path("meetings/<int:pk>/", meetings.detail, name="meeting-detail"),
    path("meetings/<int:pk>/edit/", meetings.edit, name="meeting-edit"),
    path("meetings/<int:pk>/invite/", meetings.invite, name="meeting-invite"),
    path("meetings/<int:pk>/cancel/", meetings.cancel, name="meeting-cancel"),
    path("meetings/<int:pk>/calendar/", meetings.calendar, name="meeting-calendar"),
    path("meetings/<int:pk>/report/", minutes.record, name="minutes-edit"),
    path("meetings/<int:pk>/report/send/", minutes.send, name="minutes-send"),
    path("meetings/<int:pk>/agreements/new/", agreements.create, name="agreement-create"),
    path("agreements/", lists.agreement_list, name="agreement-list"),
    path("agreements/export/", lists.agreement_export, name="agreement-export"),
    path("agreements/<int:pk>/edit/", agreements.edit, name="agreement-edit"),
    path("agreements/<int:pk>/delete/", agreements.delete, name="agreement-delete"),
    path("agreements/<int:pk>/report/", agreements.report, name="agreement-report"),
    path("agreements/<int:pk>/judge/", agreements.judge, name="agreement-judge"),
]
