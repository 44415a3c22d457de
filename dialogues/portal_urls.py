"""The supplier's pages of the dialogue, mounted under /portal/."""

from django.urls import path

from dialogues.views import portal

urlpatterns = [
    path("meetings/", portal.meetings, name="meetings"),
    path("meetings/<int:pk>/", portal.meeting, name="meeting"),
    path("meetings/<int:pk>/calendar/", portal.calendar, name="meeting-calendar"),
    path("meetings/<int:pk>/confirm/", portal.confirm, name="minutes-confirm"),
    path("meetings/<int:pk>/object/", portal.object_to, name="minutes-object"),
    path("agreements/<int:pk>/report/", portal.agreement_report, name="agreement-report"),
    path("agreements/<int:pk>/judge/", portal.agreement_judge, name="agreement-judge"),
]
