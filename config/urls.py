"""Which app answers which address: the apps' own URLs, composed. The portal is an audience, not an app."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path
from django.utils.module_loading import import_string

APPS = ["monitoring", "dialogues", "suppliers", "procurement", "accounts"]


def of_each_app(module: str) -> list[URLPattern | URLResolver]:
    """The addresses in this module of every app that has it."""
    found: list[URLPattern | URLResolver] = []
    for app in APPS:
        if find_spec(f"{app}.{module}"):
            found += import_string(f"{app}.{module}.urlpatterns")
    return found


urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("portal/", include((of_each_app("portal_urls"), "portal"))),
    path("api/v1/", include((of_each_app("api_urls"), "api"))),
]
for app in APPS:
    if find_spec(f"{app}.urls"):
        urlpatterns.append(path("", include(f"{app}.urls")))
