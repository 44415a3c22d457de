"""Which app answers which address: the apps' own URLs, composed. The portal is an audience, not an app."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path
from django.utils.module_loading import import_string

APPS = ["monitoring", "dialogues", "suppliers", "procurement", "accounts"]


def portal() -> list[URLPattern | URLResolver]:
    """The portal pages of every app that has some."""
    found: list[URLPattern | URLResolver] = []
    for app in APPS:
        if find_spec(f"{app}.portal_urls"):
            found += import_string(f"{app}.portal_urls.urlpatterns")
    return found


urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("portal/", include((portal(), "portal"))),
]
for app in APPS:
    if find_spec(f"{app}.urls"):
        urlpatterns.append(path("", include(f"{app}.urls")))
