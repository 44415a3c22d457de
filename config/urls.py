"""Which app answers which address: the apps' own URLs, composed. The portal is an audience, not an app."""

from django.urls import include, path

import accounts.api_urls
import accounts.portal_urls
import dialogues.api_urls
import dialogues.portal_urls
import monitoring.api_urls
import procurement.api_urls
import suppliers.api_urls
import suppliers.portal_urls

PORTAL = [
    *suppliers.portal_urls.urlpatterns,
    *dialogues.portal_urls.urlpatterns,
    *accounts.portal_urls.urlpatterns,
]
API = [
    *monitoring.api_urls.urlpatterns,
    *dialogues.api_urls.urlpatterns,
    *suppliers.api_urls.urlpatterns,
    *procurement.api_urls.urlpatterns,
    *accounts.api_urls.urlpatterns,
]

handler429 = "accounts.views.limits.too_many"  # django-allauth asks for it

urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("portal/", include((PORTAL, "portal"))),
    path("api/v1/", include((API, "api"))),
    path("", include("monitoring.urls")),
    path("", include("dialogues.urls")),
    path("", include("suppliers.urls")),
    path("", include("procurement.urls")),
    path("", include("accounts.urls")),
]
