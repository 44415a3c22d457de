"""Addresses of accounts: settings of the organisation, its people, and what happened."""

from django.urls import path

from accounts.views import settings, tokens, trail
from accounts.views.gallery import gallery

app_name = "accounts"

urlpatterns = [
    path("settings/", settings.overview, name="settings"),
    path("settings/organisation/", settings.organisation, name="organisation"),
    path("settings/people/", settings.people_list, name="people"),
    path("settings/people/new/", settings.person_add, name="person-add"),
    path("settings/people/<int:pk>/", settings.person_roles, name="person-roles"),
    path("settings/audit/", trail.audit_list, name="audit"),
    path("settings/mail/", trail.mail_list, name="mail"),
    path("settings/mail/<str:name>/", trail.mail_detail, name="mail-detail"),
    path("gallery/", gallery, name="gallery"),
    path("messages/", trail.message_list, name="messages"),
    path("messages/<int:pk>/retry/", trail.message_retry, name="message-retry"),
    path("profile/", settings.profile, name="profile"),
    path("profile/keys/", tokens.token_list, name="tokens"),
    path("profile/keys/<int:pk>/revoke/", tokens.token_revoke, name="token-revoke"),
    path("organisation/", settings.switch_organisation, name="switch-organisation"),
]
