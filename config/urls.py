"""Which app answers which address: the apps' own URLs, composed."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

APPS = ["monitoring", "dialogues", "suppliers", "procurement", "accounts"]

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
]
for app in APPS:
    if find_spec(f"{app}.urls"):
        urlpatterns.append(path("", include(f"{app}.urls")))
