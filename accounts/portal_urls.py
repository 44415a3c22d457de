"""The ways in and out of the portal."""

from django.urls import path

from accounts.views import links

urlpatterns = [
    path("enter/<str:token>/", links.enter, name="enter"),
    path("no-link/", links.no_link, name="no-link"),
    path("leave/", links.leave, name="leave"),
    path("me/", links.profile, name="profile"),
]
