"""Addresses of the API that belong to no subject: its description, and what does not exist."""

from django.urls import path

from accounts.api.schema import OpenApi
from accounts.api.views import Unknown

urlpatterns = [
    path("openapi.json", OpenApi.as_view(), name="openapi"),
    path("", Unknown.as_view()),
    path("<path:rest>", Unknown.as_view()),
]
