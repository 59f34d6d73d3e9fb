"""The addresses below /account/: our own pages, and those of allauth's that work here. No sign-up; reset by letter only where letters can be sent."""

from __future__ import annotations

from allauth.account import views
from django.conf import settings
from django.urls import include, path

from foedera.web.accounts import invitations, mine, oidc
from foedera.web.accounts.sign_in import SignIn

urlpatterns = [
    path("", mine.account, name="account"),
    path("language/", mine.language, name="account_language"),
    path("feed/", mine.feed, name="account_feed"),
    path("tokens/", mine.tokens, name="account_tokens"),
    path("tokens/<int:number>/revoke/", mine.revoke, name="account_token_revoke"),
    path("sessions/end/", mine.end_sessions, name="account_sessions_end"),
    path("invitation/<str:key>/", invitations.invitation, name="invitation"),
    path("login/", SignIn.as_view(), name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
    path("oidc/<str:provider_id>/login/", oidc.login, name="openid_connect_login"),
    path("oidc/<str:provider_id>/login/callback/", oidc.callback, name="openid_connect_callback"),
]
if settings.MAIL:
    urlpatterns += [
        path("password/reset/", views.password_reset, name="account_reset_password"),
        path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
        path("password/reset/key/<str:uidb36>-<str:key>/", views.password_reset_from_key, name="account_reset_password_from_key"),
        path("password/reset/key/done/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    ]
